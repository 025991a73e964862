"""Records as their own department reads them: one, its earlier texts, those still to be written."""

from __future__ import annotations

import math
from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import attendance, seats
from iga_madoguchi.domain.calls.views import NoteView
from iga_madoguchi.domain.records import access, drafting, keeping, repository
from iga_madoguchi.domain.records.access import Part
from iga_madoguchi.domain.records.counting.stays import Story, Told
from iga_madoguchi.domain.records.models import Record
from iga_madoguchi.domain.records.policy import FORGOTTEN, UNFINISHED_LIMIT
from iga_madoguchi.domain.records.views import Draft, MatterView, RecordView, RevisionView, Unwritten
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import NotFound
from iga_madoguchi.kit.clock import local


def at_desk(database: Database, who: Identity, call_id: str, department_id: str = "") -> RecordView:
    """The record that this desk writes for a call, "blank" until something is saved.

    Without `department_id` that of the department which has the call now, or had it last at this desk.
    Raises NotFound `records.record.unknown`.
    """
    with database.reading() as session:
        now = database.clock.now()
        told = access.story(session, call_id, now)
        found = access.parts(session, who, told)
        if department_id:
            found = [part for part in found if part.department_id == department_id]
        if not found:
            raise NotFound("records.record.unknown")
        current = attendance.department_of(session, call_id)
        part = next((one for one in found if one.told.department_id == current), found[-1])
        row = repository.record_of(session, call_id, part.department_id)
        return _blank(session, call_id, part, told) if row is None else view(session, row, now, told)


def one(database: Database, who: Identity, record_id: int) -> RecordView:
    """Raises NotFound `records.record.unknown`."""
    with database.reading() as session:
        return view(session, access.own(session, who, record_id), database.clock.now())


def revisions(database: Database, who: Identity, record_id: int) -> tuple[RevisionView, ...]:
    """Earlier and refused texts of a record, newest first. Raises NotFound `records.record.unknown`."""
    with database.reading() as session:
        row = access.own(session, who, record_id)
        named = keeping.needs_name(session, row.department_id)
        return tuple(
            RevisionView(
                found.number,
                found.aside,
                found.at,
                found.author,
                found.reason,
                _named(drafting.unpack(found.content), named),
            )
            for found in repository.revisions(session, row.id)
        )


def unwritten(database: Database, who: Identity) -> tuple[Unwritten, ...]:
    """Talks of the last month that this person's departments have not written down, the last one first.

    Talks are known here once they are counted (`following.catch_up`).
    """
    with database.reading() as session:
        mine = access.departments(session, who)
        if not mine:
            return ()
        since = local(database.clock.now()).date() - FORGOTTEN
        names = Names(session)
        rows = repository.unwritten(session, mine, since, UNFINISHED_LIMIT)
        tickets = seats.tickets(session, [stay.call_id for stay, _ in rows])
        found = [
            Unwritten(
                0 if row is None else row.id,
                stay.call_id,
                stay.owner_id or stay.department_id,
                names.department(stay.owner_id or stay.department_id),
                stay.day,
                tickets[stay.call_id],
                names.branch(stay.branch_id),
            )
            for stay, row in rows
        ]
    return tuple(sorted(found, key=lambda one: (one.day, one.ticket), reverse=True))


def unwritten_count(database: Database, who: Identity) -> int:
    """How many `unwritten` would give."""
    with database.reading() as session:
        mine = access.departments(session, who)
        since = local(database.clock.now()).date() - FORGOTTEN
        return repository.unwritten_count(session, mine, since, UNFINISHED_LIMIT) if mine else 0


def matters(database: Database, who: Identity) -> tuple[MatterView, ...]:
    """The procedures that stand in records, for a list to choose from; none but at a desk."""
    with database.reading() as session:
        if not access.departments(session, who):
            return ()
        return tuple(MatterView(row.id, row.name) for row in repository.matters(session))


class Names:
    """Display names of branches and departments, also of those that are retired; read once."""

    def __init__(self, session: Session) -> None:
        places = terminals.all_terminals(session, retired=True)
        self.branches = {one.id: one.name for one in places if one.kind == "branch"}
        self.departments = {one.id: one.name for one in terminals.all_departments(session, retired=True)}

    def branch(self, branch_id: str) -> str:
        return self.branches.get(branch_id, branch_id)

    def department(self, department_id: str) -> str:
        return self.departments.get(department_id, department_id)


def view(session: Session, row: Record, now: datetime, told: Story | None = None) -> RecordView:
    """A record for who may read it: that is the caller's to check."""
    story = told or access.story(session, row.call_id, now)
    stay = next((stay for stay in story.stays if stay.department_id == row.called_id), None)
    measured, names = minutes(stay), Names(session)
    named = keeping.needs_name(session, row.department_id)
    return RecordView(
        id=row.id,
        call_id=row.call_id,
        day=row.day,
        ticket=row.ticket,
        branch_id=row.branch_id,
        branch_name=names.branch(row.branch_id),
        department_id=row.department_id,
        department_name=names.department(row.department_id),
        state="finished" if row.state == "finished" else "draft",
        revision=row.revision,
        clerk=row.clerk,
        draft=_named(drafting.read(row), named),
        minutes=measured if row.minutes is None else row.minutes,
        measured=measured,
        papers=row.papers,
        needs_name=named,
        amended=repository.has_revisions(session, row.id),
        notes=_notes(session, row.call_id, stay),
        begun_at=row.begun_at,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        reason=row.reason,
        finished_at=row.finished_at,
    )


def minutes(stay: Told | None) -> int:
    """Whole minutes of talk; one that has begun counts."""
    return 0 if stay is None else math.ceil(stay.talk_s / 60)


def _blank(session: Session, call_id: str, part: Part, told: Story) -> RecordView:
    call, names = seats.require(session, call_id), Names(session)
    measured = minutes(part.told)
    return RecordView(
        id=0,
        call_id=call_id,
        day=call.day,
        ticket=call.ticket,
        branch_id=call.branch_id,
        branch_name=names.branch(call.branch_id),
        department_id=part.department_id,
        department_name=names.department(part.department_id),
        state="blank",
        revision=0,
        clerk="",
        draft=Draft(),
        minutes=measured,
        measured=measured,
        papers=0,
        needs_name=keeping.needs_name(session, part.department_id),
        amended=False,
        notes=_notes(session, call_id, part.told),
        begun_at=part.told.answered_at or part.told.began,
        saved_at=None,
        saved_by="",
        reason="",
        finished_at=None,
    )


def _notes(session: Session, call_id: str, stay: Told | None) -> tuple[NoteView, ...]:
    """The hand-over up to the moment at which the call left: what others write later is theirs."""
    until = None if stay is None else stay.left_at
    return tuple(note for note in attendance.notes_of(session, call_id) if until is None or note.at <= until)


def _named(draft: Draft, named: bool) -> Draft:
    """A name is shown only while the department says that it needs names."""
    if named or not draft.resident_name:
        return draft
    return Draft(**{**vars(draft), "resident_name": ""})
