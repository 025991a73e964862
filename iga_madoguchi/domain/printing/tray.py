"""Documents on their way to a printer: in memory only, gone when printed, when old, with the process."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from iga_madoguchi.domain.printing.ports import Media
from iga_madoguchi.errors import Unavailable

ROOM = 64 * 1024 * 1024  # bytes of documents at one time
KEPT_S = 30 * 60.0  # s; longer than any job may take, and so long what failed can be printed again


@dataclass(frozen=True)
class Document:
    """A PDF, or a sheet as HTML that is typeset when its turn comes."""

    content: bytes | str
    media: Media = "A4"


@dataclass
class Tray:
    """By job id. Safe to use from any thread."""

    _documents: dict[str, tuple[float, Document]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, compare=False)

    def put(self, job_id: str, document: Document) -> None:
        """Raises Unavailable `printing.tray.full`."""
        with self._lock:
            self._drop_old()
            if sum(len(kept.content) for _, kept in self._documents.values()) + len(document.content) > ROOM:
                raise Unavailable("printing.tray.full")
            self._documents[job_id] = (time.monotonic(), document)

    def get(self, job_id: str) -> Document | None:
        with self._lock:
            self._drop_old()
            found = self._documents.get(job_id)
            return None if found is None else found[1]

    def renew(self, job_id: str) -> bool:
        """Keep it as long again as a new one; False when it is not there any more."""
        with self._lock:
            self._drop_old()
            found = self._documents.get(job_id)
            if found is not None:
                self._documents[job_id] = (time.monotonic(), found[1])
            return found is not None

    def drop(self, job_id: str) -> None:
        with self._lock:
            self._documents.pop(job_id, None)

    def _drop_old(self) -> None:
        now = time.monotonic()
        for job_id in [job_id for job_id, (at, _) in self._documents.items() if now - at > KEPT_S]:
            del self._documents[job_id]
