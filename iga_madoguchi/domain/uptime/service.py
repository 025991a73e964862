"""Counts, once a minute, what is there; and says of a period for how much of it that was."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.presence import service as presences
from iga_madoguchi.domain.presence.hours import Calendar
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.uptime import repository
from iga_madoguchi.kit.clock import TOKYO, local

SERVER = ""
NEEDED = ("branch", "desk")
KEEP = timedelta(days=5 * 366)


@dataclass(frozen=True)
class Availability:
    """One place in a period, in minutes. `open_due` of the server is how long the city was open while it was
    known to the counting; of a terminal how long the server looked at it while the city was open.
    """

    place: str
    name: str
    open_due: int
    open_up: int

    @property
    def share(self) -> float | None:
        """Percent of the open minutes, None when there were none."""
        return None if not self.open_due else min(100.0, 100 * self.open_up / self.open_due)


@dataclass(frozen=True)
class Period:
    """`since`: the first day of the period that was counted, None when none was."""

    since: date | None
    server: Availability
    terminals: tuple[Availability, ...]


class Counter:
    """Called more often than once a minute; counts each minute once."""

    def __init__(self, database: Database, presence: Presence) -> None:
        self._database, self._presence, self._last = database, presence, 0

    def run(self) -> None:
        now = self._database.clock.now()
        minute = int(now.timestamp()) // 60
        if minute == self._last:
            return
        self._last = minute
        count(self._database, self._presence, now)


def count(database: Database, presence: Presence, now: datetime) -> None:
    """This minute the server is there, and so are the terminals that have a page connected."""
    day, minute = local(now).date(), int(now.timestamp()) // 60
    with database.reading() as session:
        is_open = presences.calendar(session).is_open(now)
        places = [
            one.id
            for one in terminals.all_terminals(session)
            if one.kind in NEEDED and one.enrolled_at is not None
        ]
    up = {SERVER: True, **{one: presence.online(one) for one in places}}
    with database.transaction() as session:
        if not repository.claim(session, day, SERVER, minute):
            return  # another server has counted it
        for place in places:
            repository.claim(session, day, place, minute)
        for place, there in up.items():
            repository.add(session, day, place, there, is_open)
        repository.forget_before(session, day - KEEP)


def of_period(database: Database, first: date, last: date) -> Period:
    """From the first to the last day, both included, up to this minute."""
    now = local(database.clock.now())
    with database.reading() as session:
        rows = repository.between(session, first, last)
        begun = repository.first(session, SERVER)
        calendar = presences.calendar(session)
        names = {one.id: one.name for one in terminals.all_terminals(session) if one.kind in NEEDED}
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        sums[row.place][0] += row.open_looked
        sums[row.place][1] += row.open_up
    counted = [row.day for row in rows if row.place == SERVER]
    ever = datetime.fromtimestamp(begun.since * 60, TOKYO) if begun is not None else now
    days = range((last - counted[0]).days + 1 if counted else 0)
    due = sum(_minutes(calendar, counted[0] + timedelta(days=ahead), ever, now) for ahead in days)
    up = sums[SERVER][1]
    server = Availability(SERVER, "サーバー", max(due, up), up)
    listed = tuple(Availability(place, name, *sums[place]) for place, name in names.items())
    return Period(counted[0] if counted else None, server, listed)


def _minutes(calendar: Calendar, day: date, ever: datetime, now: datetime) -> int:
    """Open minutes of a day between the first that was ever counted and now."""
    span = calendar.span_of(day)
    if span is None:
        return 0
    opens, closes = datetime.combine(day, span.opens, TOKYO), datetime.combine(day, span.closes, TOKYO)
    if span.closes == time(0, 0):
        closes += timedelta(days=1)
    return max(0, int((min(closes, now) - max(opens, ever)).total_seconds()) // 60)
