"""A quiet week raises nothing; the same week with one planted fault raises exactly one alarm.

What is replayed was recorded second by second on a machine that was anything but idle (`noise.csv`: the
processor, free memory, lateness of a loop, free disk), stretched so that its worst moments lie just on the
good side of each threshold. The first test goes through every look of the week for each check; the second
through the whole lookout, its database and its incidents, with all checks at once.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from iga_madoguchi.domain.monitoring import incidents
from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.checks import CHECKS, Cause, Check
from iga_madoguchi.domain.monitoring.lookout import Lookout
from iga_madoguchi.domain.monitoring.looks.everything import OF_THE_LOOKOUT
from iga_madoguchi.domain.monitoring.policy import RAISED, Limits, Memory, Status, step
from iga_madoguchi.domain.monitoring.views import Finding
from tests.domain.monitoring.eyes import Eyes

WEEK = 60_480  # looks of ten seconds
HOURS = 7 * 24
WITH_LIMITS = [check for check in CHECKS if check.rule.limits is not None]
COLUMN = {"memory.low": "memory", "disk.full": "disk", "disk.forecast": "disk", "loop.lag": "loop"}
"""Whose noise a check is given; all others get the processor's, which is the wildest."""
HAIR = 1e-6


def recorded(column: str, limits: Limits) -> list[float]:
    """The noise of this column, its worst moment a hair's breadth from the threshold."""
    with Path(__file__).with_name("noise.csv").open(encoding="utf-8") as file:
        noise = [float(row[column]) for row in csv.DictReader(file)]
    falling_noise = column in ("memory", "disk")
    least, most = min(noise), max(noise)
    harm = [(most - one if falling_noise else one - least) / (most - least) for one in noise]
    calm = limits.clear + (limits.clear - limits.warn)
    return [calm + (limits.warn - calm) * (part - HAIR) for part in harm]


def week(check: Check) -> Iterator[float]:
    assert check.rule.limits is not None
    return itertools.islice(itertools.cycle(recorded(COLUMN.get(check.id, "cpu"), check.rule.limits)), WEEK)


@pytest.mark.parametrize("check", WITH_LIMITS, ids=lambda check: check.id)
def test_every_look_of_a_week_just_below_the_threshold(check: Check) -> None:
    limits, memory = check.rule.limits, Memory(Status.OK)
    assert limits is not None
    nearest = min(abs(value - limits.warn) for value in week(check))
    assert 0 < nearest < 0.01 * abs(limits.warn - limits.clear), "the noise comes as near as can be"
    for value in week(check):
        memory = step(memory, check.rule, Status.OK, value)
        assert memory.status not in RAISED, value


class Replay:
    """One look at everything: each check's own noise; `fault` is bad from look `at` on for `lasts` looks."""

    def __init__(self, fault: str = "", at: int = 0, lasts: int = 0) -> None:
        self._noise = {check.id: itertools.cycle(week(check)) for check in WITH_LIMITS}
        self._fault, self._bad, self.number = fault, range(at, at + lasts), 0

    def __call__(self, _around: Around, _now: datetime) -> Iterator[Finding]:
        self.number += 1
        for check in CHECKS:
            if check.id in OF_THE_LOOKOUT:
                continue
            value = next(self._noise[check.id]) if check.id in self._noise else None
            seen = Status.OK
            if check.id == self._fault and self.number in self._bad:
                limits = check.rule.limits
                seen = Status.BAD if limits is None else Status.OK
                value = None if limits is None else limits.warn + (limits.warn - limits.clear)
            yield Finding(Cause(check.id), seen, value)


@pytest.mark.parametrize("fault", ["", "raid.degraded", "loop.lag"])
def test_the_whole_lookout_over_a_week(eyes: Eyes, fault: str) -> None:
    """Two looks in every hour of the week, as if they followed on each other."""
    replay = Replay(fault, at=100, lasts=12)
    lookout = Lookout(eyes.lookout.around, looks=((replay, tuple(check.id for check in CHECKS)),))
    began = eyes.city.clock.now()
    for _ in range(HOURS):
        lookout.look()
        eyes.city.clock.advance(seconds=10)
        lookout.look()
        eyes.city.clock.advance(minutes=59, seconds=50)
    raised = incidents.between(eyes.city.database, began, began + timedelta(days=8))
    assert [one.cause.check for one in raised] == ([fault] if fault else [])
    assert not lookout.standing().incidents, "and it is over"
    assert replay.number == 2 * HOURS
