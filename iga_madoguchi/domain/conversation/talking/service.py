"""Say something in writing, and take it back. What was said is read in `look`.

The log learns that somebody wrote, and in which way; never what, nor how much: the length of an answer tells.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.conversation.talking import repository, sealing
from iga_madoguchi.domain.conversation.talking.checking import checked
from iga_madoguchi.domain.conversation.talking.events import SAID, UNSAID
from iga_madoguchi.domain.conversation.talking.models import Talk, Utterance
from iga_madoguchi.domain.conversation.talking.policy import SAYINGS_LIMIT, TMP_LIMIT
from iga_madoguchi.domain.conversation.talking.views import Words
from iga_madoguchi.domain.forms.ports import Sealer
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound
from iga_madoguchi.kit.ids import new_id


def say(database: Database, sealer: Sealer, who: Identity, call_id: str, words: Words, tmp: str) -> str:
    """Something to all who take part in the call; the id of the saying.

    `tmp` is the speaker's own name for it: said again under the same name it is not said twice.
    Raises NotFound, InvalidInput `conversation.talk.empty|too_long|unusable`,
    Conflict `conversation.talk.full`, Unavailable `papers.disk.full`.
    """
    said = checked(words)
    if not 1 <= len(tmp) <= TMP_LIMIT:
        raise InvalidInput("conversation.talk.unusable")
    now = database.clock.now()
    made: list[str] = []
    try:
        with database.transaction() as session:
            require(session, "talk")
            seat = attendance.attending(session, who, call_id)
            before = repository.by_tmp(session, call_id, seat.participant, tmp)
            if before is not None:
                return before.id
            if repository.count(session, call_id) >= SAYINGS_LIMIT:
                raise Conflict("conversation.talk.full", limit=str(SAYINGS_LIMIT))
            key = _key(session, sealer, call_id, now=now, made=made)
            row = Utterance(
                id=new_id(),
                call_id=call_id,
                number=repository.next_number(session, call_id),
                at=now,
                participant_id=seat.participant,
                side=seat.role,
                author=who.staff_name or who.terminal_name,
                kind=said.kind,
                tmp=tmp,
                content=b"",
            )
            row.content = sealing.seal(sealer, key, row.id, said)
            session.add(row)
            audit.record(session, now, "conversation.talk.said", who.actor, call_id, kind=said.kind)
            announce(session, SAID, {"call": call_id, "saying": row.id})
            return row.id
    except BaseException:
        for key in made:
            sealer.destroy(key)
        raise


def unsay(database: Database, who: Identity, call_id: str, saying_id: str) -> None:
    """Take back one's own saying; it is gone for everybody.

    Raises NotFound `conversation.talk.unknown`, `calls.call.unknown`: also for what others have said.
    """
    now = database.clock.now()
    with database.transaction() as session:
        require(session, "talk")
        seat = attendance.attending(session, who, call_id)
        row = repository.utterance(session, call_id, saying_id)
        if row is None or row.participant_id != seat.participant:
            raise NotFound("conversation.talk.unknown")
        session.delete(row)
        audit.record(session, now, "conversation.talk.unsaid", who.actor, call_id, kind=row.kind)
        announce(session, UNSAID, {"call": call_id, "saying": saying_id})


def _key(session: Session, sealer: Sealer, call_id: str, *, now: datetime, made: list[str]) -> str:
    """The key of the call's conversation; with its first saying a new one, added to `made`.

    One writes at a time, so a second first saying finds the first one's key.
    """
    talk = repository.talk(session, call_id)
    if talk is not None:
        return talk.key
    key = sealer.new_key()
    made.append(key)
    session.add(Talk(call_id=call_id, key=key, started_at=now))
    session.flush()
    return key
