"""A private question as the two sides may see it."""

from __future__ import annotations

from dataclasses import dataclass

from iga_madoguchi.domain.conversation.private.answers import Answer
from iga_madoguchi.domain.conversation.private.questions import Question


@dataclass(frozen=True)
class OpenQuestion:
    """`answer` is what the desk has not read yet; for the branch always None."""

    id: str
    question: Question
    answered: bool
    answer: Answer | None


@dataclass(frozen=True)
class Sight:
    """What one terminal sees: `part` in the call, and the question that is open for it."""

    part: str
    open: OpenQuestion | None
