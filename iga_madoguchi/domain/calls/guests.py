"""Third participants: a desk asks another desk, another branch or an interpreter into its call."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import ON, State
from iga_madoguchi.domain.calls.models import Call, Participant
from iga_madoguchi.domain.calls.policy import GUEST_LIMIT, GUESTS, OBSERVER
from iga_madoguchi.domain.calls.ringing import CHANGED, ring_free_desks
from iga_madoguchi.domain.calls.seats import call_of, engaged, owned_by, seat_of, taken
from iga_madoguchi.domain.calls.talk import checked_note, keep_note
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable, WrongOrder
from iga_madoguchi.kit.ids import new_id


def ask(
    database: Database,
    presence: Presence,
    who: Identity,
    call_id: str,
    terminal_id: str,
    kind: str = "desk",
    note: str = "",
) -> None:
    """Ring at another terminal and ask it to join. It reads the note before it accepts.

    Raises NotFound, WrongOrder, InvalidInput `calls.guest.unknown_kind|calls.note.too_long`,
    Conflict `calls.guest.already|calls.guest.busy|calls.guest.full`, Unavailable `calls.guest.offline`.
    """
    if kind not in GUESTS:
        raise InvalidInput("calls.guest.unknown_kind")
    text = checked_note(note)
    now = database.clock.now()
    with database.transaction() as session:
        call = owned_by(session, who, call_id)
        _must_be_on(call)
        name = _name_of(session, terminal_id)
        seats = repository.participants(session, call.id)
        if any(seat.terminal_id == terminal_id for seat in seats):
            raise Conflict("calls.guest.already", terminal=name)
        if len(seats) - 2 >= GUEST_LIMIT:
            raise Conflict("calls.guest.full")
        if not presence.online(terminal_id):
            raise Unavailable("calls.guest.offline", terminal=name)
        if taken(session, terminal_id):  # a resident's call comes first
            raise Conflict("calls.guest.busy", terminal=name)
        keep_note(session, call, who, text, now)
        seat = Participant(
            id=new_id(), call_id=call.id, terminal_id=terminal_id, kind=kind, state="invited", since=now
        )
        session.add(seat)
        session.flush()
        audit.record(session, now, "calls.guest.asked", who.actor, call.id, terminal=terminal_id, kind=kind)
        announce(session, CHANGED, call.id)


def join(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """The guest accepts. Raises NotFound, WrongOrder, Conflict `calls.guest.busy|calls.guest.joined`."""
    now = database.clock.now()
    with database.transaction() as session:
        call, seat = call_of(session, who, call_id), seat_of(session, who, call_id)
        _must_be_on(call)
        if seat.kind == OBSERVER:
            raise NotFound("calls.call.unknown")
        if seat.state == "joined":
            raise Conflict("calls.guest.joined")
        if engaged(session, who.terminal_id) is not None:
            raise Conflict("calls.guest.busy", terminal=who.terminal_name)
        seat.state, seat.staff_name = "joined", who.staff_name
        session.add(seat)
        session.flush()
        audit.record(session, now, "calls.guest.joined", who.actor, call.id, kind=seat.kind)
        announce(session, CHANGED, call.id)


def leave(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """The guest refuses or goes; the call goes on without it.

    Raises NotFound, NotAllowed for an owner, WrongOrder: a desk that rings is asked to answer, not a guest.
    """
    now = database.clock.now()
    with database.transaction() as session:
        call, seat = call_of(session, who, call_id), seat_of(session, who, call_id)
        _must_be_on(call)
        if not is_guest(call, seat):
            raise NotAllowed("calls.guest.is_owner")
        verb = "left" if seat.state == "joined" else "refused"
        _remove(session, call, seat)
        audit.record(session, now, f"calls.guest.{verb}", who.actor, call.id, kind=seat.kind)
        ring_free_desks(session, now, presence)


def remove(database: Database, presence: Presence, who: Identity, call_id: str, participant: str) -> None:
    """The owner takes an invitation back, or a guest out. Raises NotFound."""
    now = database.clock.now()
    with database.transaction() as session:
        call = owned_by(session, who, call_id)
        seats = repository.participants(session, call.id)
        seat = next((s for s in seats if s.id == participant and is_guest(call, s)), None)
        if seat is None:
            raise NotFound("calls.participant.unknown")
        _remove(session, call, seat)
        audit.record(session, now, "calls.guest.removed", who.actor, call.id, kind=seat.kind)
        ring_free_desks(session, now, presence)


def is_guest(call: Call, seat: Participant) -> bool:
    """Whether a seat is neither the resident's, nor the owner's, nor the bureau's."""
    return seat.kind != OBSERVER and seat.terminal_id not in (call.branch_id, call.desk_id)


def _remove(session: Session, call: Call, seat: Participant) -> None:
    session.delete(seat)
    session.flush()
    announce(session, CHANGED, call.id)


def _must_be_on(call: Call) -> None:
    if call.state not in ON:
        raise WrongOrder(f"calls.call.{State(call.state)}", event="guest")


def _name_of(session: Session, terminal_id: str) -> str:
    found = next((view for view in terminals.all_terminals(session) if view.id == terminal_id), None)
    if found is None or found.kind not in ("branch", "desk"):
        raise NotFound("calls.guest.unknown")
    return found.name
