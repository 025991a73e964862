"""Where on the page the things inside a field stand, the same for the printer and for the screens. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import east_asian_width

from iga_madoguchi.domain.forms.template import Field

POINT = 25.4 / 72  # mm
PRINT_PT = 9.0  # words of the form itself
PAD = 2.0  # mm between a box and what stands in it
TICK = 3.6  # mm, a box to tick
GAP = 1.4  # mm between a tick box and its words
BETWEEN = 4.5  # mm between two choices
DIGITS = 12  # boxes of a My Number


@dataclass(frozen=True)
class Tick:
    """A box to tick: its top left corner, and where its words begin."""

    id: str
    text: str
    x: float
    y: float
    text_x: float
    baseline: float


def width(text: str, size_pt: float) -> float:
    """Millimetres, as the typeface sets it: one em for a full-width character, about half for others."""
    ems = sum(1.0 if east_asian_width(char) in "WFA" else 0.56 for char in text)
    return ems * size_pt * POINT


def ticks(field: Field) -> tuple[Tick, ...]:
    """The boxes of a choice or a check, in lines that fit the field, evenly spaced from top to bottom."""
    if field.kind == "check":
        options = [("yes", field.printed)]
    else:
        options = [(choice.id, choice.words.ja) for choice in field.choices]
    room = field.rect.w - 2 * PAD
    lines = _lines(options, room)
    # No line with one lonely choice: as narrow as the same number of lines allows.
    while room > BETWEEN and len(narrower := _lines(options, room - BETWEEN)) == len(lines):
        room, lines = room - BETWEEN, narrower
    tall = field.rect.h / len(lines)
    found = []
    for number, line in enumerate(lines):
        middle = field.rect.y + tall * (number + 0.5)
        found += [
            Tick(
                ident,
                text,
                field.rect.x + x,
                middle - TICK / 2,
                field.rect.x + x + TICK + GAP,
                middle + PRINT_PT * POINT * 0.36,
            )
            for ident, text, x in line
        ]
    return tuple(found)


def _lines(options: list[tuple[str, str]], room: float) -> list[list[tuple[str, str, float]]]:
    """Choices with their place from the left edge of the field, in lines of this width."""
    lines: list[list[tuple[str, str, float]]] = [[]]
    at = 0.0
    for ident, text in options:
        wide = TICK + GAP + width(text, PRINT_PT)
        if lines[-1] and at + wide > room:
            lines.append([])
            at = 0.0
        lines[-1].append((ident, text, PAD + at))
        at += wide + BETWEEN
    return lines
