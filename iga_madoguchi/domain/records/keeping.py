"""Rows of records: made, changed, kept as they were before. In the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import seats
from iga_madoguchi.domain.records import drafting, repository
from iga_madoguchi.domain.records.access import Part
from iga_madoguchi.domain.records.counting import repository as counting
from iga_madoguchi.domain.records.index import repository as index
from iga_madoguchi.domain.records.models import Record, RecordMatter, RecordRevision
from iga_madoguchi.domain.records.policy import ASIDE_LIMIT
from iga_madoguchi.domain.records.views import Draft, Stamp
from iga_madoguchi.domain.records.words import tag
from iga_madoguchi.errors import InvalidInput, Unavailable


def begin(session: Session, who: Identity | None, call_id: str, part: Part, now: datetime) -> Record:
    """A new, empty record. Without `who` the clerk is the one of the call. Raises Unavailable."""
    call = seats.require(session, call_id)
    day = call.day
    new_id = repository.next_id(session, day)
    if new_id >= repository.first_id(day) + repository.DAY:
        raise Unavailable("records.day.full")
    name = call.staff_name if who is None else who.staff_name
    row = Record(
        id=new_id,
        call_id=call_id,
        department_id=part.department_id,
        called_id=part.told.department_id,
        branch_id=call.branch_id,
        day=day,
        ticket=call.ticket,
        clerk=name,
        begun_at=part.told.answered_at or now,
        saved_at=now,
        saved_by=name,
        saved_login="" if who is None else who.staff_login,
        revision=0,
    )
    session.add(row)
    session.flush()
    return row


def change(
    session: Session, who: Identity, row: Record, draft: Draft, now: datetime, stamp: Stamp, reason: str = ""
) -> None:
    """The text becomes this one, and search and statistics know it."""
    drafting.write(row, draft)
    row.revision += 1
    row.saved_at, row.saved_by, row.saved_login = now, who.staff_name, who.staff_login
    row.writer, row.number, row.reason = stamp.writer, stamp.number, reason
    session.add(row)
    session.flush()
    publish(session, row)


def publish(session: Session, row: Record) -> None:
    """What is looked for and counted follows the row."""
    draft = drafting.read(row)
    tags = (tag("d", row.department_id), tag("b", row.branch_id), tag("p", row.procedure_id))
    index.put(session, row.id, tags, drafting.searchable(draft, row.clerk))
    counting.tell(
        session,
        row.call_id,
        row.called_id,
        row.procedure_id,
        None if row.minutes is None else 60 * row.minutes,
    )
    if draft.procedure_id:
        known = repository.matter(session, draft.procedure_id)
        if known is None:
            known = RecordMatter(id=draft.procedure_id, name=draft.procedure_name, version=0)
        if draft.procedure_version >= known.version:
            known.name, known.version = draft.procedure_name, draft.procedure_version
        session.add(known)
        session.flush()


def keep_earlier(session: Session, row: Record) -> None:
    """The text that is about to change stays readable, with who wrote it, when and why."""
    session.add(
        RecordRevision(
            record_id=row.id,
            number=row.revision,
            at=row.saved_at,
            author=row.saved_by,
            login=row.saved_login,
            reason=row.reason,
            content=drafting.pack(drafting.read(row)),
        )
    )
    session.flush()


def keep_aside(session: Session, who: Identity, row: Record, draft: Draft, now: datetime) -> None:
    """A text that was refused; the newest of each person, so that typing on does not pile up."""
    others = repository.asides(session, row.id)
    mine = next((one for one in others if one.login == who.staff_login), None)
    if mine is None and len(others) >= ASIDE_LIMIT:
        raise Unavailable("records.aside.full")
    kept = mine or RecordRevision(
        record_id=row.id,
        number=row.revision,
        aside=True,
        at=now,
        author="",
        login=who.staff_login,
        content="",
    )
    kept.number, kept.at, kept.author, kept.content = row.revision, now, who.staff_name, drafting.pack(draft)
    session.add(kept)
    session.flush()


def may_hold(session: Session, department_id: str, draft: Draft) -> None:
    """Raises InvalidInput `records.name.unwanted` for a name that the department does not need."""
    if draft.resident_name and not needs_name(session, department_id):
        raise InvalidInput("records.name.unwanted")


def needs_name(session: Session, department_id: str) -> bool:
    row = repository.setting(session, department_id)
    return row is not None and row.needs_name
