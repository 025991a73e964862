"""What a desk does with a call it owns: hold and resume, transfer with a note, hand over to a colleague."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import availability, itinerary, repository
from iga_madoguchi.domain.calls.lifecycle import ON, Event, State, step
from iga_madoguchi.domain.calls.models import Call, CallNote
from iga_madoguchi.domain.calls.policy import HANDED, NOTE_LIMIT, OBSERVER
from iga_madoguchi.domain.calls.ringing import CHANGED, move, ring_free_desks, unseat
from iga_madoguchi.domain.calls.seats import owned_by
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, Unavailable, WrongOrder


def hold(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """The resident waits a moment and sees why. Raises NotFound, WrongOrder `calls.call.<state>`."""
    _change(database, who, call_id, Event.HOLD)


def resume(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """Both sides see and hear each other again. Raises NotFound, WrongOrder `calls.call.<state>`."""
    _change(database, who, call_id, Event.RESUME)


def transfer(
    database: Database, presence: Presence, who: Identity, call_id: str, department_id: str, note: str = ""
) -> None:
    """Give the call to another department, which reads the note before it answers.

    The resident goes before those who wait there. What nobody takes comes back.
    Raises NotFound, WrongOrder, InvalidInput `calls.note.too_long`, Conflict `calls.transfer.same`,
    Unavailable `calls.department.closed|away|offline`.
    """
    text = checked_note(note)
    now = database.clock.now()
    with database.transaction() as session:
        call = owned_by(session, who, call_id)
        _hand_on(session, presence, who, call, department_id, text, now)


def go_on(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """The next department of the visit's plan: by transfer, or at once where this desk answers it too.

    Raises NotFound, WrongOrder `calls.itinerary.done|calls.call.<state>`, else as `transfer` does.
    """
    now = database.clock.now()
    with database.transaction() as session:
        call = owned_by(session, who, call_id)
        plan = itinerary.read(call)
        if not plan.rest:
            raise WrongOrder("calls.itinerary.done")
        target = plan.rest[0]
        if who.terminal_id in terminals.desks_of(session, target):
            _continue_here(session, who, call, target, now)
        else:
            _hand_on(session, presence, who, call, target, "", now)


def hand_over(database: Database, presence: Presence, who: Identity, call_id: str, participant: str) -> None:
    """A colleague's desk that has joined becomes the owner; this desk leaves.

    Raises NotFound, WrongOrder, Conflict `calls.desk.busy`.
    """
    now = database.clock.now()
    try:
        with database.transaction() as session:
            call = owned_by(session, who, call_id)
            step(State(call.state), Event.HAND_OVER)
            seats = repository.participants(session, call.id)
            heir = next((s for s in seats if s.id == participant and s.state == "joined"), None)
            if heir is None or heir.kind != "desk" or heir.terminal_id == who.terminal_id:
                raise NotFound("calls.participant.unknown")
            served = terminals.departments_of(session, heir.terminal_id)
            ids = [department.id for department in served]
            department_id = call.department_id if call.department_id in ids or not ids else ids[0]
            move(
                session,
                call,
                Event.HAND_OVER,
                who.actor,
                now,
                desk_id=heir.terminal_id,
                staff_name=heir.staff_name,
                department_id=department_id,
                **itinerary.columns(itinerary.read(call).at(department_id)),
            )
            # The bureau was let in by this desk, not by the one that goes on: it may ask again.
            for seat in repository.participants(session, call.id):
                if seat.terminal_id == who.terminal_id or seat.kind == OBSERVER:
                    session.delete(seat)
            session.flush()
            ring_free_desks(session, now, presence)
    except IntegrityError as error:
        raise Conflict("calls.desk.busy") from error


def write_note(database: Database, who: Identity, call_id: str, text: str) -> None:
    """Keep a note with the call for whoever takes it next. Raises NotFound, InvalidInput."""
    checked = checked_note(text)
    if not checked:
        raise InvalidInput("calls.note.empty")
    now = database.clock.now()
    with database.transaction() as session:
        call = owned_by(session, who, call_id)
        keep_note(session, call, who, checked, now)
        announce(session, CHANGED, call.id)


def checked_note(note: str) -> str:
    """The note without its margins. Raises InvalidInput `calls.note.too_long`."""
    text = note.strip()
    if len(text) > NOTE_LIMIT:
        raise InvalidInput("calls.note.too_long", limit=str(NOTE_LIMIT), length=str(len(text)))
    return text


def keep_note(session: Session, call: Call, who: Identity, text: str, now: datetime) -> None:
    """Store a checked note; the log learns that there is one, not what it says."""
    if not text:
        return
    place = terminals.terminal_name(session, who.terminal_id)
    session.add(CallNote(call_id=call.id, at=now, author=who.staff_name, place=place, text=text))
    audit.record(session, now, "calls.note.written", who.actor, call.id, length=len(text))


def _hand_on(
    session: Session,
    presence: Presence,
    who: Identity,
    call: Call,
    department_id: str,
    note: str,
    now: datetime,
) -> None:
    step(State(call.state), Event.TRANSFER)
    target = terminals.department(session, department_id)
    if department_id == call.department_id or who.terminal_id in terminals.desks_of(session, target.id):
        raise Conflict("calls.transfer.same", department=target.name)
    state = availability.of_department(session, presence, target, now)
    if not state.callable:
        raise Unavailable(f"calls.department.{state.state}", department=target.name)
    keep_note(session, call, who, note, now)
    unseat(session, call)
    moved = move(
        session,
        call,
        Event.TRANSFER,
        who.actor,
        now,
        department_id=department_id,
        from_department_id=call.department_id,
        from_desk_id=who.terminal_id,
        rank=HANDED,
        desk_id=None,
        staff_name="",
        rang_at=None,
        answered_at=None,
        decline_reason="",
        not_before=None,
        escalated_at=None,
        **itinerary.columns(itinerary.read(call).to(department_id)),
    )
    if not moved:
        raise Conflict("calls.call.changed")
    ring_free_desks(session, now, presence)


def _continue_here(session: Session, who: Identity, call: Call, department_id: str, now: datetime) -> None:
    """The same clerk answers the next department: the talk goes on, only its subject changes."""
    if call.state not in ON:
        raise WrongOrder(f"calls.call.{State(call.state)}", event="go_on")
    plan = itinerary.read(call).to(department_id)
    if not repository.claim(session, call.id, ON, department_id=department_id, **itinerary.columns(plan)):
        raise Conflict("calls.call.changed")
    audit.record(session, now, "calls.itinerary.continued", who.actor, call.id, department=department_id)
    announce(session, CHANGED, call.id)


def _change(database: Database, who: Identity, call_id: str, event: Event) -> None:
    now = database.clock.now()
    with database.transaction() as session:
        call = owned_by(session, who, call_id)
        step(State(call.state), event)
        if not move(session, call, event, who.actor, now):
            raise Conflict("calls.call.changed")
