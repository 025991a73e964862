"""Plays days of residents through the real calls: arrivals, waits, talks. The queue is not modelled."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from iga_madoguchi.db import migrate
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain import example_city
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.clock import TOKYO
from iga_madoguchi.kit.hub import Hub

LAST_CALL = time(16, 45)
SPREAD = 0.55  # of the logarithm; one in twenty talks takes two and a half times the median
CROWD = (1.0, 1.6, 1.4, 0.8, 0.9, 1.2, 1.1, 0.8)
"""How busy each hour from 9 to 16 is, against the others."""


@dataclass(frozen=True)
class Wait:
    """One resident: when and whom they called, seconds until the answer, and what the screen said first."""

    at: datetime
    department: str
    waited_s: float
    told_min: int | None
    ahead: int


class _Clock:
    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


class _Everybody(Presence):
    """All terminals are switched on."""

    def offline_for(self, terminal_id: str) -> float:
        return 0.0


class Simulation:
    """The example city on an empty database in `folder`. Seeded: the same seed gives the same days."""

    def __init__(self, folder: Path, seed: int, calls_per_day: int) -> None:
        self._random = random.Random(seed)
        self._calls = calls_per_day
        self._days = example_city.days()
        self.clock = _Clock(datetime(2026, 1, 5, tzinfo=UTC))
        engine = open_engine(f"sqlite:///{folder / 'simulated.db'}")
        hub = Hub()
        self.database = Database(engine, hub, self.clock)
        migrate.upgrade(engine)
        example_city.fill_city(self.database)
        self.presence = _Everybody(hub)
        self._branches = [
            _who(id_, kind, name) for id_, kind, name, _ in example_city.TERMINALS if kind == "branch"
        ]
        self._desks = [
            _who(id_, kind, name) for id_, kind, name, _ in example_city.TERMINALS if kind == "desk"
        ]

    def close(self) -> None:
        self.database.engine.dispose()

    def days(self, count: int, first: date) -> Iterator[list[Wait]]:
        """The waits of each of `count` working days from `first` on."""
        day = first
        while count:
            if day.weekday() < 5:
                waits = self._play(day)
                if waits:
                    count -= 1
                    yield waits
            day += timedelta(days=1)

    def _play(self, day: date) -> list[Wait]:
        queue = self._arrivals(day)
        talks: dict[str, datetime] = {}  # call -> its end
        placed: dict[str, Wait] = {}
        waits: list[Wait] = []
        while queue or talks:
            # What happens next; who finds every kiosk in use can only come after a talk has ended.
            ends = min(talks.values(), default=None)
            comes = queue[0][0] if queue else None
            crowded = len(talks) + len(placed) == len(self._branches)
            moment = ends if ends is not None and (comes is None or crowded or ends < comes) else comes
            if moment is None:
                break
            self.clock.moment = max(self.clock.moment, moment.astimezone(UTC))
            for call in [call for call, end in talks.items() if end <= moment]:
                self._end(call)
                del talks[call]
            while queue and queue[0][0] <= moment and self._arrive(queue[0], placed):
                queue.pop(0)
            for call, department in self._answer():
                wait = placed.pop(call)
                waited = (self.clock.moment - wait.at).total_seconds()
                waits.append(Wait(wait.at, department, waited, wait.told_min, wait.ahead))
                talks[call] = self.clock.moment + timedelta(seconds=self._talk_s(department))
        return waits

    def _arrivals(self, day: date) -> list[tuple[datetime, str]]:
        hours = self._random.choices(range(9, 17), weights=CROWD, k=self._calls)
        moments = [
            datetime.combine(day, time(hour), TOKYO) + timedelta(seconds=self._random.uniform(0, 3600))
            for hour in hours
        ]
        shares = [share for _, share in self._days.values()]
        wishes = self._random.choices(list(self._days), shares, k=self._calls)
        last = datetime.combine(day, LAST_CALL, TOKYO)
        return sorted((moment, wish) for moment, wish in zip(moments, wishes, strict=True) if moment <= last)

    def _arrive(self, arrival: tuple[datetime, str], placed: dict[str, Wait]) -> bool:
        """The next resident takes a free kiosk; False when all five are in use, and they stand behind."""
        for branch in self._random.sample(self._branches, len(self._branches)):
            if look.kiosk(self.database, self.presence, branch).call is not None:
                continue
            try:
                call = calls.place(self.database, self.presence, branch, arrival[1])
            except DomainError:
                return True  # closed for the day: a holiday
            view = look.kiosk(self.database, self.presence, branch).call
            told, ahead = (
                (view.estimate, view.ahead) if view is not None and view.state == "placed" else (0, 0)
            )
            placed[call] = Wait(self.clock.moment, arrival[1], 0.0, told, ahead)
            return True
        return False

    def _answer(self) -> list[tuple[str, str]]:
        taken = []
        for desk in self._desks:
            rings = look.desk(self.database, self.presence, desk).ringing
            if rings is not None:
                calls.answer(self.database, self.presence, desk, rings.id)
                taken.append((rings.id, rings.department_id))
        return taken

    def _end(self, call: str) -> None:
        for desk in self._desks:
            view = look.desk(self.database, self.presence, desk).call
            if view is not None and view.id == call:
                calls.hang_up(self.database, self.presence, desk, call)

    def _talk_s(self, department: str) -> float:
        median_s, _ = self._days[department]
        return min(3600.0, median_s * self._random.lognormvariate(0, SPREAD))


def _who(terminal_id: str, kind: str, name: str) -> Identity:
    return Identity(
        ref=f"s-{terminal_id}",
        terminal_id=terminal_id,
        terminal_kind="branch" if kind == "branch" else ("desk" if kind == "desk" else "admin"),
        terminal_name=name,
        permissions=frozenset(),
        staff_name="" if kind == "branch" else "模擬 職員",
    )
