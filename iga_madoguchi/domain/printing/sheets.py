"""Sheets to take away: HTML for the typesetter, large print, made of a few kinds of blocks.

Whatever stands in a block is text: it is escaped here and nowhere else, and shown as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import assert_never

from iga_madoguchi.domain.printing.ports import Media

BRAND = "伊賀市 つながる窓口"
FONTS = {"zh": "Noto Sans CJK SC"}
"""Languages that write the same characters in another shape; all others have the Japanese face."""
FONT = "Noto Sans CJK JP"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # no printer has signs for them

# paper -> (margins, size of the text)
_LAYOUT: dict[Media, tuple[str, str]] = {"A4": ("32mm 20mm 22mm", "15pt"), "A5": ("28mm 14mm 18mm", "13pt")}

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
h1 { font-size: 1.6em; line-height: 1.35; margin: 0 0 6mm; }
h2 { font-size: 1.2em; line-height: 1.4; margin: 8mm 0 2mm; break-after: avoid; }
p { margin: 0 0 4mm; white-space: pre-wrap; orphans: 2; widows: 2; }
p.large { font-size: 1.35em; }
p.small { font-size: 0.8em; }
ol, ul { margin: 0 0 4mm; padding-left: 1.6em; }
li { margin-bottom: 2mm; white-space: pre-wrap; break-inside: avoid; }
ul.check { list-style: none; padding-left: 0; }
ul.check li { padding-left: 1.6em; text-indent: -1.6em; }
ul.check li::before { content: ""; display: inline-block; width: 0.85em; height: 0.85em; margin-right: 0.65em;
  border: 0.4mm solid #000; vertical-align: -0.08em; }
table { width: 100%%; border-collapse: collapse; margin: 0 0 4mm; }
th, td { border: 0.3mm solid #000; padding: 2mm 3mm; text-align: left; vertical-align: top;
  white-space: pre-wrap; }
th { font-weight: bold; background: #eee; }
tr { break-inside: avoid; }
.box { border: 0.7mm solid #000; border-radius: 2mm; padding: 4mm 5mm; margin: 0 0 5mm; break-inside: avoid; }
.box p { margin: 0; }
.box b { display: block; }
.lines { border-bottom: 0.3mm solid #000; height: 11mm; }
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
    """Rows of cells; the first cell of each row is its heading."""

    rows: Sequence[Sequence[str]]
    head: Sequence[str] = ()


@dataclass(frozen=True)
class Lines:
    """Empty lines to write on."""

    count: int


Block = Heading | Text | Points | Box | Table | Lines


def sheet(
    title: str, blocks: Iterable[Block], lang: str = "ja", *, size: Media = "A4", note: str = ""
) -> str:
    """A whole document. `note` stands at the top right of every page, such as the department and the day."""
    margin, text = _LAYOUT[size]
    font = FONTS.get(lang.split("-")[0], FONT)
    style = _STYLE % {"size": size, "margin": margin, "text": text, "font": font, "brand": BRAND}
    body = "".join(_block(block) for block in blocks)
    language = lang if LANGUAGE.fullmatch(lang) else "ja"
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{_text(title)}</title>'
        f'<style>{style}</style></head><body><div class="note">{_text(note)}</div>'
        f"<h1>{_text(title)}</h1>{body}</body></html>"
    )


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h2>{_text(block.text)}</h2>"
        case Text():
            return f'<p class="{_text(block.look)}">{_text(block.text)}</p>'
        case Points():
            tag = "ol" if block.kind == "steps" else "ul"
            items = "".join(f"<li>{_text(item)}</li>" for item in block.items)
            return f'<{tag} class="{_text(block.kind)}">{items}</{tag}>'
        case Box():
            return f'<div class="box"><b>{_text(block.title)}</b><p>{_text(block.text)}</p></div>'
        case Table():
            return f"<table>{_head(block.head)}{''.join(_row(row) for row in block.rows)}</table>"
        case Lines():
            return '<div class="lines"></div>' * block.count
        case _:
            assert_never(block)


def _head(cells: Sequence[str]) -> str:
    """Repeated by the typesetter at the top of each page that the table reaches."""
    return f"<thead><tr>{''.join(f'<th>{_text(cell)}</th>' for cell in cells)}</tr></thead>" if cells else ""


def _row(cells: Sequence[str]) -> str:
    first, rest = cells[0], cells[1:]
    return f"<tr><th>{_text(first)}</th>{''.join(f'<td>{_text(cell)}</td>' for cell in rest)}</tr>"


def _text(text: str) -> str:
    """Text as it was written, and nothing but text."""
    whole = text.encode("utf-8", "replace").decode()
    return escape(CONTROLS.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")))
