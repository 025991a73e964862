"""Sheets to take away: HTML for the typesetter, large print, made of a few kinds of blocks.

Whatever stands in a block is text: it is escaped here and nowhere else, and shown as it was written. The one
exception is a drawing, which our own code has made and escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import assert_never

import segno

from iga_madoguchi.domain.printing import readings
from iga_madoguchi.domain.printing.ports import Media
from iga_madoguchi.kit import ruby

BRAND = "伊賀市 つながる窓口"
FONTS = {"zh": "Noto Sans CJK SC"}
"""Languages that write the same characters in another shape; all others have the Japanese face."""
FONT = "Noto Sans CJK JP"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # no printer has signs for them

# paper -> (margins, size of the text)
_LAYOUT: dict[Media, tuple[str, str]] = {"A4": ("32mm 20mm 22mm", "15pt"), "A5": ("28mm 14mm 18mm", "13pt")}
_OFFICE = ("28mm 14mm 18mm", "10pt")
"""For the office: sheets that are read at a desk, with wide tables."""

_STYLE = """
@page { size: %(size)s portrait; margin: %(margin)s;
  @top-left { content: "%(brand)s"; font: bold 11pt "%(font)s"; vertical-align: bottom; padding-bottom: 3mm;
    margin-bottom: 6mm; border-bottom: 0.5mm solid #000; width: 42%%; }
  @top-right { content: string(note); font: 10pt "%(font)s"; vertical-align: bottom; padding-bottom: 3mm;
    margin-bottom: 6mm; border-bottom: 0.5mm solid #000; width: 58%%; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 11pt "%(font)s"; } }
html { font: %(text)s/1.7 "%(font)s"; color: #000; overflow-wrap: anywhere; line-break: strict; }
body { margin: 0; }
.note { string-set: note content(text); position: absolute; visibility: hidden; }
h1 { font-size: 1.6em; line-height: 1.35; margin: 0 0 4mm; }
h2 { font-size: 1.2em; line-height: 1.4; margin: 6mm 0 1mm; break-after: avoid; }
p { margin: 0 0 3mm; white-space: pre-wrap; orphans: 2; widows: 2; }
p.large { font-size: 1.35em; }
p.small { font-size: 0.8em; }
ol, ul { margin: 0 0 4mm; padding-left: 1.6em; }
li { margin-bottom: 1mm; white-space: pre-wrap; break-inside: avoid; }
ul.check { list-style: none; padding-left: 0; }
ul.check li { padding-left: 1.6em; text-indent: -1.6em; }
ul.check li::before { content: ""; display: inline-block; width: 0.85em; height: 0.85em; margin-right: 0.65em;
  border: 0.4mm solid #000; vertical-align: -0.08em; }
table { width: 100%%; border-collapse: collapse; margin: 0 0 4mm; }
th, td { border: 0.3mm solid #000; padding: 2mm 3mm; text-align: left; vertical-align: top;
  white-space: pre-wrap; }
th { font-weight: bold; background: #eee; }
tr { break-inside: avoid; }
.box { border: 0.7mm solid #000; border-radius: 2mm; padding: 3mm 5mm; margin: 0 0 4mm; break-inside: avoid; }
.box p { margin: 0; }
.box b { display: block; }
.code { display: flex; gap: 5mm; align-items: center; margin: 0 0 5mm; break-inside: avoid;
  font-size: 0.85em; }
.code svg { width: 30mm; height: 30mm; flex: none; }
.code p { margin: 0; line-height: 1.5; }
.figures th, .figures td { padding: 1mm 1.6mm; line-height: 1.4; }
.figures th:first-child { width: 25%%; }
.figures td { text-align: right; white-space: nowrap; }
.events th, .events td { padding: 0.8mm 1.6mm; line-height: 1.35; font-size: 0.9em; }
.events th:first-child { width: 22%%; font-weight: normal; }
.tests th, .tests td { padding: 1mm 1.6mm; line-height: 1.4; }
.tests td:not(:last-child) { text-align: right; } .tests th { white-space: nowrap; }
.facts th, .facts td { padding: 1.4mm 2.4mm; line-height: 1.5; }
.facts > tr > th, .facts tbody th { width: 24%%; white-space: nowrap; }
.space { border: 0.3mm solid #000; margin: 0 0 4mm; break-inside: avoid; }
.drawing { break-inside: avoid; margin: 0 0 4mm; }
.drawing svg { display: block; width: 100%%; height: auto; }
"""


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph; its line breaks are kept. `look` is "", "large" or "small"."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Points:
    """A list: dots, numbers for steps, or boxes to tick."""

    items: Sequence[str]
    kind: str = "dots"  # dots, steps, check


@dataclass(frozen=True)
class Box:
    """Framed, for the one thing not to miss."""

    title: str
    text: str


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first cell of each row is its heading.

    `look` is "", "figures", or of the office's reports "facts", "tests" or "events".
    """

    rows: Sequence[Sequence[str]]
    head: Sequence[str] = ()
    look: str = ""


@dataclass(frozen=True)
class Drawing:
    """An SVG made by our own code, which has escaped every text in it."""

    svg: str


@dataclass(frozen=True)
class Space:
    """An empty frame to write in by hand, `high` in mm."""

    high: int


@dataclass(frozen=True)
class Code:
    """A code for a telephone's camera that holds `content`, with words beside it."""

    content: str
    title: str
    text: str


Block = Heading | Text | Points | Box | Table | Code | Drawing | Space
Write = Callable[[str], str]
"""Makes HTML of a text."""


def font_of(lang: str) -> str:
    """The typeface for a language. Never fails."""
    return FONTS.get(lang.split("-")[0], FONT)


def sheet(
    title: str,
    blocks: Iterable[Block],
    lang: str = "ja",
    *,
    size: Media = "A4",
    note: str = "",
    office: bool = False,
) -> str:
    """A whole document. `note` stands at the top right of every page, such as the department and the day.

    `office`: smaller print for the staff's own papers; what residents take away is large.
    In `ja-easy` the words carry their readings: 申請《しんせい》.
    """
    margin, text = _OFFICE if office else _LAYOUT[size]
    font = font_of(lang)
    style = _STYLE % {"size": size, "margin": margin, "text": text, "font": font, "brand": BRAND}
    easy = lang == readings.EASY
    write = _with_readings if easy else _text
    body = "".join(_block(block, write) for block in blocks)
    language = lang if LANGUAGE.fullmatch(lang) and not easy else "ja"
    plain = _text(ruby.plain(title) if easy else title)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{plain}</title>'
        f'<style>{style}{readings.STYLE}</style></head><body><div class="note">{_text(note)}</div>'
        f"<h1>{write(title)}</h1>{body}</body></html>"
    )


def _block(block: Block, write: Write) -> str:
    match block:
        case Heading():
            return f"<h2>{write(block.text)}</h2>"
        case Text():
            return f'<p class="{_text(block.look)}">{write(block.text)}</p>'
        case Points():
            tag = "ol" if block.kind == "steps" else "ul"
            items = "".join(f"<li>{write(item)}</li>" for item in block.items)
            return f'<{tag} class="{_text(block.kind)}">{items}</{tag}>'
        case Box():
            return f'<div class="box"><b>{write(block.title)}</b><p>{write(block.text)}</p></div>'
        case Table():
            rows = "".join(_row(row, write) for row in block.rows)
            return f'<table class="{_text(block.look)}">{_head(block.head, write)}{rows}</table>'
        case Code():
            drawn = segno.make(block.content, error="m", micro=False).svg_inline(scale=3, border=2)
            words = f"<b>{write(block.title)}</b><p>{write(block.text)}</p>"
            return f'<div class="code">{drawn}<div>{words}</div></div>'
        case Space():
            return f'<div class="space" style="height: {block.high:d}mm"></div>'
        case Drawing():
            return f'<div class="drawing">{block.svg}</div>'
        case _:
            assert_never(block)


def _head(cells: Sequence[str], write: Write) -> str:
    """Repeated by the typesetter at the top of each page that the table reaches."""
    names = "".join(f"<th>{write(cell)}</th>" for cell in cells)
    return f"<thead><tr>{names}</tr></thead>" if cells else ""


def _row(cells: Sequence[str], write: Write) -> str:
    first, rest = cells[0], cells[1:]
    return f"<tr><th>{write(first)}</th>{''.join(f'<td>{write(cell)}</td>' for cell in rest)}</tr>"


def _text(text: str) -> str:
    """Text as it was written, and nothing but text."""
    return escape(_printable(text))


def _with_readings(text: str) -> str:
    return readings.html(_printable(text))


def _printable(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode()
    return CONTROLS.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))
