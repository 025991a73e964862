"""Who sits where: a terminal's right to touch a call. What is absent and what is foreign look the same."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import ON
from iga_madoguchi.domain.calls.models import Call, Participant
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import NotFound


def call_of(session: Session, who: Identity, call_id: str) -> Call:
    """The call, if this terminal sits in it. Raises NotFound."""
    call = repository.call(session, call_id)
    if call is None or repository.participant_at(session, call_id, who.terminal_id) is None:
        raise NotFound("calls.call.unknown")
    return call


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


def taken(session: Session, terminal_id: str) -> bool:
    """Whether somebody talks, rings, waits or is asked into a call at this terminal."""
    return any(
        terminal_id == call.branch_id or repository.participant_at(session, call.id, terminal_id) is not None
        for call in repository.open_calls(session)
    )


def engaged(session: Session, terminal_id: str) -> Call | None:
    """The call in which this terminal talks now, as owner, branch or guest."""
    for call in repository.open_calls(session):
        if call.state not in ON:
            continue
        seat = repository.participant_at(session, call.id, terminal_id)
        if seat is not None and seat.state == "joined":
            return call
    return None
