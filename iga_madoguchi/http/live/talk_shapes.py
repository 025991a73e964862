"""The shapes of messages about what is written; every text, list and number bounded."""

from __future__ import annotations

from typing import Any

from iga_madoguchi.domain.conversation.talking.checking import fits
from iga_madoguchi.domain.conversation.talking.policy import (
    POINTS_LIMIT,
    STROKES_LIMIT,
    TEXT_LIMIT,
    TMP_LIMIT,
)
from iga_madoguchi.domain.conversation.talking.views import Stroke, Words
from iga_madoguchi.http.live.room import Malformed, Message
from iga_madoguchi.http.live.shapes import ID_LIMIT

OF_LIMIT = 60  # characters of a phrase's or an answer's id
WAYS = ("text", "phrase", "answer", "ink")


def words(message: Message) -> Words:
    """What is said, in exactly one way."""
    ways = [way for way in WAYS if way in message]
    if len(ways) != 1:
        raise Malformed
    (way,) = ways
    found = message[way]
    if way == "text":
        return Words("text", text=_text(found, 1, TEXT_LIMIT))
    if way == "ink":
        return Words("ink", ink=_strokes(found))
    return Words("phrase" if way == "phrase" else "answer", of=_text(found, 1, OF_LIMIT))


def tmp(message: Message) -> str:
    return _text(message.get("id"), 1, TMP_LIMIT)


def saying_id(message: Message) -> str:
    return _text(message.get("id"), 1, ID_LIMIT)


def writing(message: Message) -> str:
    """What stands in the field now; empty when nothing does any more."""
    return _text(message.get("text"), 0, TEXT_LIMIT)


def ink(message: Message) -> Message:
    """A piece of a stroke: from the point `at` of the stroke `stroke` on, and nothing comes after it.

    So one shape draws on, takes back (no points at 0 of the last stroke) and clears (at 0 of the first).
    """
    return {
        "id": tmp(message),
        "stroke": _whole(message.get("stroke"), STROKES_LIMIT),
        "at": _whole(message.get("at"), POINTS_LIMIT),
        "points": _stroke(message.get("points")),
    }


def _strokes(value: Any) -> tuple[Stroke, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= STROKES_LIMIT:
        raise Malformed
    return tuple(_stroke(stroke) for stroke in value)


def _stroke(value: Any) -> Stroke:
    if not isinstance(value, list) or len(value) > 3 * POINTS_LIMIT or not fits(value):
        raise Malformed
    return tuple(value)


def _whole(value: Any, limit: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= limit:
        raise Malformed
    return value


def _text(value: Any, least: int, most: int) -> str:
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise Malformed
    return value
