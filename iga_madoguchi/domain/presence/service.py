"""What is reachable at this moment: pages that are connected, desks that are away, hours that are open."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.presence import repository
from iga_madoguchi.domain.presence.hours import WEEKDAYS, Calendar, Span, SpecialDay, holiday_name
from iga_madoguchi.domain.presence.models import DeskAway, OpeningHours, OpeningOverride
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.hub import Hub

CHANGED = "presence.changed"  # payload: terminal id
SPECIAL_DAYS_AHEAD = 400
HOLIDAYS_AHEAD = 120  # days of which the calendar shows the holidays
MIDNIGHT = time_of_day(0, 0)
NOTE_LIMIT = 60
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


class OpeningWatch:
    """Tells the pages when the city opens or closes, by the hour or because the bureau changed a day."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[bool, Calendar] | None = None

    def look(self) -> None:
        now = self._database.clock.now()
        with self._database.reading() as session:
            found = calendar(session)
        state = (found.is_open(now), found)
        if self._known not in (None, state):
            self._database.hub.publish(CHANGED, "")
        self._known = state


@dataclass(frozen=True)
class ComingDay:
    """A day that is not as its weekday. `special`: what the city set; None for a holiday by law."""

    day: date | None
    hours: Span | None
    note: str
    special: SpecialDay | None


def coming_days(database: Database) -> tuple[ComingDay, ...]:
    """What the city set for every day, then the holidays and the days set apart from today on, in order."""
    today = local(database.clock.now()).date()
    with database.reading() as session:
        specials = calendar(session).specials
    every = next((special for special in specials if special.day is None), None)
    own = {special.day: special for special in reversed(specials) if special.day and special.day >= today}
    holidays = {
        day: name
        for ahead in range(HOLIDAYS_AHEAD)
        if (name := holiday_name(day := today + timedelta(days=ahead))) and day not in own
    }
    found = [_coming(every)] if every is not None else []
    for day in sorted({*own, *holidays} - {None}):
        found.append(_coming(own[day]) if day in own else ComingDay(day, None, holidays[day], None))
    return tuple(found)


def _coming(special: SpecialDay) -> ComingDay:
    return ComingDay(special.day, special.span if special.is_open else None, special.note, special)


def usual_week(database: Database) -> dict[int, Span]:
    """The usual hours by weekday, 0 = Monday; a day that is missing is closed."""
    with database.reading() as session:
        return calendar(session).week


def set_week(database: Database, week: Mapping[int, Span], actor: Actor) -> None:
    """Replace the usual week; a weekday that is missing is closed. Raises InvalidInput `presence.week.*`."""
    if not set(week) <= set(range(7)):
        raise InvalidInput("presence.week.weekday")
    if not week:
        raise InvalidInput("presence.week.empty")
    for weekday, span in week.items():
        if not _in_order(span):
            raise InvalidInput("presence.week.hours", weekday=WEEKDAYS[weekday])
    with database.transaction() as session:
        rows = [OpeningHours(weekday=day, opens=s.opens, closes=s.closes) for day, s in week.items()]
        repository.set_hours(session, rows)
        kept = " ".join(f"{day}:{s.opens:%H%M}-{s.closes:%H%M}" for day, s in sorted(week.items()))
        audit.record(session, database.clock.now(), "presence.week.set", actor, hours=kept)
        announce(session, CHANGED, "")


def _in_order(span: Span) -> bool:
    return span.opens < span.closes or span.closes == MIDNIGHT


def special_days(database: Database) -> tuple[SpecialDay, ...]:
    """The days the city has set apart from today on, in order."""
    today = local(database.clock.now()).date()
    with database.reading() as session:
        days = [day for day in calendar(session).specials if day.day is not None and day.day >= today]
    return tuple(sorted(days, key=lambda special: str(special.day)))


def set_day(database: Database, day: date | None, hours: Span | None, note: str, actor: Actor) -> None:
    """Close a day (`hours` None) or open it at these hours; replaces what was set for it before.

    `day` None is every day that has nothing of its own.

    Raises InvalidInput `presence.day.past|too_far|hours|note`.
    """
    now = database.clock.now()
    today = local(now).date()
    if day is not None and day < today:
        raise InvalidInput("presence.day.past", day=str(day))
    if day is not None and day > today + timedelta(days=SPECIAL_DAYS_AHEAD):
        raise InvalidInput("presence.day.too_far", day=str(day), limit=str(SPECIAL_DAYS_AHEAD))
    if hours is not None and not _in_order(hours):
        raise InvalidInput("presence.day.hours")
    text = note.strip()
    if len(text) > NOTE_LIMIT or (hours is None and not text):
        raise InvalidInput("presence.day.note", limit=str(NOTE_LIMIT))
    with database.transaction() as session:
        repository.forget_day(session, day)
        span = hours or Span(MIDNIGHT, MIDNIGHT)
        row = OpeningOverride(
            day=day, is_open=hours is not None, opens=span.opens, closes=span.closes, note=text
        )
        session.add(row)
        audit.record(session, now, "presence.day.set", actor, _subject(day), open=hours is not None)
        announce(session, CHANGED, "")


def clear_day(database: Database, day: date | None, actor: Actor) -> bool:
    """The day is as usual again; False if nothing was set for it."""
    with database.transaction() as session:
        if not repository.forget_day(session, day):
            return False
        audit.record(session, database.clock.now(), "presence.day.cleared", actor, _subject(day))
        announce(session, CHANGED, "")
        return True


def _subject(day: date | None) -> str:
    return "every day" if day is None else str(day)


def away_desks(session: Session) -> set[str]:
    return repository.away_desks(session)


def absent_for(session: Session, presence: Presence, terminal_id: str, now: datetime) -> float:
    """Seconds since nobody sits at a desk: its page is gone, or the clerk said so; 0 while somebody does."""
    row = repository.away(session, terminal_id)
    away = 0.0 if row is None else (now - row.since).total_seconds()
    return max(away, presence.offline_for(terminal_id))


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
