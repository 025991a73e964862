"""What a resident can answer, and whether it answers the question. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iga_madoguchi.domain.conversation.private.policy import PADS, WORDS, Word
from iga_madoguchi.domain.conversation.private.questions import Question
from iga_madoguchi.errors import InvalidInput


@dataclass(frozen=True)
class Answer:
    """Exactly one of the three: ids of choices, a number, or that there is no answer."""

    choices: tuple[str, ...] = ()
    number: int | None = None
    word: Word | None = None

    def plain(self) -> dict[str, Any]:
        if self.word is not None:
            return {"word": self.word}
        if self.number is not None:
            return {"number": self.number}
        return {"choices": list(self.choices)}


def restored(plain: dict[str, Any]) -> Answer:
    """What `plain` gave."""
    return Answer(tuple(plain.get("choices", ())), plain.get("number"), plain.get("word"))


def check(question: Question, answer: Answer) -> None:
    """Raises InvalidInput `private.answer.unfit` for what does not answer this question."""
    if not _fits(question, answer):
        raise InvalidInput("private.answer.unfit")


def _fits(question: Question, answer: Answer) -> bool:
    given = (bool(answer.choices), answer.number is not None, answer.word is not None)
    if sum(given) != 1:
        return False
    if answer.word is not None:
        return answer.word in WORDS
    if answer.number is not None:
        return question.pad is not None and PADS[question.pad][0] <= answer.number <= PADS[question.pad][1]
    known = [one.id for one in question.choices]
    most = 1 if question.kind == "one" else len(known)
    once = len(set(answer.choices)) == len(answer.choices) <= most
    return question.pad is None and once and all(one in known for one in answer.choices)


UNITS = {"yen": "{n:,}円", "count": "{n}", "age": "{n}歳", "month": "{n}月"}
SAID = {"unsaid": "答えたくない", "unknown": "わからない"}


def in_japanese(question: Question, answer: Answer) -> str:
    """How the desk reads it."""
    if answer.word is not None:
        return SAID[answer.word]
    if answer.number is not None:
        return UNITS[question.pad or "count"].format(n=answer.number)
    chosen = [one.text["ja"] for one in question.choices if one.id in answer.choices]
    return "、".join(chosen)
