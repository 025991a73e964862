"""What a department's clerks do with a record: write, finish, amend with a reason; one transaction each."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.records import access, drafting, keeping, look, repository
from iga_madoguchi.domain.records.models import Record
from iga_madoguchi.domain.records.policy import PAPERS_LIMIT
from iga_madoguchi.domain.records.views import Draft, DraftConflict, RecordView, Saved, Stamp
from iga_madoguchi.errors import InvalidInput, NotFound, WrongOrder

CHANGED = "records.changed"  # payload: call id


def save_draft(
    database: Database, who: Identity, call_id: str, department_id: str, draft: Draft, stamp: Stamp
) -> Saved:
    """Keep what is typed, during the call and after it.

    The same text again changes nothing; an older text of the same page that comes late is passed over.
    Raises NotFound `records.record.unknown`, InvalidInput `records.*`, WrongOrder `records.record.finished`,
    DraftConflict when another page's text stands there that this one has not seen: it is kept aside.
    """
    drafting.checked(draft)
    drafting.checked_stamp(stamp)
    now = database.clock.now()
    with database.transaction() as session:
        row = _row(session, who, call_id, department_id, now)
        keeping.may_hold(session, department_id, draft)
        if row.revision and drafting.read(row) == draft:
            return _saved(row, taken=True)
        if row.state == "finished":
            raise WrongOrder("records.record.finished")
        if _comes_late(row, stamp):
            return _saved(row, taken=False)
        if _follows(row, stamp):
            _change(session, who, row, draft, now, stamp)
            return _saved(row, taken=True)
        refused = _refuse(session, who, row, draft, now)
    raise refused


def finish(
    database: Database, who: Identity, call_id: str, department_id: str, draft: Draft, stamp: Stamp
) -> RecordView:
    """The record is complete: it has a result, and from now on it changes with a trace only.

    Raises as `save_draft` does, and InvalidInput `records.result.missing`.
    """
    drafting.checked(draft)
    drafting.checked_stamp(stamp)
    if not draft.result:
        raise InvalidInput("records.result.missing")
    now = database.clock.now()
    with database.transaction() as session:
        row = _row(session, who, call_id, department_id, now)
        keeping.may_hold(session, department_id, draft)
        same = bool(row.revision) and drafting.read(row) == draft
        if row.state == "finished":
            if not same:
                raise WrongOrder("records.record.finished")
            return look.view(session, row, now)
        if same or (_follows(row, stamp) and not _comes_late(row, stamp)):
            row.state, row.finished_at = "finished", now
            _change(session, who, row, draft, now, stamp, "records.record.finished")
            return look.view(session, row, now)
        refused = _refuse(session, who, row, draft, now)
    raise refused


def amend(
    database: Database, who: Identity, record_id: int, draft: Draft, seen: int, reason: str
) -> RecordView:
    """Change a finished record, with a reason; the text before stays readable.

    Raises NotFound, InvalidInput `records.reason.missing|too_long` or as `save_draft` does,
    WrongOrder `records.record.draft`, DraftConflict.
    """
    drafting.checked(draft)
    if not draft.result:
        raise InvalidInput("records.result.missing")
    why = drafting.checked_reason(reason)
    now = database.clock.now()
    with database.transaction() as session:
        row = access.own(session, who, record_id)
        keeping.may_hold(session, row.department_id, draft)
        if row.state != "finished":
            raise WrongOrder("records.record.draft")
        if drafting.read(row) == draft:
            return look.view(session, row, now)
        if seen != row.revision:
            refused = _refuse(session, who, row, draft, now)
        else:
            keeping.keep_earlier(session, row)
            keeping.change(session, who, row, draft, now, Stamp(seen), why)
            _log(session, who, row, now, "records.record.amended")
            return look.view(session, row, now)
    raise refused


def print_out(database: Database, who: Identity, record_id: int) -> RecordView:
    """The record for its sheet of paper. Every look is logged. Raises NotFound `records.record.unknown`."""
    now = database.clock.now()
    with database.transaction() as session:
        row = access.own(session, who, record_id)
        audit.record(
            session,
            now,
            "records.record.printed",
            who.actor,
            str(row.id),
            call=row.call_id,
            department=row.department_id,
            revision=row.revision,
        )
        return look.view(session, row, now)


def count_papers(database: Database, call_id: str, department_id: str, count: int) -> None:
    """So many papers of this call are kept by this department; for what keeps them, not for a person.

    Begins an empty record where there is none yet. Raises InvalidInput `records.papers.range`,
    NotFound `records.record.unknown` for a department that did not answer the call.
    """
    if not 0 <= count <= PAPERS_LIMIT:
        raise InvalidInput("records.papers.range", limit=PAPERS_LIMIT)
    now = database.clock.now()
    with database.transaction() as session:
        row = repository.record_of(session, call_id, department_id)
        if row is None:
            told = access.story(session, call_id, now)
            mine = [
                access.Part(department_id, stay)
                for stay in told.stays
                if stay.answered and department_id in access.owners(session, stay)
            ]
            if not mine:
                raise NotFound("records.record.unknown")
            row = keeping.begin(session, None, call_id, mine[-1], now)
            row.revision = 1
            keeping.publish(session, row)
        if row.papers == count:
            return
        row.papers = count
        session.add(row)
        session.flush()
        audit.record(session, now, "records.papers.counted", SYSTEM, str(row.id), call=call_id, count=count)
        announce(session, CHANGED, call_id)


def _row(session: Session, who: Identity, call_id: str, department_id: str, now: datetime) -> Record:
    """The record of this department, begun where there is none. Raises NotFound."""
    row = repository.record_of(session, call_id, department_id)
    if row is not None:
        return access.own(session, who, row.id)
    part = access.part(session, who, access.story(session, call_id, now), department_id)
    return keeping.begin(session, who, call_id, part, now)


def _comes_late(row: Record, stamp: Stamp) -> bool:
    """Whether the page itself has saved something newer meanwhile."""
    return bool(stamp.writer) and stamp.writer == row.writer and stamp.number <= row.number


def _follows(row: Record, stamp: Stamp) -> bool:
    """Whether the text is made from the one that stands there."""
    return stamp.seen == row.revision or (bool(stamp.writer) and stamp.writer == row.writer)


def _change(
    session: Session,
    who: Identity,
    row: Record,
    draft: Draft,
    now: datetime,
    stamp: Stamp,
    action: str = "records.draft.saved",
) -> None:
    # What another clerk had written before is not only overwritten.
    if row.revision and row.saved_login != who.staff_login and drafting.read(row) != draft:
        keeping.keep_earlier(session, row)
    keeping.change(session, who, row, draft, now, stamp)
    _log(session, who, row, now, action)


def _refuse(session: Session, who: Identity, row: Record, draft: Draft, now: datetime) -> DraftConflict:
    """What is refused is kept beside the record; the caller raises this once that is on the disk."""
    keeping.keep_aside(session, who, row, draft, now)
    _log(session, who, row, now, "records.draft.refused")
    return DraftConflict(look.view(session, row, now))


def _log(session: Session, who: Identity, row: Record, now: datetime, action: str) -> None:
    """That something was written and how much; never what."""
    audit.record(
        session,
        now,
        action,
        who.actor,
        str(row.id),
        call=row.call_id,
        department=row.department_id,
        revision=row.revision,
        length=len(row.memo),
    )
    announce(session, CHANGED, row.call_id)


def _saved(row: Record, *, taken: bool) -> Saved:
    return Saved(row.id, row.revision, row.saved_at, taken)
