"""記入例: every word inside its own box, and no piece of a page that does not say what it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pypdfium2
import pytest

from iga_madoguchi.adapters.stamp import StampPrinter
from iga_madoguchi.adapters.stamping.drawing import SAMPLE, SAMPLE_NOTE, VEIL_PT
from iga_madoguchi.domain.forms import values
from iga_madoguchi.domain.forms.catalogue import all_forms
from iga_madoguchi.domain.forms.layout import POINT, ticks
from iga_madoguchi.domain.forms.template import Field, Form, Rect

FORMS = {form.id: form for form in all_forms()}
PRINTER = StampPrinter()
DPI = 100
PIECE = 70.0  # mm, as near as a desk zooms onto a paper


@pytest.fixture(scope="module", params=FORMS.values(), ids=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    found: Form = request.param
    return found


@pytest.fixture(scope="module")
def sheet(form: Form) -> Iterator[pypdfium2.PdfPage]:
    """The only page of the form's sample."""
    with pypdfium2.PdfDocument(PRINTER.sample(form)) as document:
        yield document[0]


def letters(sheet: pypdfium2.PdfPage) -> list[tuple[str, Rect]]:
    """Every letter of a page and the box of its ink, in mm from the top left."""
    text, high = sheet.get_textpage(), sheet.get_height() * POINT
    found = []
    for number in range(text.count_chars()):
        left, bottom, right, top = (side * POINT for side in text.get_charbox(number))
        found.append((text.get_text_range(number, 1), Rect(left, high - top, right - left, top - bottom)))
    return found


def inside(one: Rect, box: Rect) -> bool:
    across = box.x <= one.x and one.x + one.w <= box.x + box.w
    return across and box.y <= one.y and one.y + one.h <= box.y + box.h


def test_every_word_stands_whole_in_its_own_box(form: Form, sheet: pypdfium2.PdfPage) -> None:
    """Letters as high as the word across the page lie over everything and are not counted."""
    small = [(char, box) for char, box in letters(sheet) if box.h < VEIL_PT * POINT / 2 and char.strip()]
    written = {field.id: field for field in form.fields if field.sample and not ticks_of(field)}
    for field in written.values():
        wanted = "".join(values.shown(field, field.sample).split())
        assert "".join(char for char, box in small if inside(box, field.rect)) == wanted, field.id
    edges = [field.rect for field in form.fields]
    for char, box in small:
        if not any(inside(box, edge) for edge in edges):
            assert not any(touches(box, edge) for edge in edges), f"{char} lies on the edge of a box"


def test_no_piece_of_a_page_passes_for_somebodys_own(sheet: pypdfium2.PdfPage) -> None:
    page = np.asarray(sheet.render(scale=DPI / 72).to_pil().convert("RGB")).astype(int)
    veil = (page[:, :, 0] > 240) & (abs(page[:, :, 1] - 219) < 12) & (abs(page[:, :, 2] - 219) < 12)
    step, scale = round(PIECE / 2 / 25.4 * DPI), (25.4 / DPI) ** 2
    size = 2 * step
    for top in range(0, veil.shape[0] - size + 1, step):
        for left in range(0, veil.shape[1] - size + 1, step):
            seen = veil[top : top + size, left : left + size].sum() * scale
            assert seen > 60, f"{seen:.0f} square millimetres at {top} {left}"
    text = sheet.get_textpage().get_text_range()
    assert text.count(SAMPLE_NOTE) == 2
    assert text.count(SAMPLE) >= 10


def test_a_sample_can_be_set_whole_and_is_drawn_once(form: Form) -> None:
    assert PRINTER.unprintable("".join(field.sample for field in form.fields)) == ""
    assert PRINTER.sample(form) is PRINTER.sample(form)
    with pypdfium2.PdfDocument(PRINTER.blank(form)) as blank:
        assert SAMPLE not in blank[0].get_textpage().get_text_range()


def ticks_of(field: Field) -> bool:
    return field.kind in ("choice", "check") and bool(ticks(field))


def touches(one: Rect, box: Rect) -> bool:
    across = min(one.x + one.w, box.x + box.w) - max(one.x, box.x)
    return across > 0.05 and min(one.y + one.h, box.y + box.h) - max(one.y, box.y) > 0.05
