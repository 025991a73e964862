"""Switch captions by speech on and off, and say who may be listened to.

That it is on is known to the call's room alone: it ends with the call, and nothing of it is stored. The log
learns that somebody switched it, never what was heard.
"""

from __future__ import annotations

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.conversation.speech import policy
from iga_madoguchi.domain.conversation.speech.views import Speaker
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.errors import NotAllowed


def switch(database: Database, who: Identity, call_id: str, on: bool) -> None:
    """The owner's desk switches it on; desk and resident may each switch it off.

    Raises NotFound `calls.call.unknown`, `functions.off`, NotAllowed `conversation.speech.not_yours`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        require(session, "talk")
        role = attendance.attending(session, who, call_id).role
        if role != "desk" and (on or role != "branch"):
            raise NotAllowed("conversation.speech.not_yours")
        verb = "conversation.speech.on" if on else "conversation.speech.off"
        audit.record(session, now, verb, who.actor, call_id)


def speaker(database: Database, who: Identity, call_id: str) -> Speaker:
    """This terminal's seat, if its voice may become captions.

    Raises NotFound `calls.call.unknown`, `functions.off`.
    """
    with database.reading() as session:
        require(session, "talk")
        seat = attendance.attending(session, who, call_id)
        language, held = attendance.spoken(session, call_id)
        return Speaker(seat.participant, seat.role, policy.spoken_by(seat.role, language), held)


def resident_language(database: Database, who: Identity, call_id: str) -> str:
    """In which language the resident of this call reads. Raises NotFound `calls.call.unknown`."""
    with database.reading() as session:
        attendance.attending(session, who, call_id)
        return attendance.spoken(session, call_id)[0]
