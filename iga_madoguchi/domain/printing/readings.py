"""Ruby on paper. The typesetter knows none, so the reading is a small line over its own word."""

from __future__ import annotations

from html import escape

from iga_madoguchi.kit import ruby

EASY = "ja-easy"
STYLE = """
.ruby { display: inline-block; text-align: center; text-indent: 0; line-height: 1.15; white-space: nowrap; }
.ruby i { display: block; font-style: normal; font-weight: 400; font-size: 0.5em; line-height: 1.1; }
"""


def html(text: str) -> str:
    """申請《しんせい》 as HTML that `STYLE` sets; everything else is text and nothing but text."""
    return "".join(_part(part) for part in ruby.parts(text))


def _part(part: ruby.Part) -> str:
    word = escape(part.text)
    return f'<span class="ruby"><i>{escape(part.reading)}</i>{word}</span>' if part.reading else word
