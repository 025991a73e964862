"""What the running process measures of itself, for the lookout to read. Thread-safe."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from iga_madoguchi.domain.printing.ports import PrinterReport
from iga_madoguchi.errors import DomainError

FRESH_S = 60.0


@dataclass
class Gauges:
    """`failing_jobs` is asked for the names of jobs that fail at the moment; the lifespan sets it."""

    failing_jobs: Callable[[], frozenset[str]] = frozenset
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _lag_s: float | None = None
    _printers: dict[str, tuple[float, PrinterReport | DomainError]] = field(default_factory=dict)

    def beat(self, late_s: float) -> None:
        """The main loop came to its turn this late."""
        with self._lock:
            self._lag_s = max(late_s, self._lag_s or 0.0)

    def lag_s(self) -> float | None:
        """How late it came at worst since somebody last asked; None when it has not come at all."""
        with self._lock:
            found, self._lag_s = self._lag_s, None
            return found

    def printers_said(self, found: Mapping[str, PrinterReport | DomainError]) -> None:
        now = time.monotonic()
        with self._lock:
            self._printers.update({branch: (now, said) for branch, said in found.items()})

    def printer(self, branch_id: str) -> PrinterReport | DomainError | None:
        """What the branch's printer last said; None when that is too long ago."""
        with self._lock:
            at, found = self._printers.get(branch_id, (0.0, None))
        return found if time.monotonic() - at < FRESH_S else None
