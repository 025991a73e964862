"""In which language the resident of a call reads and listens; it may change at any moment of it."""

from __future__ import annotations

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls.lifecycle import State
from iga_madoguchi.domain.calls.policy import LANGUAGES
from iga_madoguchi.domain.calls.ringing import CHANGED
from iga_madoguchi.domain.calls.seats import call_of
from iga_madoguchi.errors import InvalidInput, NotFound, WrongOrder


def change(database: Database, who: Identity, call_id: str, language: str) -> None:
    """The branch's own screen speaks otherwise: the desk sees it, and what is said from now on goes that way.

    Raises NotFound `calls.call.unknown`, InvalidInput `calls.language.unknown`, WrongOrder
    `calls.call.ended`.
    """
    if language not in LANGUAGES:
        raise InvalidInput("calls.language.unknown")
    with database.transaction() as session:
        call = call_of(session, who, call_id)
        if call.branch_id != who.terminal_id:
            raise NotFound("calls.call.unknown")
        if call.state == State.ENDED:
            raise WrongOrder("calls.call.ended")
        if call.language == language:
            return
        call.language = language
        session.add(call)
        now = database.clock.now()
        audit.record(session, now, "calls.language.changed", who.actor, call_id, language=language)
        announce(session, CHANGED, call_id)
