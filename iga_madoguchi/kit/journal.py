"""What goes into the journal is short, in one line, has an end, and holds nothing that somebody has sent."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

MESSAGE_LIMIT = 600  # characters of one message
TRACE_LIMIT = 4000  # characters of where it happened
LINES, EVERY_S = 60, 60.0  # of each foreign logger
OURS = ("iga_madoguchi", "__main__")
RELAYING = ("reflex", "socketio", "engineio")
"""These write whole events of browsers, and what Python says of them: of theirs only the place is kept."""


class Bounded(logging.Filter):
    """For a handler. Leaves out what a foreign logger says beyond its lines a minute, and says how many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._lock = threading.Lock()
        self._since: dict[str, float] = {}
        self._said: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        family = record.name.partition(".")[0]
        more = 0 if family in OURS else self._beyond(family)
        if more < 0:
            return False
        if family.startswith(RELAYING):
            text = f"{record.filename}:{record.lineno}{_kind(record)}"
            record.exc_info, record.exc_text = None, None
        else:
            text = _one_line(record.getMessage(), MESSAGE_LIMIT)
            self._shorten_trace(record)
        record.msg, record.args = text + (f" ({more} lines left out)" if more else ""), ()
        return True

    def _beyond(self, family: str) -> int:
        """-1: not this one. Otherwise how many were left out before it."""
        now = self._clock()
        with self._lock:
            if now - self._since.get(family, -EVERY_S) >= EVERY_S:
                left_out = max(0, self._said.get(family, 0) - LINES)
                self._since[family], self._said[family] = now, 1
                return left_out
            self._said[family] += 1
            return 0 if self._said[family] <= LINES else -1

    def _shorten_trace(self, record: logging.LogRecord) -> None:
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text and len(record.exc_text) > TRACE_LIMIT:
            half = TRACE_LIMIT // 2
            record.exc_text = f"{record.exc_text[:half]} ... {record.exc_text[-half:]}"


def _kind(record: logging.LogRecord) -> str:
    kind = record.exc_info[0] if record.exc_info else None
    return "" if kind is None else f" {kind.__name__}"


def _one_line(text: str, limit: int) -> str:
    short = text if len(text) <= limit else f"{text[:limit]}... ({len(text)} characters)"
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in short)
