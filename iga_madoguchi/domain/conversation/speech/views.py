"""What the call's socket has to know of a call before it listens or translates."""

from __future__ import annotations

from dataclasses import dataclass

from iga_madoguchi.domain.conversation.talking.policy import Side


@dataclass(frozen=True)
class Speaker:
    """A seat whose voice may become captions, what is spoken there, and whether the call is on hold."""

    participant: str
    side: Side
    language: str
    held: bool
