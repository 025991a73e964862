"""A run as screens and commands may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Outcome = Literal["running", "done", "warning", "failed", "cut"]
"""`warning`: done, but something needs a look; `cut`: the process ended before the work did."""


@dataclass(frozen=True)
class Result:
    """How work ended. `detail` is a stable code or figures, never a sentence, never personal."""

    outcome: Outcome = "done"
    detail: str = ""
    snapshot: str = ""


@dataclass(frozen=True)
class RunView:
    """One run; `due_at` is nothing when a person ordered it."""

    id: int
    what: str
    kind: str
    due_at: datetime | None
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome
    detail: str
    snapshot: str

    @property
    def took_s(self) -> float | None:
        """Seconds from start to end."""
        return None if self.ended_at is None else (self.ended_at - self.started_at).total_seconds()
