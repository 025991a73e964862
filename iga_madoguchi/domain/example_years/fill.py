"""Writes made-up years into an example database, month by month; the operation log stays one whole chain."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import text
from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Past
from iga_madoguchi.domain.example_years import play, telling
from iga_madoguchi.domain.example_years.play import Town
from iga_madoguchi.domain.example_years.rows import Month
from iga_madoguchi.domain.records.counting import repository as counting
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound
from iga_madoguchi.kit.clock import local

CALLS_LIMIT, LOG_LIMIT, YEARS_LIMIT = 200_000, 10_000_000, 10
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Filled:
    """How much was made up."""

    calls: int
    records: int
    log_rows: int
    first: date
    last: date


def fill(
    database: Database,
    calls: int,
    log_rows: int,
    years: int = 5,
    seed: int = 1,
    say: Progress = lambda _: None,
) -> Filled:
    """So many calls in the years up to yesterday, with records, answers and at least so many log entries.

    Raises InvalidInput `example.years.range`, Conflict `example.years.not_empty`,
    NotFound `example.years.no_city`.
    """
    if not (0 < calls <= CALLS_LIMIT and 0 <= log_rows <= LOG_LIMIT and 0 < years <= YEARS_LIMIT):
        raise InvalidInput("example.years.range")
    chance = random.Random(seed)
    yesterday = local(database.clock.now()).date() - timedelta(days=1)
    planned = play.calendar(calls, yesterday, years)
    with database.reading() as session:
        town = _town(session)
        # The rows that are there already stay what they are: the chain goes on behind them.
        fewer = max(0, log_rows - audit.last_seq(session))
    records = done = reached = 0
    for month, days in groupby(planned, key=lambda planned: (planned[0].year, planned[0].month)):
        whole = list(days)
        done += sum(count for _, count in whole)
        wanted = fewer * done // calls - reached
        with database.transaction() as session:
            made = _month(session, chance, town, whole, wanted)
        records, reached = records + len(made.records), reached + made.log_rows
        say(f"{month[0]}-{month[1]:02}: {done}")
    _know_the_figures(database)
    return Filled(done, records, reached, planned[0][0], planned[-1][0])


def _town(session: Session) -> Town:
    branches = tuple(one.id for one in terminals.all_terminals(session) if one.kind == "branch")
    desks = {one.id: terminals.desks_of(session, one.id) for one in terminals.all_departments(session)}
    answered = {department: found for department, found in desks.items() if found}
    if not branches or not answered:
        raise NotFound("example.years.no_city")
    if audit.touched(session, 0, "calls.call.", 1)[0]:
        raise Conflict("example.years.not_empty")
    return Town(branches, answered)


def _month(
    session: Session, chance: random.Random, town: Town, days: list[tuple[date, int]], log_rows: int
) -> Month:
    month = Month(chance)
    for day, count in days:
        month.begin(day)
        for visit in play.visits(chance, town, day, count):
            month.add(visit)
    entries = month.entries
    missing = log_rows - len(entries)
    for number, (visit, call_id) in enumerate(month.visits):
        share = missing * (number + 1) // len(month.visits) - missing * number // len(month.visits)
        entries += telling.beside(chance, visit, call_id, max(0, share))
    entries.sort(key=_at)
    month.store(session)
    for day, _ in days:
        counting.change(session, day)
    counting.set_mark(session, audit.record_past(session, entries))
    month.log_rows = len(entries)
    return month


def _at(entry: Past) -> tuple[float, bool]:
    """By time; what one moment brings about comes after what ends in it."""
    return entry.at.timestamp(), not entry.action.startswith("calls.")


def _know_the_figures(database: Database) -> None:
    """PostgreSQL plans by what it knows of the tables; it would look by itself, but later."""
    if database.engine.dialect.name == "postgresql":
        with database.transaction() as session:
            session.execute(text("ANALYZE"))
