"""What has been said in writing: to who takes part, and later to the department that keeps it."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.conversation.talking import repository, sealing
from iga_madoguchi.domain.conversation.talking.models import Talk, Utterance
from iga_madoguchi.domain.conversation.talking.policy import Side
from iga_madoguchi.domain.conversation.talking.views import Saying, TalkView
from iga_madoguchi.domain.forms.ports import Sealer
from iga_madoguchi.errors import NotFound


def said(database: Database, sealer: Sealer, who: Identity, call_id: str) -> TalkView:
    """All that was said in the call that is on. Raises NotFound `calls.call.unknown`."""
    with database.reading() as session:
        attendance.attending(session, who, call_id)
        talk = repository.talk(session, call_id)
        return TalkView(()) if talk is None else _view(session, sealer, talk)


def one(database: Database, sealer: Sealer, who: Identity, call_id: str, saying_id: str) -> Saying | None:
    """One saying of the call that is on; None when it is taken back. Raises NotFound `calls.call.unknown`."""
    with database.reading() as session:
        attendance.attending(session, who, call_id)
        talk = repository.talk(session, call_id)
        row = repository.utterance(session, call_id, saying_id)
        return None if talk is None or row is None else _saying(sealer, talk, row)


def is_kept(database: Database, who: Identity, call_id: str) -> datetime | None:
    """Until when this desk's department keeps what was said in a call that is over; None: nothing to read."""
    with database.reading() as session:
        talk = _kept(session, who, call_id, database.clock.now())
        return None if talk is None else talk.kept_until


def kept(database: Database, sealer: Sealer, who: Identity, call_id: str) -> TalkView:
    """What the department of this desk keeps of a call that is over. Each look is logged. Raises NotFound."""
    now = database.clock.now()
    with database.transaction() as session:
        talk = _kept(session, who, call_id, now)
        if talk is None:
            raise NotFound("conversation.talk.unknown")
        audit.record(session, now, "conversation.talk.read", who.actor, call_id)
        return _view(session, sealer, talk)


def _kept(session: Session, who: Identity, call_id: str, now: datetime) -> Talk | None:
    talk = repository.talk(session, call_id)
    if talk is None or talk.kept_until is None or talk.kept_until <= now:
        return None
    if not attendance.over(session, call_id) or not attendance.desk_of(session, who, talk.kept_by):
        return None
    return talk


def _view(session: Session, sealer: Sealer, talk: Talk) -> TalkView:
    rows = repository.utterances(session, talk.call_id)
    return TalkView(tuple(_saying(sealer, talk, row) for row in rows), talk.kept_until)


def _saying(sealer: Sealer, talk: Talk, row: Utterance) -> Saying:
    words = sealing.unseal(sealer, talk.key, row.id, row.content)
    return Saying(row.id, row.at, row.participant_id, cast(Side, row.side), row.author, row.tmp, words)
