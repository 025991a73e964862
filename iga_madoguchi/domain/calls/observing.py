"""The bureau looks into a call: only when desk and resident both agree, and both see that it is there."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import ON, State
from iga_madoguchi.domain.calls.models import Call, Participant
from iga_madoguchi.domain.calls.policy import GUEST_LIMIT, OBSERVER, OBSERVER_REASONS
from iga_madoguchi.domain.calls.ringing import CHANGED
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongOrder
from iga_madoguchi.kit.ids import new_id


def ask(database: Database, presence: Presence, who: Identity, call_id: str, reason: str) -> None:
    """The bureau asks desk and resident to let it in, and says why.

    Raises NotAllowed, InvalidInput `calls.observer.unknown_reason`, NotFound, WrongOrder,
    Conflict `calls.observer.already|calls.observer.busy|calls.guest.full`.
    """
    if who.terminal_kind != "admin" or Permission.ADMIN_MANAGE not in who.permissions:
        raise NotAllowed("calls.observer.not_allowed")
    if reason not in OBSERVER_REASONS:
        raise InvalidInput("calls.observer.unknown_reason")
    now = database.clock.now()
    with database.transaction() as session:
        require(session, "observing")
        call = repository.call(session, call_id)
        if call is None:
            raise NotFound("calls.call.unknown")
        if call.state not in ON:
            raise WrongOrder(f"calls.call.{State(call.state)}", event="observe")
        seats = repository.participants(session, call.id)
        if any(seat.kind == OBSERVER for seat in seats):
            raise Conflict("calls.observer.already")
        if repository.seated_calls(session, who.terminal_id):
            raise Conflict("calls.observer.busy")
        if len(seats) - 2 >= GUEST_LIMIT:
            raise Conflict("calls.guest.full")
        seat = Participant(
            id=new_id(),
            call_id=call.id,
            terminal_id=who.terminal_id,
            kind=OBSERVER,
            state="invited",
            staff_name=who.staff_name,
            reason=reason,
            since=now,
        )
        session.add(seat)
        session.flush()
        audit.record(session, now, "calls.observer.asked", who.actor, call.id, reason=reason)
        announce(session, CHANGED, call.id)


def agree(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """The owner desk or the resident lets the bureau in; it enters once both have. Raises NotFound."""
    now = database.clock.now()
    with database.transaction() as session:
        call, seat = _asked(session, call_id)
        side = _side(call, who)
        if seat.state == "joined":
            return
        seat.desk_agreed |= side == "desk"
        seat.branch_agreed |= side == "branch"
        audit.record(session, now, "calls.observer.agreed", who.actor, call.id, side=side)
        if seat.desk_agreed and seat.branch_agreed:
            seat.state = "joined"
            audit.record(session, now, "calls.observer.joined", who.actor, call.id, terminal=seat.terminal_id)
        session.add(seat)
        session.flush()
        announce(session, CHANGED, call.id)


def end(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """Desk or resident refuse the bureau or send it out; the bureau itself goes. Raises NotFound."""
    now = database.clock.now()
    with database.transaction() as session:
        call, seat = _asked(session, call_id)
        own = seat.terminal_id == who.terminal_id
        if not own:
            _side(call, who)
        joined = seat.state == "joined"
        verb = ("left" if joined else "withdrawn") if own else ("dismissed" if joined else "refused")
        session.delete(seat)
        session.flush()
        audit.record(session, now, f"calls.observer.{verb}", who.actor, call.id)
        announce(session, CHANGED, call.id)


def _asked(session: Session, call_id: str) -> tuple[Call, Participant]:
    call = repository.call(session, call_id)
    seats = repository.participants(session, call_id)
    seat = next((seat for seat in seats if seat.kind == OBSERVER), None)
    if call is None or seat is None or call.state not in ON:
        raise NotFound("calls.observer.unknown")
    return call, seat


def _side(call: Call, who: Identity) -> str:
    """Only the two who talk may say yes or no: guests may not."""
    if who.terminal_id == call.branch_id:
        return "branch"
    if who.terminal_id == call.desk_id:
        return "desk"
    raise NotFound("calls.observer.unknown")
