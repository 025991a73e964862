"""How far the running operation is: told to whoever listens, and left in a file for other processes."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from iga_madoguchi.domain.backup.views import ProgressView
from iga_madoguchi.kit.clock import Clock
from iga_madoguchi.kit.files import write_atomically

Listen = Callable[[str, float], None]
"""Step and how much of it is done, 0..1. What it raises breaks the operation off."""
FILE = "progress.json"
EVERY_S = 1.0


def silent(_step: str, _part: float) -> None: ...


class Progress:
    """Steps: database, files, sums, store, check, keys, copy, tidy, restore, proof, adopt.

    Without a folder no other process can see it.
    """

    def __init__(self, folder: Path | None, clock: Clock, what: str, listen: Listen = silent) -> None:
        self._path = None if folder is None else folder / FILE
        self._what, self._listen = what, listen
        self._began = clock.now()
        self._step, self._told = "", 0.0

    def at(self, step: str, part: float = 0.0) -> None:
        self._listen(step, part)
        now = time.monotonic()
        if self._path is None:
            return
        if step != self._step or now - self._told >= EVERY_S:
            self._step, self._told = step, now
            since = self._began.isoformat()
            said = {
                "what": self._what,
                "step": step,
                "part": round(part, 3),
                "pid": os.getpid(),
                "since": since,
            }
            with suppress(OSError):
                write_atomically(self._path, json.dumps(said).encode())

    def on(self, step: str) -> Callable[[float], None]:
        """For work that tells how far it is by itself."""
        self.at(step)
        return lambda part: self.at(step, part)

    def over(self) -> None:
        with suppress(OSError):
            if self._path is not None:
                self._path.unlink(missing_ok=True)


def read(folder: Path) -> ProgressView | None:
    """What the running operation has last told; nothing when none runs or it cannot be read."""
    try:
        said = json.loads((folder / FILE).read_bytes())
        since = datetime.fromisoformat(said["since"])
        os.kill(int(said["pid"]), 0)  # a dead process left it
        return ProgressView(str(said["what"]), str(said["step"]), float(said["part"]), since)
    except (OSError, ValueError, KeyError, TypeError):
        return None
