"""What a place may be called, how many there may be, where it may lie on the map: pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from iga_madoguchi.domain.terminals.views import ICONS, OTHER_LANGUAGES, Spot, Words, WordsByLanguage
from iga_madoguchi.errors import Conflict, InvalidInput
from iga_madoguchi.kit import ruby

ID_SHAPE = re.compile(r"[a-z][a-z0-9_-]{1,31}")
PHONE_SHAPE = re.compile(r"(\+?[0-9][0-9()-]{2,17}[0-9])?", re.ASCII)
NAME_LIMIT = 40
EXAMPLES_LIMIT = 120
WORDS_NAME_LIMIT = 80  # most languages need twice the letters of Japanese
WORDS_EXAMPLES_LIMIT = 240
RUBY_LANGUAGE = "ja-easy"
MOST_DEPARTMENTS = 30  # in use; a kiosk could not show more
MOST_TERMINALS = 200  # in use
MAP_COLUMNS, MAP_ROWS = 3, 7
HALL = Spot(2, 4)
"""The city hall lies in the middle of the map; its tile is four rows high, a branch's is two."""


def checked_name(text: str) -> str:
    """Raises InvalidInput `terminals.name.length|shape`."""
    name = text.strip()
    if not 0 < len(name) <= NAME_LIMIT:
        raise InvalidInput("terminals.name.length", limit=NAME_LIMIT)
    _plain(name)
    return name


def checked_examples(text: str) -> str:
    """Raises InvalidInput `terminals.examples.length`, `terminals.name.shape`."""
    examples = text.strip()
    if len(examples) > EXAMPLES_LIMIT:
        raise InvalidInput("terminals.examples.length", limit=EXAMPLES_LIMIT)
    _plain(examples)
    return examples


def checked_icon(icon: str) -> str:
    """Raises InvalidInput `terminals.icon.unknown`."""
    if icon not in ICONS:
        raise InvalidInput("terminals.icon.unknown")
    return icon


def checked_phone(text: str) -> str:
    """Raises InvalidInput `terminals.phone.shape`."""
    phone = text.strip()
    if not PHONE_SHAPE.fullmatch(phone):
        raise InvalidInput("terminals.phone.shape", phone=phone[:40])
    return phone


def checked_words(words: WordsByLanguage, *, examples: bool) -> dict[str, dict[str, str]]:
    """As the column keeps them: without what is empty.

    Raises InvalidInput `terminals.words.language|length|ruby`, `terminals.name.shape`.
    """
    kept: dict[str, dict[str, str]] = {}
    for language, said in words.items():
        if language not in OTHER_LANGUAGES:
            raise InvalidInput("terminals.words.language")
        one = {"name": said.name.strip()}
        if examples:
            one["examples"] = said.examples.strip()
        if len(one["name"]) > WORDS_NAME_LIMIT or len(one.get("examples", "")) > WORDS_EXAMPLES_LIMIT:
            raise InvalidInput("terminals.words.length", name=WORDS_NAME_LIMIT, examples=WORDS_EXAMPLES_LIMIT)
        for text in one.values():
            _plain(text)
            if language == RUBY_LANGUAGE and ruby.broken(text):
                raise InvalidInput("terminals.words.ruby")
        if filled := {key: text for key, text in one.items() if text}:
            kept[language] = filled
    return kept


def read_words(kept: dict[str, dict[str, str]]) -> dict[str, Words]:
    """What the column keeps, as it is handed upward."""
    return {language: Words(one.get("name", ""), one.get("examples", "")) for language, one in kept.items()}


def checked_spot(spot: Spot | None, others: Iterable[tuple[Spot, str]]) -> Spot | None:
    """`others`: where the other branches lie, and their names.

    Raises InvalidInput `terminals.spot.outside|hall`, Conflict `terminals.spot.taken` (with `name`).
    """
    if spot is None:
        return None
    if not (1 <= spot.column <= MAP_COLUMNS and 1 <= spot.row <= MAP_ROWS):
        raise InvalidInput("terminals.spot.outside")
    if spot.column == HALL.column and abs(spot.row - HALL.row) < 3:
        raise InvalidInput("terminals.spot.hall")
    for other, name in others:
        if overlaps(spot, other):
            raise Conflict("terminals.spot.taken", name=name)
    return spot


def overlaps(spot: Spot, other: Spot) -> bool:
    return spot.column == other.column and abs(spot.row - other.row) < 2


def _plain(text: str) -> None:
    """Names stand on one line, on screens and paper. Raises InvalidInput `terminals.name.shape`."""
    if any(unicodedata.category(letter).startswith("C") for letter in text):
        raise InvalidInput("terminals.name.shape")
