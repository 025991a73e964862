"""What a period has, put together from its months: what has not changed is not counted again."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate, groupby

from sqlmodel import Session

from iga_madoguchi.domain.records.counting import repository
from iga_madoguchi.domain.records.counting.repository import Sums
from iga_madoguchi.domain.records.views import DIMENSIONS, Dimension

# Each group is one pass over the rows; few combinations within, so that little comes back.
TOGETHER: tuple[tuple[Dimension, ...], ...] = (
    ("branch", "department", "matter"),
    ("hour", "weekday", "month"),
)
REMEMBERED = 150  # months and what they are together, of some 100 kB each; ten years may be asked for


class Spread(Counter[int]):
    """Waits in tenths of a minute, and how many of each; nobody changes it once it was ranked."""

    @cached_property
    def ranked(self) -> tuple[list[int], list[int]]:
        """The waits, the shortest first, and for each how many waited so long or less."""
        waits = sorted(self)
        return waits, list(accumulate(map(self.__getitem__, waits)))


@dataclass
class Found:
    """What the database says of one dimension, by key; sums by branch too, waits in tenths of a minute."""

    sums: dict[str, dict[str, Sums]] = field(default_factory=lambda: defaultdict(dict))
    waits: dict[str, Spread] = field(default_factory=lambda: defaultdict(Spread))
    faces: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def count(self, key: str, sums: Sums) -> None:
        of_key = self.sums[key]
        before = of_key.get(sums.branch_id)
        of_key[sums.branch_id] = sums if before is None else before.plus(sums)

    def add(self, other: Found) -> None:
        for key, branches in other.sums.items():
            for sums in branches.values():
                self.count(key, sums)
        for key, waits in other.waits.items():
            self.waits[key].update(waits)
        for key, faces in other.faces.items():
            self.faces[key].update(faces)

    def plus(self, other: Found) -> Found:
        """Both together; what `other` has nothing of is the same object, ranked already."""
        both = Found()
        both.add(
            Found(
                {key: self.sums[key] for key in other.sums if key in self.sums},
                {key: self.waits[key] for key in other.waits if key in self.waits},
                {key: self.faces[key] for key in other.faces if key in self.faces},
            )
        )
        both.add(other)
        return Found(self.sums | both.sums, self.waits | both.waits, self.faces | both.faces)


Whole = dict[Dimension, Found]
Days = Sequence[tuple[date, str]]
_remembered: OrderedDict[tuple[str, ...], Whole] = OrderedDict()
"""By the versions of the days, which no other days and no other city ever have."""


def of_period(session: Session, first: date, last: date) -> Whole:
    """From the first to the last day, both included."""
    days = repository.versions(session, first, last)
    if not days:
        return _sum(())
    # The last day changes with every call, those before it hardly ever: together they are one.
    newest = _read(session, days[-1][0], days[-1][0])
    before = _together(session, days[:-1])
    return {dimension: before[dimension].plus(newest[dimension]) for dimension in DIMENSIONS}


def _together(session: Session, days: Days) -> Whole:
    def add_up() -> Whole:
        by_month = groupby(days, key=lambda one: (one[0].year, one[0].month))
        return _sum(_month(session, tuple(month)) for _, month in by_month)

    return _once(days, add_up)


def _month(session: Session, days: Days) -> Whole:
    return _once(days, lambda: _read(session, days[0][0], days[-1][0]))


def _once(days: Days, make: Callable[[], Whole]) -> Whole:
    key = tuple(version for _, version in days)
    # What was asked for last stays longest. Two threads may both make it: they make the same.
    found = _remembered.pop(key, None) or make()
    _remembered[key] = found
    while len(_remembered) > REMEMBERED:
        _remembered.popitem(last=False)
    return found


def _sum(parts: Iterable[Whole]) -> Whole:
    whole: Whole = {dimension: Found() for dimension in DIMENSIONS}
    for part in parts:
        for dimension in DIMENSIONS:
            whole[dimension].add(part[dimension])
    return whole


def _read(session: Session, first: date, last: date) -> Whole:
    found: Whole = {dimension: Found() for dimension in DIMENSIONS}
    for together in TOGETHER:
        for keys, sums in repository.sums(session, together, first, last):
            for dimension, key in zip(together, keys, strict=True):
                found[dimension].count(key, sums)
        for keys, face, count in repository.faces(session, together, first, last):
            for dimension, key in zip(together, keys, strict=True):
                found[dimension].faces[key][face] += count
    for dimension in DIMENSIONS:
        for key, wait, count in repository.waits(session, dimension, first, last):
            found[dimension].waits[key][wait] += count
    return found
