"""Who sits where: a terminal's right to touch a call. What is absent and what is foreign look the same."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import ON, State
from iga_madoguchi.domain.calls.models import Call, Participant
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import NotFound


def call_of(session: Session, who: Identity, call_id: str) -> Call:
    """The call, if this terminal sits in it. Raises NotFound."""
    call = repository.call(session, call_id)
    if call is None or repository.participant_at(session, call_id, who.terminal_id) is None:
        raise NotFound("calls.call.unknown")
    return call


def require(session: Session, call_id: str) -> Call:
    """The call, whoever asks: for those who have checked that already. Raises NotFound."""
    call = repository.call(session, call_id)
    if call is None:
        raise NotFound("calls.call.unknown")
    return call


def is_over(session: Session, call_id: str) -> bool:
    """Whether nobody will ever come back to this call."""
    call = repository.call(session, call_id)
    return call is None or call.state == State.ENDED


def seat_of(session: Session, who: Identity, call_id: str) -> Participant:
    """This terminal's seat in the call. Raises NotFound."""
    seat = repository.participant_at(session, call_id, who.terminal_id)
    if seat is None:
        raise NotFound("calls.call.unknown")
    return seat


def call_for_desk(session: Session, who: Identity, call_id: str) -> Call:
    """The call, if this desk answers its department or is asked to stand in for it. Raises NotFound."""
    call = repository.call(session, call_id)
    if call is None or who.terminal_kind != "desk":
        raise NotFound("calls.call.unknown")
    if who.terminal_id in terminals.desks_of(session, call.department_id):
        return call
    return call_of(session, who, call_id)


def owned_by(session: Session, who: Identity, call_id: str) -> Call:
    """The call, if this desk owns it. Raises NotFound."""
    call = repository.call(session, call_id)
    if call is None or call.desk_id is None or call.desk_id != who.terminal_id:
        raise NotFound("calls.call.unknown")
    return call


def engaged(session: Session, terminal_id: str) -> Call | None:
    """The call in which this terminal talks now, as owner, branch or guest."""
    for call in repository.open_calls(session):
        if call.state not in ON:
            continue
        seat = repository.participant_at(session, call.id, terminal_id)
        if seat is not None and seat.state == "joined":
            return call
    return None
