"""The phrase board, read from the data files beside it: one for each moment of a talk, one for the answers.

A sentence is known by its id for ever; what it says may be put better. `icon` names a drawing of the screens.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from iga_madoguchi.domain.conversation.phrases import values
from iga_madoguchi.domain.languages import LANGUAGES
from iga_madoguchi.errors import NotFound

FOLDER = Path(__file__).with_name("data")
MOMENTS = ("greeting", "hearing", "paper", "money", "next", "goodbye")
"""In the order of a talk; each is a file of `FOLDER`."""

ANSWERS = "answers"
PADS = ("number", "date", "money", "body", "family")
"""Ways to answer that are more than one touch: two pads of digits, a pad for a day, and two pictures."""
VALUE_ICONS = {"number": "number", "date": "calendar", "money": "yen"}


@dataclass(frozen=True)
class Phrase:
    """A sentence of the desk. `departments`: who says it, nobody named is everybody; `texts` by language.

    `answers`: ids of answers, and names of `PADS`, in the order in which they are offered.
    """

    id: str
    moment: str
    departments: tuple[str, ...]
    icon: str
    texts: Mapping[str, str]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What a resident touches; `texts` by language."""

    id: str
    icon: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Moment:
    """A part of a talk and what is said in it, the department's own sentences first."""

    id: str
    phrases: tuple[Phrase, ...]


T = TypeVar("T", Phrase, Answer)


def phrase(phrase_id: str) -> Phrase:
    """Raises NotFound `conversation.phrase.unknown`."""
    try:
        return _phrases()[phrase_id]
    except KeyError:
        raise NotFound("conversation.phrase.unknown") from None


def answer(answer_id: str) -> Answer:
    """One that is listed (`yes`, `body.knee`) or a value: `number.0595`, `money.12000`, `date.1980-05-01`.

    Raises NotFound `conversation.answer.unknown`, for a value out of bounds too.
    """
    listed = _answers().get(answer_id)
    if listed is not None:
        return listed
    kind, _, value = answer_id.partition(".")
    texts = values.texts(kind, value)
    if texts is None:
        raise NotFound("conversation.answer.unknown")
    return Answer(answer_id, VALUE_ICONS[kind], MappingProxyType(texts))


def phrases() -> tuple[Phrase, ...]:
    """All of them, in the order of the files."""
    return tuple(_phrases().values())


def answers() -> tuple[Answer, ...]:
    """All that are listed; values that a pad makes are not."""
    return tuple(_answers().values())


def board(department: str) -> tuple[Moment, ...]:
    """What this department says, by moment; sentences that only others say are left out."""
    return tuple(Moment(moment, _said_by(department, moment)) for moment in MOMENTS)


def _said_by(department: str, moment: str) -> tuple[Phrase, ...]:
    here = [one for one in phrases() if one.moment == moment]
    own = [one for one in here if department in one.departments]
    return (*own, *(one for one in here if not one.departments))


@cache
def _phrases() -> Mapping[str, Phrase]:
    read = [_phrase(moment, row) for moment in MOMENTS for row in _rows(moment, "phrase")]
    return MappingProxyType(_by_id(read))


@cache
def _answers() -> Mapping[str, Answer]:
    read = [Answer(row["id"], row["icon"], _texts(row)) for row in _rows(ANSWERS, "answer")]
    return MappingProxyType(_by_id(read))


def _by_id(read: list[T]) -> dict[str, T]:
    found = {one.id: one for one in read}
    if len(found) != len(read):
        raise ValueError("an id of the phrase board stands there twice")
    return found


def _rows(name: str, kind: str) -> list[dict[str, Any]]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)[kind]
    return rows


def _phrase(moment: str, row: dict[str, Any]) -> Phrase:
    return Phrase(
        id=f"{moment}.{row['id']}",
        moment=moment,
        departments=tuple(row.get("for", ())),
        icon=row["icon"],
        texts=_texts(row),
        answers=tuple(row.get("answers", ())),
    )


def _texts(row: dict[str, Any]) -> Mapping[str, str]:
    return MappingProxyType({language: row[language] for language in LANGUAGES})
