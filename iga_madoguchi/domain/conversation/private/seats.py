"""Who may see and touch a private question: the desk that asked, and the call's branch. Nobody else, ever."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import attendance, seats
from iga_madoguchi.domain.calls.lifecycle import ON
from iga_madoguchi.domain.conversation.private import repository
from iga_madoguchi.domain.conversation.private.models import PrivateQuestion
from iga_madoguchi.errors import NotAllowed, NotFound


def must_be(session: Session, who: Identity, call_id: str, part: str) -> None:
    """NotFound for strangers and the bureau, NotAllowed `private.part` for another part in the call."""
    if attendance.attending(session, who, call_id).role != part:
        raise NotAllowed("private.part")


def open_here(session: Session, call_id: str, question_id: str) -> PrivateQuestion:
    """The call's open question, if it is this one. Raises NotFound `private.question.unknown`."""
    row = repository.of_call(session, call_id)
    if row is None or row.id != question_id or over(session, row):
        raise NotFound("private.question.unknown")
    return row


def over(session: Session, row: PrivateQuestion) -> bool:
    """Whether the talk in which it was asked has ended, or another desk has the call now."""
    try:
        call = seats.require(session, row.call_id)
    except NotFound:
        return True
    return call.state not in ON or call.desk_id != row.desk_id
