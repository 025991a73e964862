"""Backups as the admin page and commands may see them; names of files and ids, never content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iga_madoguchi.domain.runs.views import RunView


@dataclass(frozen=True)
class ProgressView:
    """The running operation: what, which step, how much of it is done (0..1), since when."""

    what: str
    step: str
    part: float
    since: datetime


@dataclass(frozen=True)
class SnapshotView:
    """One backup at one place; `kind` is "whole" or "program"."""

    id: str
    kind: str
    at: datetime
    place: str


@dataclass(frozen=True)
class PlaceView:
    """Where backups go. `state` is "ok", or the code of what keeps it from being used; `free` in bytes."""

    path: str
    state: str
    free: int | None


@dataclass(frozen=True)
class BackupBoard:
    """All that the admin page shows. `proven_at`: when a backup was last really brought back and compared.

    `failures`: those that nothing has disproved since, the newest first.
    `key_made`: the password exists; `key_shown_at`: when it was last printed for the safe.
    `overdue`: (what, kind) of scheduled operations whose last good run is too old.
    """

    last_whole: RunView | None
    last_program: RunView | None
    last_check: RunView | None
    last_proof: RunView | None
    failures: tuple[RunView, ...]
    history: tuple[RunView, ...]
    running: ProgressView | None
    tool_missing: str
    key_made: bool
    key_shown_at: datetime | None
    overdue: tuple[tuple[str, str], ...] = ()

    @property
    def proven_at(self) -> datetime | None:
        return None if self.last_proof is None else self.last_proof.started_at
