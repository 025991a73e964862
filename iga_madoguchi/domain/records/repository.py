"""All queries on records, their revisions and settings, and the survey."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, literal
from sqlmodel import Session, col, func, select

from iga_madoguchi.domain.records.models import (
    Record,
    RecordMatter,
    RecordRevision,
    RecordSetting,
    SavingAssumption,
    Stay,
    SurveyCount,
    SurveyGiven,
)

LIMIT = 500
DAY = 100_000  # ids of one day


def record(session: Session, record_id: int) -> Record | None:
    return session.get(Record, record_id)


def record_of(session: Session, call_id: str, department_id: str) -> Record | None:
    query = select(Record).where(Record.call_id == call_id, Record.department_id == department_id)
    return session.exec(query).first()


def records_of_call(session: Session, call_id: str) -> list[Record]:
    return list(
        session.exec(select(Record).where(Record.call_id == call_id).order_by(col(Record.id)).limit(50))
    )


def said(session: Session, call_id: str, called_id: str) -> tuple[str, int | None]:
    """What was recorded last of a call at the department that was called: procedure and minutes."""
    query = select(Record.procedure_id, Record.minutes).where(
        Record.call_id == call_id, Record.called_id == called_id
    )
    found = session.exec(query.order_by(col(Record.id).desc()).limit(1)).first()
    return ("", None) if found is None else (found[0], found[1])


def first_id(day: date) -> int:
    """The lowest id that a record of this day can have."""
    return int(f"{day:%Y%m%d}") * DAY


def next_id(session: Session, day: date) -> int:
    """A new record's id; DAY of them fit into a day."""
    low = first_id(day)
    query = select(func.max(Record.id)).where(col(Record.id) >= low, col(Record.id) < low + DAY)
    return max(low, session.exec(query).one() or low) + 1


def newest(
    session: Session,
    department_id: str,
    low: int,
    high: int,
    most: int,
    *,
    branch_id: str = "",
    procedure_id: str = "",
    state: str = "",
) -> list[int]:
    """Ids from `low` to below `high` of one department's records, newest first."""
    query = select(Record.id).where(
        Record.department_id == department_id, col(Record.id) >= low, col(Record.id) < high
    )
    if branch_id:
        query = query.where(Record.branch_id == branch_id)
    if procedure_id:
        query = query.where(Record.procedure_id == procedure_id)
    if state:
        query = query.where(Record.state == state)
    return list(session.exec(query.order_by(col(Record.id).desc()).limit(most)))


@dataclass(frozen=True)
class Line:
    """As much of a record as a list shows; `beginning` is that of the memo."""

    id: int
    call_id: str
    day: date
    ticket: int
    branch_id: str
    department_id: str
    clerk: str
    procedure_name: str
    result: str
    state: str
    resident_name: str
    beginning: str


def lines(session: Session, ids: Collection[int], beginning: int) -> list[Line]:
    """These records, newest first, with so many characters of their memos."""
    columns = [getattr(Record, one.name) for one in fields(Line)[:-1]]
    query = select(*columns, func.substr(Record.memo, 1, beginning))  # type: ignore[call-overload]
    chosen = query.where(_among(session, ids)).order_by(col(Record.id).desc())
    return [Line(*row) for row in session.exec(chosen.limit(LIMIT))]


def _among(session: Session, ids: Collection[int]) -> ColumnElement[bool]:
    """PostgreSQL takes them as one value: a statement of its own for every number of them is read anew."""
    if session.get_bind().dialect.name == "postgresql":
        return col(Record.id) == any_(literal(list(ids), ARRAY(BigInteger)))
    return col(Record.id).in_(list(ids))


def revisions(session: Session, record_id: int) -> list[RecordRevision]:
    """Earlier and refused texts, newest first."""
    query = select(RecordRevision).where(RecordRevision.record_id == record_id)
    return list(session.exec(query.order_by(col(RecordRevision.id).desc()).limit(LIMIT)))


def has_revisions(session: Session, record_id: int) -> bool:
    query = select(RecordRevision.id).where(
        RecordRevision.record_id == record_id, col(RecordRevision.aside).is_(False)
    )
    return session.exec(query.limit(1)).first() is not None


def asides(session: Session, record_id: int) -> list[RecordRevision]:
    """Refused texts, oldest first."""
    query = select(RecordRevision).where(
        RecordRevision.record_id == record_id, col(RecordRevision.aside).is_(True)
    )
    return list(session.exec(query.order_by(col(RecordRevision.id)).limit(LIMIT)))


def unwritten(
    session: Session, owners: Collection[str], since: date, limit: int
) -> list[tuple[Stay, Record | None]]:
    """Answered stays of these departments without a finished record, newest day first."""
    query = _unfinished(select(Stay, Record), owners, since)
    order = (col(Stay.day).desc(), col(Stay.call_id), col(Stay.department_id))
    return [(stay, found) for stay, found in session.exec(query.order_by(*order).limit(limit))]


def unwritten_count(session: Session, owners: Collection[str], since: date, limit: int) -> int:
    """How many `unwritten` would give."""
    some = _unfinished(select(Stay.call_id), owners, since).limit(limit).subquery()
    return session.exec(select(func.count()).select_from(some)).one()


def _unfinished(query: Any, owners: Collection[str], since: date) -> Any:
    written = (col(Record.call_id) == Stay.call_id) & (col(Record.department_id) == Stay.owner_id)
    return query.outerjoin(Record, written).where(
        col(Stay.owner_id).in_(list(owners)),
        Stay.day >= since,
        col(Stay.answered),
        col(Record.id).is_(None) | (col(Record.state) == "draft"),
    )


def setting(session: Session, department_id: str) -> RecordSetting | None:
    return session.get(RecordSetting, department_id)


def settings(session: Session) -> list[RecordSetting]:
    return list(session.exec(select(RecordSetting).order_by(col(RecordSetting.department_id)).limit(LIMIT)))


def matter(session: Session, matter_id: str) -> RecordMatter | None:
    return session.get(RecordMatter, matter_id)


def matters(session: Session) -> list[RecordMatter]:
    return list(
        session.exec(select(RecordMatter).order_by(col(RecordMatter.name), col(RecordMatter.id)).limit(LIMIT))
    )


def given(session: Session, call_id: str) -> bool:
    return session.get(SurveyGiven, call_id) is not None


def face_count(session: Session, key: SurveyCount) -> SurveyCount | None:
    """The row with the same key as this one, if it is there."""
    primary = (key.day, key.hour, key.branch_id, key.department_id, key.matter, key.face)
    return session.get(SurveyCount, primary)


def assumptions(session: Session) -> list[SavingAssumption]:
    query = select(SavingAssumption).order_by(col(SavingAssumption.branch_id))
    return list(session.exec(query.limit(LIMIT)))


def assumption(session: Session, branch_id: str) -> SavingAssumption | None:
    return session.get(SavingAssumption, branch_id)
