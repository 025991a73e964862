"""What is blackened at the branch lies within its frame, and no form with a number is forgotten."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.forms.catalogue import all_forms
from iga_madoguchi.domain.forms.covers import all_covers, cover
from iga_madoguchi.domain.papers.mat import FRAMES_MM
from iga_madoguchi.errors import InvalidInput


@pytest.mark.parametrize("one", all_covers(), ids=lambda one: one.id)
def test_every_place_lies_within_its_frame(one: object) -> None:
    found = cover(one.id)  # type: ignore[attr-defined]
    _, _, width, height = FRAMES_MM[found.frame]
    assert found.places
    for x, y, wide, high in found.places:
        assert 0 <= x < x + wide <= width
        assert 0 <= y < y + high <= height


def test_every_form_with_a_number_can_be_covered() -> None:
    secret = {f"form.{form.id}" for form in all_forms() if any(field.secret for field in form.fields)}
    assert secret
    assert secret <= {one.id for one in all_covers()}


def test_an_upright_form_lies_with_its_head_to_the_left() -> None:
    """The box at the sheet's upper left corner lies at the frame's lower left."""
    form = cover("form.kokuho_shutoku")
    ((x, y, wide, high),) = form.places
    assert (x, y, wide, high) == (88.2, 210 - 48 - 144, 12, 144)


@pytest.mark.parametrize("wanted", ["", "mynumber ", "form.unknown", "../x"])
def test_what_is_not_known_is_refused(wanted: str) -> None:
    with pytest.raises(InvalidInput):
        cover(wanted)
