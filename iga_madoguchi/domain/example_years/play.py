"""Made-up days at the windows: who comes when, waits how long, talks with whom. Pure; seeded."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from iga_madoguchi.domain.presence.hours import is_city_holiday
from iga_madoguchi.kit.clock import TOKYO

OPENS, LAST_CALL = time(8, 30), time(16, 45)
CROWD = (0.6, 1.0, 1.6, 1.4, 0.8, 0.9, 1.2, 1.1, 0.8)
"""How busy each hour from 8 to 16 is, against the others."""
TALK_S, SPREAD = 600.0, 0.55  # median, and spread of the logarithm
PATIENCE_S = 1500.0
TRANSFERS, DECLINES, FAREWELLS = 0.08, 0.03, 0.45


@dataclass(frozen=True)
class Talk:
    """One department's part of a call. `rang`, `answered`, `left` in order; it waited since `since`."""

    department_id: str
    desk_id: str
    since: datetime
    rang: datetime
    declined: datetime | None
    answered: datetime
    left: datetime


@dataclass
class Visit:
    """A call with its talks, in order; none when the resident gave up at `ended`."""

    branch_id: str
    department_id: str
    placed: datetime
    ended: datetime
    talks: list[Talk] = field(default_factory=list)
    by_branch: bool = False


@dataclass(frozen=True)
class Town:
    """Where the days are played: branches, and the desks of each department."""

    branches: Sequence[str]
    desks: Mapping[str, Sequence[str]]


def calendar(count: int, last: date, years: int) -> list[tuple[date, int]]:
    """The open days of `years` up to `last`, oldest first, and how many of `count` calls each has."""
    first = date(last.year - years, last.month, min(last.day, 28))
    every = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    days = [day for day in every if day.weekday() < 5 and not is_city_holiday(day)]
    # Mondays, and spring with its moving house, are fuller.
    weights = [(1.3 if day.weekday() == 0 else 1.0) * (1.4 if day.month in (3, 4) else 1.0) for day in days]
    made, reached, planned = 0, 0.0, []
    for day, weight in zip(days, weights, strict=True):
        reached += count * weight / sum(weights)
        planned.append((day, round(reached) - made))
        made = round(reached)
    return planned


def visits(chance: random.Random, town: Town, day: date, count: int) -> Iterator[Visit]:
    """The day's visits in the order in which they come."""
    free: dict[str, datetime] = {}
    for placed in _arrivals(chance, day, count):
        department = chance.choice(tuple(town.desks))
        visit = Visit(chance.choice(town.branches), department, placed, placed)
        _talk(chance, town, free, visit, department, placed)
        if visit.talks and chance.random() < TRANSFERS:
            others = [one for one in town.desks if visit.talks[0].desk_id not in town.desks[one]]
            if others:
                _talk(chance, town, free, visit, chance.choice(others), visit.talks[0].left, stays=True)
        if visit.talks:
            visit.ended, visit.by_branch = visit.talks[-1].left, chance.random() < FAREWELLS
        yield visit


def _arrivals(chance: random.Random, day: date, count: int) -> list[datetime]:
    hours = chance.choices(range(8, 17), weights=CROWD, k=count)
    moments = [
        datetime.combine(day, time(hour), TOKYO) + timedelta(seconds=chance.randrange(3600)) for hour in hours
    ]
    earliest, latest = datetime.combine(day, OPENS, TOKYO), datetime.combine(day, LAST_CALL, TOKYO)
    return sorted(min(max(moment, earliest), latest).astimezone(UTC) for moment in moments)


def _talk(
    chance: random.Random,
    town: Town,
    free: dict[str, datetime],
    visit: Visit,
    department: str,
    since: datetime,
    *,
    stays: bool = False,
) -> None:
    """Wait for the department's first free desk and talk there, or give up waiting, unless handed on."""
    desk = min(town.desks[department], key=lambda one: free.get(one, since))
    rang = max(since, free.get(desk, since))
    declined = rang + timedelta(seconds=8) if chance.random() < DECLINES else None
    if declined is not None:
        rang = declined + timedelta(minutes=3)
    answered = rang + timedelta(seconds=chance.randint(3, 25))
    patience = timedelta(seconds=PATIENCE_S * chance.lognormvariate(0, 0.5))
    if answered - since > patience and not stays:
        visit.ended = since + patience
        return
    left = answered + timedelta(seconds=min(3600.0, TALK_S * chance.lognormvariate(0, SPREAD)))
    free[desk] = left
    visit.talks.append(Talk(department, desk, since, rang, declined, answered, left))
