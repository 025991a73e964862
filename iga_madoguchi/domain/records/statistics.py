"""What the window was worth: calls, waits, talk, satisfaction, saved trips of a period, by six dimensions."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from math import fsum

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.records import repository as records
from iga_madoguchi.domain.records.counting import following, months
from iga_madoguchi.domain.records.counting.months import Found, Spread
from iga_madoguchi.domain.records.counting.repository import NOTHING, Sums
from iga_madoguchi.domain.records.look import Names
from iga_madoguchi.domain.records.policy import FACES, LONGEST
from iga_madoguchi.domain.records.settings import assumed
from iga_madoguchi.domain.records.views import (
    DIMENSIONS,
    Assumption,
    Dimension,
    Figures,
    Statistics,
    StatisticsRow,
)
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import InvalidInput, Unavailable
from iga_madoguchi.kit.clock import local

WEEKDAYS = ("月", "火", "水", "木", "金", "土", "日")
NO_MATTER = "記録なし"
FILE_BATCHES = 30  # of the log, that somebody who wants a file waits for


def of_period(database: Database, first: date, last: date) -> Statistics:
    """From the first to the last day, both included, up to the call that has just changed.

    Raises InvalidInput `records.period.order|records.period.too_long`.
    """
    check_period(first, last)
    complete = following.catch_up(database)
    with database.reading() as session:
        found, assumptions = months.of_period(session, first, last), assumed(session)
        labels = _labels(session, found)
        by = {one: _rows(one, found[one], labels[one], assumptions) for one in DIMENSIONS}
        return Statistics(
            first, last, _total(found["branch"], assumptions), by, assumptions, behind=not complete
        )


def complete(database: Database, first: date, last: date) -> Statistics:
    """As `of_period`, for files that are kept: never without calls that are still to be counted.

    Raises also Unavailable `records.period.behind`.
    """
    check_period(first, last)
    following.catch_up(database, FILE_BATCHES)
    found = of_period(database, first, last)
    if found.behind:
        raise Unavailable("records.period.behind")
    return found


def period_of(first: str, last: str) -> tuple[date, date]:
    """Two days as a form or an address gives them, such as 2026-04-01.

    Raises InvalidInput `records.period.days|records.period.order|records.period.too_long`.
    """
    try:
        period = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError as error:
        raise InvalidInput("records.period.days") from error
    check_period(*period)
    return period


def check_period(first: date, last: date) -> None:
    """Raises InvalidInput `records.period.order|records.period.too_long`."""
    if first > last:
        raise InvalidInput("records.period.order")
    if last - first >= LONGEST:
        raise InvalidInput("records.period.too_long", limit=LONGEST.days // 366)


def fiscal_year(today: date) -> tuple[date, date]:
    """The first and last day of the city's year, April to March, in which `today` lies."""
    start = date(today.year if today.month >= 4 else today.year - 1, 4, 1)
    return start, date(start.year + 1, 4, 1) - timedelta(days=1)


def this_year(now: datetime) -> tuple[date, date]:
    """The period with which the page opens: the city's year up to today."""
    today = local(now).date()
    return fiscal_year(today)[0], today


def _rows(
    dimension: Dimension, found: Found, labels: Mapping[str, str], assumptions: Sequence[Assumption]
) -> tuple[StatisticsRow, ...]:
    return tuple(
        StatisticsRow(
            key,
            _label(dimension, key, labels),
            figures(
                found.sums.get(key, {}).values(),
                found.waits.get(key, Spread()),
                found.faces.get(key, Counter()),
                assumptions,
            ),
        )
        for key in _order(dimension, {*found.sums, *found.faces}, labels)
    )


def _total(found: Found, assumptions: Sequence[Assumption]) -> Figures:
    spread = Spread()
    for waits in found.waits.values():
        spread.update(waits)
    faces = sum(found.faces.values(), Counter[str]())
    sums = [one for branches in found.sums.values() for one in branches.values()]
    return figures(sums, spread, faces, assumptions)


def figures(
    sums: Iterable[Sums],
    waits: Spread,
    faces: Counter[str],
    assumptions: Sequence[Assumption],
) -> Figures:
    """One row."""
    parts = list(sums)
    ways = {one.branch_id: one for one in assumptions}
    trips = [
        (part.trips * way.share / 100, way) for part in parts if (way := ways.get(part.branch_id)) is not None
    ]
    whole = reduce(Sums.plus, parts, NOTHING)
    return Figures(
        calls=whole.calls,
        stays=whole.stays,
        answered=whole.answered,
        abandoned=whole.abandoned,
        declined=whole.declined,
        timeouts=whole.timeouts,
        transfers=whole.transfers,
        wait_median=percentile(waits, 50),
        wait_p90=percentile(waits, 90),
        talk=whole.talk_s / 60,
        faces={face: faces[face] for face in FACES},
        # fsum: the same to the last digit in whatever order a database gives the branches.
        trips=fsum(saved for saved, _ in trips),
        km=fsum(saved * way.km for saved, way in trips),
        hours=fsum(saved * way.minutes for saved, way in trips) / 60,
    )


def percentile(waits: Spread, percent: int) -> float | None:
    """The wait in minutes that so many in a hundred did not exceed (nearest rank); None for nobody."""
    tenths, so_far = waits.ranked
    if not so_far:
        return None
    rank = -(-percent * so_far[-1] // 100)
    return tenths[bisect_left(so_far, rank)] / 10


def _labels(session: Session, found: Mapping[Dimension, Found]) -> dict[Dimension, dict[str, str]]:
    """What is retired is told of only where it had calls."""
    names = Names(session)
    branches = {one.id for one in terminals.all_terminals(session)} | set(found["branch"].sums)
    departments = {one.id for one in terminals.all_departments(session)} | set(found["department"].sums)
    return {
        "branch": {id_: name for id_, name in names.branches.items() if id_ in branches},
        "department": {id_: name for id_, name in names.departments.items() if id_ in departments},
        "matter": {row.id: row.name for row in records.matters(session)},
        "hour": {},
        "weekday": {},
        "month": {},
    }


def _order(dimension: Dimension, keys: set[str], labels: Mapping[str, str]) -> list[str]:
    """Places and departments in the city's order, also those without any call; the others by themselves."""
    if dimension in ("branch", "department"):
        return [*labels, *sorted(keys - set(labels))]
    if dimension == "matter":
        return sorted(keys, key=lambda key: (not key, labels.get(key, key)))
    return sorted(keys, key=int)


def _label(dimension: Dimension, key: str, labels: Mapping[str, str]) -> str:
    match dimension:
        case "hour":
            return f"{key}時"
        case "weekday":
            return WEEKDAYS[int(key)]
        case "month":
            return f"{key[:4]}年{int(key[4:])}月"
        case _:
            return labels.get(key, key) or NO_MATTER
