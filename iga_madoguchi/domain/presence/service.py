"""What is reachable at this moment: pages that are connected, desks that are away, hours that are open."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.presence import repository
from iga_madoguchi.domain.presence.hours import Calendar, Span, SpecialDay
from iga_madoguchi.domain.presence.models import DeskAway
from iga_madoguchi.kit.hub import Hub

CHANGED = "presence.changed"  # payload: terminal id
GRACE_S = 5.0  # a reload or a short cut is not an absence


@dataclass
class _Seen:
    connections: set[str] = field(default_factory=set)
    last: float = 0.0
    told_online: bool = False


class Presence:
    """Which terminals have a page connected. In memory: after a restart everybody reconnects within seconds.

    Thread-safe. `last` is monotonic seconds of the last moment at which the terminal was connected.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._lock = threading.Lock()
        self._seen: dict[str, _Seen] = {}
        self._started = time.monotonic()

    def connected(self, terminal_id: str, connection_id: str) -> None:
        with self._lock:
            seen = self._seen.setdefault(terminal_id, _Seen())
            seen.connections.add(connection_id)
            seen.last = time.monotonic()
            new, seen.told_online = not seen.told_online, True
        if new:
            self._hub.publish(CHANGED, terminal_id)

    def disconnected(self, terminal_id: str, connection_id: str) -> None:
        with self._lock:
            seen = self._seen.get(terminal_id)
            if seen is not None:
                seen.connections.discard(connection_id)
                seen.last = time.monotonic()

    def online(self, terminal_id: str) -> bool:
        return self.offline_for(terminal_id) < GRACE_S

    def offline_for(self, terminal_id: str) -> float:
        """Seconds without a connected page, 0 while one is; never seen counts from the server's start."""
        with self._lock:
            seen = self._seen.get(terminal_id)
            if seen is None:
                return time.monotonic() - self._started + GRACE_S
            return 0.0 if seen.connections else time.monotonic() - seen.last

    def sweep(self) -> None:
        """Tell the hub of terminals whose grace has run out since the last sweep."""
        now, gone = time.monotonic(), []
        with self._lock:
            for terminal_id, seen in self._seen.items():
                if seen.told_online and not seen.connections and now - seen.last >= GRACE_S:
                    seen.told_online = False
                    gone.append(terminal_id)
        for terminal_id in gone:
            self._hub.publish(CHANGED, terminal_id)


def calendar(session: Session) -> Calendar:
    week = {row.weekday: Span(row.opens, row.closes) for row in repository.hours(session)}
    specials = tuple(
        SpecialDay(row.day, row.is_open, Span(row.opens, row.closes), row.note)
        for row in repository.overrides(session)
    )
    return Calendar(week, specials)


def away_desks(session: Session) -> set[str]:
    return repository.away_desks(session)


def set_away(database: Database, terminal_id: str, away: bool, actor: Actor) -> None:
    """The clerk leaves the seat or is back; saying it twice changes nothing."""
    now = database.clock.now()
    with database.transaction() as session:
        row = repository.away(session, terminal_id)
        if away == (row is not None):
            return
        if row is not None:
            session.delete(row)
        else:
            session.add(DeskAway(terminal_id=terminal_id, since=now))
        audit.record(session, now, "presence.desk.away" if away else "presence.desk.back", actor, terminal_id)
        announce(session, CHANGED, terminal_id)
