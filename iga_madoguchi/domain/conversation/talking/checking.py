"""What may be said: pure checks of shape and size. What a page sends is never trusted to be whole."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category

from iga_madoguchi.domain.conversation.phrases import catalogue
from iga_madoguchi.domain.conversation.talking.policy import (
    INK_HEIGHT,
    INK_WIDTH,
    POINTS_LIMIT,
    PRESSURE,
    STROKES_LIMIT,
    TEXT_LIMIT,
)
from iga_madoguchi.domain.conversation.talking.views import Stroke, Words
from iga_madoguchi.errors import InvalidInput

SPOKEN = ("text", "caption")
LETTERS = 0x20000  # from here on this Python may not know a letter yet


def checked(words: Words) -> Words:
    """The same words as they are kept, and nothing beside what their kind names.

    Raises InvalidInput `conversation.talk.empty|too_long|unusable`,
    NotFound `conversation.phrase.unknown|conversation.answer.unknown`.
    """
    if words.kind in SPOKEN:
        return Words(words.kind, text=_text(words.text))
    if words.kind == "ink":
        return Words("ink", ink=_ink(words.ink))
    if words.kind == "phrase":
        return Words("phrase", of=catalogue.phrase(words.of).id)
    return Words("answer", of=catalogue.answer(words.of).id)


def readable(text: str) -> str:
    """Without what steers instead of being read: controls, marks of direction, halves of letters."""
    return "".join(char for char in text if char == "\n" or _is_read(char))


def fits(stroke: Sequence[int]) -> bool:
    """Whether every triple lies on the pad."""
    if len(stroke) % 3 or not all(isinstance(side, int) and not isinstance(side, bool) for side in stroke):
        return False
    return (
        all(0 <= x <= INK_WIDTH for x in stroke[0::3])
        and all(0 <= y <= INK_HEIGHT for y in stroke[1::3])
        and all(0 <= force <= PRESSURE for force in stroke[2::3])
    )


def _is_read(char: str) -> bool:
    return category(char)[0] != "C" or ord(char) >= LETTERS


def _text(text: str) -> str:
    words = readable(text).strip()
    if not words:
        raise InvalidInput("conversation.talk.empty")
    if len(words) > TEXT_LIMIT:
        raise InvalidInput("conversation.talk.too_long", limit=str(TEXT_LIMIT), length=str(len(words)))
    return words


def _ink(ink: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    strokes = tuple(stroke for stroke in ink if stroke)
    if not strokes:
        raise InvalidInput("conversation.talk.empty")
    points = sum(len(stroke) // 3 for stroke in strokes)
    if len(strokes) > STROKES_LIMIT or points > POINTS_LIMIT:
        raise InvalidInput("conversation.talk.too_long", limit=str(POINTS_LIMIT), length=str(points))
    if not all(fits(stroke) for stroke in strokes):
        raise InvalidInput("conversation.talk.unusable")
    return strokes
