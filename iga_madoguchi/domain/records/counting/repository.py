"""All queries on stays and the survey's counts: sums and distributions over a period, by one dimension."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import add
from typing import Any, NamedTuple, Self

from sqlmodel import Session, case, col, delete, func, select, update

from iga_madoguchi.domain.records.counting.stays import ABANDONED
from iga_madoguchi.domain.records.models import CountedDay, Stay, StayMark, SurveyCount
from iga_madoguchi.domain.records.views import Dimension
from iga_madoguchi.kit.ids import new_id

TENTH_S = 6  # a tenth of a minute: finer than any screen shows a wait
_STAY: dict[Dimension, Any] = {
    "branch": Stay.branch_id,
    "department": Stay.department_id,
    "matter": Stay.matter,
    "hour": Stay.hour,
    "weekday": Stay.weekday,
    "month": Stay.month,
}
_SURVEY: dict[Dimension, Any] = {
    "branch": SurveyCount.branch_id,
    "department": SurveyCount.department_id,
    "matter": SurveyCount.matter,
    "hour": SurveyCount.hour,
    "weekday": SurveyCount.weekday,
    "month": SurveyCount.month,
}


class Sums(NamedTuple):
    """Of stays at one branch; trips are of that branch, as what one takes differs."""

    branch_id: str
    calls: int
    stays: int
    answered: int
    abandoned: int
    declined: int
    timeouts: int
    transfers: int
    talk_s: int
    trips: int

    def plus(self, other: Self) -> Self:
        return type(self)(self.branch_id, *map(add, self[1:], other[1:]))


NOTHING = Sums("", *[0] * 9)


def sums(
    session: Session, dimensions: Sequence[Dimension], first: date, last: date
) -> list[tuple[tuple[str, ...], Sums]]:
    """The sums of every combination of keys and every branch; several dimensions in one pass."""
    keys = [_STAY[dimension] for dimension in dimensions]
    query = (
        select(  # type: ignore[call-overload]
            *keys,
            col(Stay.branch_id),
            _count(Stay.first),
            func.count(),
            _count(Stay.answered),
            _count(col(Stay.outcome) == ABANDONED),
            func.sum(Stay.declines),
            func.sum(Stay.timeouts),
            _count(Stay.transferred),
            func.sum(Stay.talk_s),
            _count(Stay.trip),
        )
        .where(col(Stay.day).between(first, last))
        .group_by(*keys, col(Stay.branch_id))
    )
    found = []
    for row in session.exec(query):
        branch_id, *values = row[len(keys) :]
        found.append((tuple(map(str, row[: len(keys)])), Sums(branch_id, *map(int, values))))
    return found


def waits(session: Session, dimension: Dimension, first: date, last: date) -> list[tuple[str, int, int]]:
    """(key, wait in tenths of a minute, how many), the shortest wait of each key first."""
    key, bucket = _STAY[dimension], col(Stay.wait_s) // TENTH_S
    query = (
        select(key, bucket, func.count())
        .where(col(Stay.day).between(first, last), col(Stay.wait_s).is_not(None), col(Stay.answered))
        .group_by(key, bucket)
        .order_by(key, bucket)
    )
    return [(str(name), int(wait or 0), int(count)) for name, wait, count in session.exec(query)]


def faces(
    session: Session, dimensions: Sequence[Dimension], first: date, last: date
) -> list[tuple[tuple[str, ...], str, int]]:
    """(keys, face, how many) of every combination of keys."""
    keys = [_SURVEY[dimension] for dimension in dimensions]
    query = (
        select(*keys, SurveyCount.face, func.sum(SurveyCount.count))  # type: ignore[call-overload]
        .where(col(SurveyCount.day).between(first, last))
        .group_by(*keys, col(SurveyCount.face))
    )
    return [(tuple(map(str, row[:-2])), row[-2], int(row[-1])) for row in session.exec(query)]


def mark(session: Session) -> int:
    """The log entry up to which the stays are made."""
    row = session.get(StayMark, 1)
    return 0 if row is None else row.seq


def set_mark(session: Session, seq: int) -> None:
    row = session.get(StayMark, 1) or StayMark(id=1, seq=0)
    row.seq = seq
    session.add(row)
    session.flush()


def tell(session: Session, call_id: str, called_id: str, matter: str, talk_s: int | None) -> None:
    """The stay of a record learns its procedure, and how long it really took, if it is made already."""
    talk = col(Stay.talk_s) if talk_s is None else talk_s
    statement = (
        update(Stay)
        .where(col(Stay.call_id) == call_id, col(Stay.department_id) == called_id)
        .where((col(Stay.matter) != matter) | (col(Stay.talk_s) != talk))
        .values(matter=matter, talk_s=talk)
        .execution_options(synchronize_session=False)
    )
    _change_all(session, statement.returning(col(Stay.day)))


def drop(session: Session, call_id: str) -> None:
    _change_all(session, delete(Stay).where(col(Stay.call_id) == call_id).returning(col(Stay.day)))


def clear(session: Session) -> None:
    session.execute(delete(Stay))
    session.execute(delete(CountedDay))
    set_mark(session, 0)


def _change_all(session: Session, statement: Any) -> None:
    """Carry out a statement that returns the days of the stays it changes."""
    for day in set(session.execute(statement).scalars()):
        change(session, day)


def change(session: Session, day: date) -> None:
    """What is counted of this day is another from now on."""
    session.merge(CountedDay(day=day, version=new_id()))
    session.flush()


def versions(session: Session, first: date, last: date) -> list[tuple[date, str]]:
    """The days of a period that have anything counted, in order; a version never comes again."""
    day = col(CountedDay.day)
    query = select(day, col(CountedDay.version)).where(day.between(first, last)).order_by(day)
    return list(session.exec(query))


def _count(flag: Any) -> Any:
    return func.coalesce(func.sum(case((flag, 1), else_=0)), 0)
