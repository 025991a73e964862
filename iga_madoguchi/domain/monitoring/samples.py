"""Figures over time, kept small: seconds in memory, five minutes for some weeks, hours for years."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.monitoring import repository
from iga_madoguchi.domain.monitoring.models import Sample
from iga_madoguchi.domain.monitoring.views import Point

FINE_S, COARSE_S = 300, 3600
FINE_FOR = timedelta(days=35)
COARSE_FOR = timedelta(days=1100)  # three years and a little: one year beside the one before
INCIDENTS_FOR = timedelta(days=2600)  # seven years, as the operation log
HELD = 12  # spans that wait in memory while the database is away


@dataclass
class _Sum:
    least: float
    greatest: float
    total: float
    looks: int

    def add(self, value: float) -> None:
        self.least, self.greatest = min(self.least, value), max(self.greatest, value)
        self.total, self.looks = self.total + value, self.looks + 1


class Gatherer:
    """Sums up what each look measured; a span that is over can be stored. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[tuple[datetime, str], _Sum] = {}

    def add(self, at: datetime, values: Mapping[str, float]) -> None:
        begins = floor(at, FINE_S)
        with self._lock:
            for measure, value in values.items():
                found = self._open.get((begins, measure))
                if found is None:
                    self._open[begins, measure] = _Sum(value, value, value, 1)
                else:
                    found.add(value)

    def due(self, now: datetime) -> list[Sample]:
        """What is over and not stored yet; of a database that is long away only the newest."""
        current = floor(now, FINE_S)
        with self._lock:
            over = sorted({begins for begins, _ in self._open if begins != current})
            for begins in over[:-HELD]:
                self._drop(begins)
            return [
                Sample(
                    measure=measure,
                    span_s=FINE_S,
                    at=begins,
                    least=found.least,
                    mean=found.total / found.looks,
                    greatest=found.greatest,
                    looks=found.looks,
                )
                for (begins, measure), found in self._open.items()
                if begins in over[-HELD:]
            ]

    def stored(self, rows: Sequence[Sample]) -> None:
        with self._lock:
            for row in rows:
                self._open.pop((row.at, row.measure), None)

    def _drop(self, begins: datetime) -> None:
        for key in [key for key in self._open if key[0] == begins]:
            del self._open[key]


def store(database: Database, gatherer: Gatherer) -> int:
    """Write down what is over; how many rows. A span that was begun before a restart is added to."""
    rows = gatherer.due(database.clock.now())
    if rows:
        with database.transaction() as session:
            for row in rows:
                _merge(session, row)
        gatherer.stored(rows)
    return len(rows)


def history(database: Database, measure: str, since: datetime, until: datetime) -> tuple[Point, ...]:
    """The curve of a measure, oldest first: five minutes each where they are kept, hours before that."""
    with database.reading() as session:
        fine = repository.samples(session, measure, (FINE_S,), since, until)
        edge = fine[0].at if fine else until
        coarse = repository.samples(session, measure, (COARSE_S,), since, edge)
        # The hour in which the fine ones begin would be drawn twice.
        hours = [row for row in coarse if row.at + timedelta(seconds=COARSE_S) <= edge]
        return tuple(Point(row.at, row.least, row.mean, row.greatest) for row in [*hours, *fine])


def measures(database: Database) -> tuple[str, ...]:
    """Of what there is a history."""
    with database.reading() as session:
        return tuple(repository.measures(session))


def prune(database: Database) -> None:
    """Old five minutes become hours, old hours go, and so do incidents of many years ago."""
    now = database.clock.now()
    with database.transaction() as session:
        edge = floor(now - FINE_FOR, COARSE_S)
        oldest = repository.oldest(session, FINE_S)
        if oldest is not None and oldest < edge:
            for row in _hours(repository.of_span(session, FINE_S, oldest, edge)):
                _merge(session, row)
            repository.forget_samples(session, FINE_S, edge)
        repository.forget_samples(session, COARSE_S, now - COARSE_FOR)
        repository.forget_incidents(session, now - INCIDENTS_FOR)


def floor(at: datetime, span_s: int) -> datetime:
    """The beginning of the span in which a moment lies."""
    seconds = int(at.timestamp()) // span_s * span_s
    return datetime.fromtimestamp(seconds, UTC)


def _hours(rows: Sequence[Sample]) -> list[Sample]:
    made: dict[tuple[str, datetime], Sample] = {}
    for row in rows:
        key = row.measure, floor(row.at, COARSE_S)
        hour = made.get(key)
        if hour is None:
            made[key] = Sample(
                measure=row.measure,
                span_s=COARSE_S,
                at=key[1],
                least=row.least,
                mean=row.mean,
                greatest=row.greatest,
                looks=row.looks,
            )
        else:
            _join(hour, row)
    return list(made.values())


def _merge(session: Session, row: Sample) -> None:
    there = repository.sample(session, row.measure, row.span_s, row.at)
    if there is None:
        session.add(row)
        session.flush()
        return
    _join(there, row)
    session.add(there)
    session.flush()


def _join(into: Sample, other: Sample) -> None:
    looks = into.looks + other.looks
    into.mean = (into.mean * into.looks + other.mean * other.looks) / looks
    into.least, into.greatest = min(into.least, other.least), max(into.greatest, other.greatest)
    into.looks = looks
