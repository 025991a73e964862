"""What a private question is: words in every language and a way to answer. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from iga_madoguchi.domain.conversation.private.policy import CHOICE_LIMIT, OWN_CHOICES, PADS, TEXT_LIMIT, Pad
from iga_madoguchi.errors import InvalidInput

Kind = Literal["one", "many", "pad"]
Words = dict[str, str]
"""The same text by language; what a desk typed has Japanese alone."""


@dataclass(frozen=True)
class Choice:
    id: str
    text: Words


@dataclass(frozen=True)
class Question:
    """`topic` and `departments` say where the desk finds it; `note` stands under the question, or is empty.

    `kind` one or many of `choices`, or a number within the bounds of `pad`. `id` is empty for the desk's own.
    """

    id: str
    topic: str
    departments: tuple[str, ...]
    kind: Kind
    text: Words
    note: Words
    choices: tuple[Choice, ...] = ()
    pad: Pad | None = None

    def said(self, language: str) -> tuple[str, ...]:
        """Every text of it in one language; what is not said there is left out."""
        texts = (self.text, self.note, *(choice.text for choice in self.choices))
        return tuple(text[language] for text in texts if language in text)

    def plain(self) -> dict[str, Any]:
        """As it is sealed and as the resident's page gets it."""
        return {
            "kind": self.kind,
            "text": self.text,
            "note": self.note,
            "choices": [{"id": one.id, "text": one.text} for one in self.choices],
            "pad": None if self.pad is None else {"what": self.pad, "range": PADS[self.pad]},
        }


def own(text: str, choices: Sequence[str], pad: str | None = None) -> Question:
    """A question that the desk has typed, with its own choices or a number pad; in Japanese alone.

    Raises InvalidInput `private.question.empty|too_long|choices|pad`.
    """
    words = text.strip()
    if not words:
        raise InvalidInput("private.question.empty")
    if len(words) > TEXT_LIMIT:
        raise InvalidInput("private.question.too_long", limit=str(TEXT_LIMIT), length=str(len(words)))
    if pad is not None:
        known: Pad | None = next((one for one in PADS if one == pad), None)
        if known is None or choices:
            raise InvalidInput("private.question.pad")
        return Question("", "", (), "pad", {"ja": words}, {}, pad=known)
    offered = [one.strip() for one in choices]
    low, high = OWN_CHOICES
    fits = low <= len(offered) <= high and all(0 < len(one) <= CHOICE_LIMIT for one in offered)
    if not fits or len(set(offered)) != len(offered):
        raise InvalidInput("private.question.choices", low=str(low), high=str(high), limit=str(CHOICE_LIMIT))
    made = tuple(Choice(str(n), {"ja": one}) for n, one in enumerate(offered, 1))
    return Question("", "", (), "one", {"ja": words}, {}, made)


def restored(plain: dict[str, Any]) -> Question:
    """What `plain` gave."""
    choices = tuple(Choice(one["id"], one["text"]) for one in plain["choices"])
    pad = plain["pad"] and plain["pad"]["what"]
    return Question("", "", (), plain["kind"], plain["text"], plain["note"], choices, pad)
