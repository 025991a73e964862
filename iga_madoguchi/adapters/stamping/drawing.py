"""What stands where on a form's pages, as plain marks in millimetres. Pure; knows no PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from iga_madoguchi.domain.forms import layout, values
from iga_madoguchi.domain.forms.layout import TICK
from iga_madoguchi.domain.forms.ports import Stroke
from iga_madoguchi.domain.forms.template import Field, Form, Rect

Mark = dict[str, Any]
Ink = tuple[float, float, float]

THIN, THICK, PEN = 0.2, 0.5, 0.55  # mm
BLACK, GREY, INK = (0.1, 0.1, 0.1), (0.35, 0.35, 0.35), (0.05, 0.1, 0.35)
SHADE = (0.94, 0.945, 0.96)
SAMPLE_INK, VEIL = (0.78, 0.05, 0.1), (1.0, 0.86, 0.86)
LABEL_PT, VALUE_PT, SMALL_PT, FOOT_PT, LEAST_PT = 9.0, 11.0, 7.0, 6.6, 5.5
SAMPLE = "記入例"
SAMPLE_NOTE = "記入例です。書いてある人やものは実在しません。この紙は提出できません。"
VEIL_PT, VEIL_TURN = 46.0, 25.0  # size and degrees
VEIL_STEP, VEIL_SHIFT = 45.0, 14.0  # mm from row to row, and to the side in turn
PAD = layout.PAD


def ground(form: Form) -> list[list[Mark]]:
    """For screens, which write over it."""
    return _printed(form)


def filled(
    form: Form, kept: Mapping[str, str], strokes: Sequence[Stroke], footer: Sequence[str]
) -> list[list[Mark]]:
    pages = _printed(form)
    for field in form.fields:
        marks = pages[field.page - 1]
        if field.kind == "signature":
            marks += [_stroke(stroke, field.rect) for stroke in strokes]
        elif value := kept.get(field.id, ""):
            marks += _value(field, value)
    pages[-1] += [_foot(form, number - len(footer) + 1, line) for number, line in enumerate(footer)]
    return pages


def sample(form: Form) -> list[list[Mark]]:
    """In red, the word across the whole page and what it means above and below: no part passes for real."""
    pages = [_veil(*size) + marks for size, marks in zip(form.pages, _printed(form), strict=True)]
    for field in form.fields:
        if field.sample:
            pages[field.page - 1] += _value(field, field.sample, SAMPLE_INK)
    return pages


def _veil(wide: float, high: float) -> list[Mark]:
    rows = round(high / VEIL_STEP)
    words = [
        _text(x, high * (row + 0.6) / rows, VEIL_PT, SAMPLE, "center", bold=True, ink=VEIL)
        for row in range(rows)
        for x in (wide / 4 + VEIL_SHIFT * (-1) ** row, wide * 3 / 4 + VEIL_SHIFT * (-1) ** row)
    ]
    notes = [
        _text(18, y, LABEL_PT, SAMPLE_NOTE, "left", bold=True, ink=SAMPLE_INK, fit=wide * 0.65)
        for y in (13, high - 7)
    ]
    return [word | {"turn": VEIL_TURN} for word in words] + notes


def _printed(form: Form) -> list[list[Mark]]:
    """What every copy bears: shades, rules, words."""
    pages: list[list[Mark]] = []
    for number in range(1, len(form.pages) + 1):
        fields = [field for field in form.fields if field.page == number]
        labels = [(field.label_rect, field.printed) for field in fields if field.label_rect is not None]
        labels += [(cell.rect, cell.text) for cell in form.cells if cell.page == number]
        marks: list[Mark] = [_fill(rect) for rect, _ in labels]
        marks += _rules([rect for rect, _ in labels] + [field.rect for field in fields])
        marks += [_box(rect, text, LABEL_PT, BLACK, "center") for rect, text in labels]
        for field in fields:
            marks += _inside(field)
        marks += [
            _text(text.x, text.y, text.size, text.text, text.align, bold=text.bold)
            for text in form.texts
            if text.page == number
        ]
        pages.append(marks)
    return pages


def _inside(field: Field) -> list[Mark]:
    if field.secret:
        return _digits(field.rect)
    if field.kind not in ("choice", "check"):
        return []
    marks: list[Mark] = []
    for tick in layout.ticks(field):
        marks += _outline(Rect(tick.x, tick.y, TICK, TICK), THIN)
        marks.append(_text(tick.text_x, tick.baseline, layout.PRINT_PT, tick.text, "left"))
    return marks


def _digits(rect: Rect) -> list[Mark]:
    """Twelve boxes, and the word that a pen fills them."""
    side = min(6.5, rect.h - 3)
    top = rect.y + (rect.h - side) / 2
    marks: list[Mark] = []
    for number in range(layout.DIGITS):
        gap = number // 4 * 1.5
        marks += _outline(Rect(rect.x + PAD + number * side + gap, top, side, side), THIN)
    x = rect.x + PAD + layout.DIGITS * side + 6
    words = "紙にだけ、手で書いてください"
    marks.append(_text(x, rect.y + rect.h / 2 + 0.9, SMALL_PT, words, "left", ink=GREY))
    return marks


def _value(field: Field, value: str, ink: Ink = INK) -> list[Mark]:
    if field.kind in ("choice", "check"):
        return [_tick(tick.x, tick.y, ink) for tick in layout.ticks(field) if tick.id == value]
    return [_box(field.rect, values.shown(field, value), VALUE_PT, ink, "left", lines=2)]


def _tick(x: float, y: float, ink: Ink) -> Mark:
    points = [(x + 0.5, y + 1.7), (x + 1.5, y + 2.9), (x + TICK + 0.4, y - 0.3)]
    return {"kind": "line", "points": points, "width": PEN, "ink": ink, "smooth": False}


def _stroke(stroke: Stroke, rect: Rect) -> Mark:
    inner = Rect(rect.x + 1, rect.y + 1, rect.w - 2, rect.h - 2)
    points = [(inner.x + x * inner.w, inner.y + y * inner.h) for x, y in stroke]
    return {"kind": "line", "points": points, "width": PEN, "ink": INK, "smooth": True}


def _foot(form: Form, line: int, words: str) -> Mark:
    """Counted from the last line upwards."""
    wide, high = form.pages[-1]
    return _text(18, high - 7 + line * 3.6, FOOT_PT, words, "left", ink=GREY, fit=wide - 36)


def _fill(rect: Rect) -> Mark:
    return {"kind": "fill", "x": rect.x, "y": rect.y, "w": rect.w, "h": rect.h, "ink": SHADE}


def _outline(rect: Rect, width: float) -> list[Mark]:
    corners = [(rect.x, rect.y), (rect.x + rect.w, rect.y), (rect.x + rect.w, rect.y + rect.h)]
    points = [*corners, (rect.x, rect.y + rect.h), (rect.x, rect.y)]
    return [{"kind": "line", "points": points, "width": width, "ink": BLACK, "smooth": False}]


def _rules(rects: Sequence[Rect]) -> list[Mark]:
    """Thin lines between boxes, thick ones around what lies together."""
    marks = []
    for rect in rects:
        marks += _outline(rect, THIN)
    sides: dict[tuple[str, float], list[tuple[float, float, int]]] = {}
    for rect in rects:
        for at, way in ((rect.x, 1), (rect.x + rect.w, -1)):
            sides.setdefault(("v", round(at, 1)), []).append((rect.y, rect.y + rect.h, way))
        for at, way in ((rect.y, 1), (rect.y + rect.h, -1)):
            sides.setdefault(("h", round(at, 1)), []).append((rect.x, rect.x + rect.w, way))
    for (side, at), spans in sides.items():
        for begin, end in _alone(spans):
            points = [(at, begin), (at, end)] if side == "v" else [(begin, at), (end, at)]
            marks.append({"kind": "line", "points": points, "width": THICK, "ink": BLACK, "smooth": False})
    return marks


def _alone(spans: Sequence[tuple[float, float, int]]) -> list[tuple[float, float]]:
    """Stretches of a line that have a box on one side only."""
    cuts = sorted({round(end, 1) for begin, last, _ in spans for end in (begin, last)})
    found: list[tuple[float, float]] = []
    for begin, end in zip(cuts, cuts[1:], strict=False):
        middle = (begin + end) / 2
        if sum(way for first, last, way in spans if first < middle < last) == 0:
            continue
        if found and found[-1][1] == begin:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


def _box(rect: Rect, text: str, size: float, ink: Ink, align: str, lines: int = 2) -> Mark:
    """Words in a box: set smaller or in more lines until they fit."""
    place = {"x": rect.x + PAD, "y": rect.y, "w": rect.w - 2 * PAD, "h": rect.h}
    return {"kind": "box", **place, "text": text, "size": size, "ink": ink, "align": align, "lines": lines}


def _text(
    x: float,
    y: float,
    size: float,
    text: str,
    align: str,
    *,
    bold: bool = False,
    ink: Ink = BLACK,
    fit: float = 0,
) -> Mark:
    place = {"kind": "text", "x": x, "y": y, "size": size, "text": text, "align": align}
    return {**place, "bold": bold, "ink": ink, "fit": fit}
