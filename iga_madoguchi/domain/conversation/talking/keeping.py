"""How long it stays: with its call, or for some days; and how it goes.

The key is destroyed before the rows: if the server dies in between, what is left is what nobody can read,
and the next sweep takes it away.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.conversation.talking import repository
from iga_madoguchi.domain.conversation.talking.events import CHANGED
from iga_madoguchi.domain.conversation.talking.models import Talk
from iga_madoguchi.domain.conversation.talking.policy import KEEP_DAYS
from iga_madoguchi.domain.forms.ports import Sealer
from iga_madoguchi.errors import InvalidInput, NotAllowed, NotFound

GRACE = timedelta(minutes=1)
"""What has lapsed goes so much later: nobody can be keeping it on at that moment."""


def keep(database: Database, who: Identity, call_id: str, days: int) -> None:
    """The conversation outlives its call by so many days from now: the owner's desk, or later its department.

    Raises NotFound `conversation.talk.unknown`, NotAllowed `conversation.talk.not_yours`,
    InvalidInput `conversation.talk.days`.
    """
    if not KEEP_DAYS[0] <= days <= KEEP_DAYS[1]:
        raise InvalidInput("conversation.talk.days", low=KEEP_DAYS[0], high=KEEP_DAYS[1])
    now = database.clock.now()
    with database.transaction() as session:
        talk = _in_charge(session, who, call_id, now)
        if talk.kept_by is None:
            talk.kept_by = attendance.department_of(session, call_id)
        talk.kept_until = now + timedelta(days=days)
        session.add(talk)
        audit.record(session, now, "conversation.talk.kept", who.actor, call_id, days=days)
        announce(session, CHANGED, call_id)


def release(database: Database, who: Identity, call_id: str) -> None:
    """What was to be kept goes with its call after all; of a call that is over, with the next sweep.

    Raises as `keep`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        talk = _in_charge(session, who, call_id, now)
        talk.kept_until = talk.kept_by = None
        session.add(talk)
        audit.record(session, now, "conversation.talk.released", who.actor, call_id)
        announce(session, CHANGED, call_id)


def leave(database: Database, sealer: Sealer, call_id: str) -> bool:
    """When the call is over, what was said goes unless it is kept; whether something went. Safe to repeat."""
    with database.reading() as session:
        talk = repository.talk(session, call_id)
        if talk is None or talk.kept_until is not None or not attendance.over(session, call_id):
            return False
    _forget(database, sealer, [talk], "call_over")
    return True


def sweep(database: Database, sealer: Sealer) -> int:
    """Conversations of calls that are over, and kept ones whose time is over, go; how many."""
    with database.reading() as session:
        ended = [talk for talk in repository.unkept(session) if attendance.over(session, talk.call_id)]
        lapsed = repository.lapsed(session, database.clock.now() - GRACE)
        over = [talk for talk in lapsed if attendance.over(session, talk.call_id)]
    _forget(database, sealer, ended, "call_over")
    _forget(database, sealer, over, "expired")
    return len(ended) + len(over)


def keys(database: Database) -> frozenset[str]:
    """Keys of the conversations of which something can still be read."""
    with database.reading() as session:
        return frozenset(repository.keys(session))


def relied_on(session: Session) -> frozenset[str]:
    """Keys of what is kept: without them these rows mean nothing."""
    return frozenset(repository.keys(session, kept_only=True))


def forget_unreadable(database: Database, sealer: Sealer) -> int:
    """Conversations whose key is not there any more go: a backup is older than their end. How many."""
    with database.reading() as session:
        lost = [talk for talk in repository.every(session) if not sealer.holds(talk.key)]
    _forget(database, sealer, lost, "unreadable")
    return len(lost)


def _in_charge(session: Session, who: Identity, call_id: str, now: datetime) -> Talk:
    talk = repository.talk(session, call_id)
    if attendance.over(session, call_id):
        # What nobody keeps may be going at this moment, and so may what has lapsed.
        lasts = talk is not None and talk.kept_until is not None and talk.kept_until > now
        if talk is None or not lasts or not attendance.desk_of(session, who, talk.kept_by):
            raise NotFound("conversation.talk.unknown")
        return talk
    if attendance.attending(session, who, call_id).role != "desk":
        raise NotAllowed("conversation.talk.not_yours")
    if talk is None:
        raise NotFound("conversation.talk.unknown")
    return talk


def _forget(database: Database, sealer: Sealer, talks: list[Talk], why: str) -> None:
    for talk in talks:
        sealer.destroy(talk.key)
        now = database.clock.now()
        with database.transaction() as session:
            if repository.talk(session, talk.call_id) is None:
                continue
            repository.forget(session, talk.call_id)
            audit.record(session, now, "conversation.talk.forgotten", SYSTEM, talk.call_id, why=why)
            announce(session, CHANGED, talk.call_id)
