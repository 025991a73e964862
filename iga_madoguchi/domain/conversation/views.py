"""The staff's text line as the screens of the staff may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Reach = Literal["none", "away", "here"]
"""Whether somebody at the other end can read now: no such screen, not open, open."""


@dataclass(frozen=True)
class LineMessageView:
    """`mine`: written at this end of the line."""

    id: int
    at: datetime
    mine: bool
    author: str
    place: str
    text: str


@dataclass(frozen=True)
class LineView:
    """The line of one call, oldest message first."""

    call: str
    messages: tuple[LineMessageView, ...]
    reach: Reach
