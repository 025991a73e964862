"""Keeps the stays in step with the operation log. Safe to repeat: all stays of a call are made anew."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import seats
from iga_madoguchi.domain.records import access
from iga_madoguchi.domain.records import repository as records
from iga_madoguchi.domain.records.counting import repository
from iga_madoguchi.domain.records.counting.stays import PREFIX, Told
from iga_madoguchi.domain.records.models import Stay
from iga_madoguchi.errors import NotFound
from iga_madoguchi.kit.clock import local

COUNTED = "records.counted"
BATCH = 2000  # log entries of one transaction; the writers of calls must not wait for long


def catch_up(database: Database, batches: int = 10) -> bool:
    """Make the stays of calls that the log has news of; True when all of it is read.

    Reads on where it stopped, so that a server that died in between loses nothing.
    """
    for _ in range(batches):
        with database.reading() as session:
            if audit.last_seq(session) <= repository.mark(session):
                return True
        now = database.clock.now()
        with database.transaction() as session:
            touched, read_to = audit.touched(session, repository.mark(session), PREFIX, BATCH)
            for call_id in touched:
                _remake(session, call_id, now)
            repository.set_mark(session, read_to)
            if touched:
                announce(session, COUNTED)
    with database.reading() as session:
        return audit.last_seq(session) <= repository.mark(session)


def forget(database: Database) -> None:
    """The stays are made from the whole log again, by the `catch_up`s that follow."""
    with database.transaction() as session:
        repository.clear(session)


def _remake(session: Session, call_id: str, now: datetime) -> None:
    try:
        call = seats.require(session, call_id)
    except NotFound:
        return  # an entry about a terminal or a vigil
    repository.drop(session, call_id)
    story = access.story(session, call_id, now)
    for told in story.stays:
        matter, minutes = records.said(session, call_id, told.department_id)
        owner = access.owners(session, told)[-1] if told.answered else None
        row = row_of(call_id, call.branch_id, told, owner, matter, minutes)
        session.add(row)
        repository.change(session, row.day)
    session.flush()


def row_of(
    call_id: str, branch_id: str, told: Told, owner_id: str | None, matter: str, minutes: int | None
) -> Stay:
    """A stay as it is counted: when it began in Iga's time, and what the record says of it."""
    began = local(told.began)
    return Stay(
        call_id=call_id,
        department_id=told.department_id,
        owner_id=owner_id,
        branch_id=branch_id,
        day=began.date(),
        month=began.year * 100 + began.month,
        weekday=began.weekday(),
        hour=began.hour,
        first=told.first,
        trip=told.order == 1,
        answered=told.answered,
        outcome=told.outcome,
        wait_s=None if told.wait_s is None else round(told.wait_s),
        talk_s=round(told.talk_s) if minutes is None else 60 * minutes,
        declines=told.declines,
        timeouts=told.timeouts,
        transferred=told.transferred,
        matter=matter,
    )
