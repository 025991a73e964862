"""What is blackened at the branch before a picture leaves it: where the number stands on what is known.

Places are generous, and the branch blackens them both ways round: better a word too many than a digit.
Those on cards were not measured on a real one: 要確認, by laying one on the mat before the first day.
"""

from __future__ import annotations

from iga_madoguchi.domain.forms.catalogue import all_forms
from iga_madoguchi.domain.forms.views import Cover, Place
from iga_madoguchi.errors import InvalidInput

CARDS = (
    Cover("mynumber", "マイナンバーカードの裏", "card", ((20, 2, 64, 30), (56, 26, 28, 27))),
    Cover("insurance", "保険の資格確認書（記号・番号）", "card", ((2, 8, 82, 16),)),
)
A4_SHORT = 210.0


def on_a4(x: float, y: float, width: float, height: float) -> Place:
    """A place on an upright A4 form, as it lies in the mat's frame: its head to the left."""
    return (y, A4_SHORT - x - width, height, width)


def all_covers() -> tuple[Cover, ...]:
    """Cards first, then every form that has a place nobody else may see."""
    forms = []
    for form in all_forms():
        secret = [field for field in form.fields if field.secret and field.page == 1]
        if secret:
            places = tuple(on_a4(field.rect.x, field.rect.y, field.rect.w, field.rect.h) for field in secret)
            forms.append(Cover(f"form.{form.id}", form.title.ja, "a4", places))
    return (*CARDS, *forms)


def cover(wanted: str) -> Cover:
    """Raises InvalidInput `papers.cover.unknown`."""
    found = next((one for one in all_covers() if one.id == wanted), None)
    if found is None:
        raise InvalidInput("papers.cover.unknown")
    return found
