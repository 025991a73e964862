"""What is said in writing, as pages may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iga_madoguchi.domain.conversation.talking.policy import Kind, Side

Stroke = tuple[int, ...]
"""One line of handwriting, flat: x (0 to 1000), y (0 to 500), pressure (0 to 9), x, y, pressure, …"""


@dataclass(frozen=True)
class Words:
    """What somebody says: exactly what `kind` names is filled. `of` is the id of a phrase or an answer."""

    kind: Kind
    text: str = ""
    of: str = ""
    ink: tuple[Stroke, ...] = ()


@dataclass(frozen=True)
class Saying:
    """`by` is the speaker's part in the call, `participant` the seat, `tmp` the speaker's own name for it."""

    id: str
    at: datetime
    participant: str
    by: Side
    author: str
    tmp: str
    words: Words


@dataclass(frozen=True)
class TalkView:
    """The conversation of one call, oldest saying first; `kept_until` while the desk keeps it."""

    sayings: tuple[Saying, ...]
    kept_until: datetime | None = None
