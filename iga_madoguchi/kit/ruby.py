"""Ruby in やさしい日本語: 申請《しんせい》 sets the reading above the run of kanji right before it.

Where the word is more than that run, ｜ says where it begins: ｜14日《じゅうよっか》. Nothing else is markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KANJI = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
READING = r"[\u3041-\u3096\u30a1-\u30fa\u30fc・ \u3000]+"
_MARKED = re.compile(rf"(?:｜([^｜《》]+)|([{KANJI}]+))《({READING})》")
_BARE = re.compile(rf"[{KANJI}]+")


@dataclass(frozen=True)
class Part:
    """A stretch of text; `reading` is "" where nothing stands above it."""

    text: str
    reading: str = ""


def parts(text: str) -> tuple[Part, ...]:
    """The text in order. What is no proper markup is text as it stands."""
    found: list[Part] = []
    end = 0
    for match in _MARKED.finditer(text):
        if match.start() > end:
            found.append(Part(text[end : match.start()]))
        found.append(Part(match[1] or match[2], match[3]))
        end = match.end()
    if end < len(text):
        found.append(Part(text[end:]))
    return tuple(found)


def plain(text: str) -> str:
    """Without the ruby, for titles and screen readers."""
    return "".join(part.text for part in parts(text))


def kana(text: str) -> str:
    """As it is read."""
    return "".join(part.reading or part.text for part in parts(text))


def broken(text: str) -> bool:
    """Marks are left over that set nothing above anything."""
    return any(mark in part.text for part in parts(text) for mark in "｜《》")


def without_reading(text: str) -> str:
    """The first run of kanji that nobody can read who reads kana only, "" if there is none."""
    for part in parts(text):
        bare = _BARE.search(part.text)
        if not part.reading and bare:
            return bare[0]
    return ""
