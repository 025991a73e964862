"""Who sits where: a terminal's right to touch a call. What is absent and what is foreign look the same."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.availability import WAITING
from iga_madoguchi.domain.calls.lifecycle import GONE, ON, State
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


def tickets(session: Session, call_ids: Collection[str]) -> dict[str, int]:
    """The numbers of these calls, whoever asks: for those who have checked that already."""
    return repository.tickets(session, call_ids)


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


def call_at_branch(session: Session, who: Identity, call_id: str) -> Call:
    """The call, if its resident sits at the branch where this terminal stands. Raises NotFound."""
    call = repository.call(session, call_id)
    if call is None or not who.branch_id or call.branch_id != who.branch_id:
        raise NotFound("calls.call.unknown")
    return call


def call_for_staff(session: Session, who: Identity, call_id: str) -> Call:
    """The open call about which the staff at this terminal may write to those at the other end.

    The branch's staff, and the desk that has it or, before the answer, may take it. Never a kiosk: that is
    the resident's screen. Raises NotFound.
    """
    if who.terminal_kind == "staff":
        call = call_at_branch(session, who, call_id)
    else:
        call = call_for_desk(session, who, call_id)
    if call.state in GONE or (
        who.terminal_kind == "desk" and call.state in ON and call.desk_id != who.terminal_id
    ):
        raise NotFound("calls.call.unknown")
    return call


def at_hand(session: Session, who: Identity) -> Call | None:
    """The call that the staff at this terminal have before them: what is on comes before what rings."""
    if who.terminal_kind == "staff":
        return repository.open_call_of_branch(session, who.branch_id)
    if who.terminal_kind != "desk":
        return None
    seated = repository.seated_calls(session, who.terminal_id)
    on = (call for call in seated if call.state not in WAITING and call.desk_id == who.terminal_id)
    return next(on, None) or next((call for call in seated if call.state == State.RINGING), None)


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
