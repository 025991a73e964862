"""What was refused at the door leaves a line: one for each kind, source and minute, with how often.

A flood of refused tries fills neither the log nor the disk, and no line holds what a stranger has sent.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor

log = logging.getLogger(__name__)

Kind = Literal[
    "origin", "session", "page", "event", "frame", "flood", "enrol", "media", "forbidden", "absent", "upload"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
MINUTE_S = 60
SOURCES_LIMIT = 60  # lines a minute; whoever comes later in it shares one for each kind
SUBJECT_LIMIT = 64
STRANGER = "unknown"


@dataclass(frozen=True)
class _Key:
    """`device`: a browser's own cookie, of which the terminal is found out when the line is written."""

    minute: int
    kind: Kind
    terminal: str
    address: str
    device: str


@dataclass
class _Tries:
    count: int
    what: str


class Attempts:
    """Thread-safe. `note` takes microseconds and no database; `write` puts whole minutes into the log.

    `terminal_of`: the terminal that a browser's cookie belongs to, "" for none.
    """

    def __init__(self, database: Database, terminal_of: Callable[[str], str]) -> None:
        self._database = database
        self._terminal_of = terminal_of
        self._lock = threading.Lock()
        self._tries: dict[_Key, _Tries] = {}

    def note(
        self, kind: Kind, *, terminal: str = "", address: str = "", device: str = "", what: str = ""
    ) -> None:
        """Something was refused. `what`: a name of ours, never what a stranger has sent."""
        minute = int(self._database.clock.now().timestamp() // MINUTE_S)
        key = _Key(minute, kind, terminal, address[:SUBJECT_LIMIT], "" if terminal else device)
        with self._lock:
            if key not in self._tries and len(self._tries) >= SOURCES_LIMIT:
                key = _Key(minute, kind, "", "", "")
            found = self._tries.setdefault(key, _Tries(0, what))
            found.count += 1
            first = found.count == 1
        if first:
            # In the journal too, which is read when the database cannot be.
            log.warning("refused kind=%s terminal=%s what=%s", kind, terminal, what)

    def write(self, *, everything: bool = False) -> None:
        """Minutes that are over, or all. What cannot be written now is tried again with the next."""
        now = self._database.clock.now()
        minute = int(now.timestamp() // MINUTE_S)
        with self._lock:
            due = {key: one for key, one in self._tries.items() if everything or key.minute < minute}
            for key in due:
                del self._tries[key]
        if not due:
            return
        try:
            with self._database.transaction() as session:
                for key, one in due.items():
                    actor, action = Actor(STRANGER, self._terminal(key)), f"attempts.{key.kind}"
                    audit.record(session, now, action, actor, key.address, count=one.count, what=one.what)
        except Exception:
            self._take_back(due)
            raise

    def _terminal(self, key: _Key) -> str:
        return key.terminal or (self._terminal_of(key.device) if key.device else "")

    def _take_back(self, due: dict[_Key, _Tries]) -> None:
        with self._lock:
            for key, one in due.items():
                if key in self._tries:
                    self._tries[key].count += one.count
                elif len(self._tries) < SOURCES_LIMIT:
                    self._tries[key] = one
