"""Tickets: who comes first, who leaves and is called back, what is settled without a call."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import Event, Parked, State, sources, step
from iga_madoguchi.domain.calls.models import Call
from iga_madoguchi.domain.calls.policy import PRIORITIES, SITTING_LIMIT, URGENT
from iga_madoguchi.domain.calls.ringing import CHANGED, invite, move, ring_free_desks, unseat
from iga_madoguchi.domain.calls.seats import call_at_branch, call_for_desk, call_of, engaged
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, Unavailable, WrongOrder


def prefer(database: Database, presence: Presence, who: Identity, call_id: str, priority: str) -> None:
    """Let a ticket go before the others, for a reason that is logged. One reason is enough.

    Raises NotFound, InvalidInput `calls.priority.unknown`, Conflict `calls.priority.already`, WrongOrder.
    """
    if priority not in PRIORITIES:
        raise InvalidInput("calls.priority.unknown")
    now = database.clock.now()
    with database.transaction() as session:
        if who.branch_id:
            call = call_at_branch(session, who, call_id)
        else:
            call = call_for_desk(session, who, call_id)
        if call.state not in (State.PLACED, State.RINGING, State.PARKED):
            raise WrongOrder(f"calls.call.{call.state}", event="prefer")
        if call.priority:
            raise Conflict("calls.priority.already")
        call.priority, call.rank = priority, min(call.rank, URGENT)
        session.add(call)
        session.flush()
        audit.record(session, now, "calls.call.preferred", who.actor, call.id, priority=priority)
        announce(session, CHANGED, call.id)
        ring_free_desks(session, now, presence)


def sit_down(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """The resident waits on the bench: the terminal is free for others and rings when the turn comes.

    The ticket keeps its place in the queue. Raises NotFound, WrongOrder, Conflict `calls.ring_me.full`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        require(session, "ring_me")
        call = call_of(session, who, call_id)
        step(State(call.state), Event.SIT_DOWN)
        if who.terminal_id != call.branch_id:
            raise NotFound("calls.call.unknown")
        if len(repository.sitting(session, call.branch_id)) >= SITTING_LIMIT:
            raise Conflict("calls.ring_me.full")
        move(session, call, Event.SIT_DOWN, who.actor, now, parked=str(Parked.RING_ME))
        ring_free_desks(session, now, presence)


def park(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """The resident goes and keeps the ticket; the department calls back. Raises NotFound, WrongOrder."""
    now = database.clock.now()
    with database.transaction() as session:
        call = call_of(session, who, call_id)
        step(State(call.state), Event.PARK)
        unseat(session, call)
        move(session, call, Event.PARK, who.actor, now, parked=str(Parked.LEFT), rang_at=None)
        ring_free_desks(session, now, presence)


def recall(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """The desk rings the branch for a parked ticket.

    Raises NotFound, WrongOrder, Conflict `calls.desk.busy|calls.branch.busy`,
    Unavailable `calls.branch.offline`.
    """
    now = database.clock.now()
    try:
        with database.transaction() as session:
            _ring_branch(session, presence, who, call_for_desk(session, who, call_id), now)
    except IntegrityError as error:
        raise Conflict("calls.desk.busy") from error


def summon(session: Session, presence: Presence, who: Identity, call_id: str, now: datetime) -> None:
    """Ring the branch for a call that has just been entered, in the caller's transaction.

    The resident's touch begins the talk, so that no camera opens before an empty chair. Raises as `recall`.
    """
    call = call_for_desk(session, who, call_id)
    step(State(call.state), Event.PARK)
    move(session, call, Event.PARK, who.actor, now, parked=str(Parked.LEFT))
    _ring_branch(session, presence, who, call, now)


def _ring_branch(session: Session, presence: Presence, who: Identity, call: Call, now: datetime) -> None:
    step(State(call.state), Event.RECALL)
    name = terminals.terminal_name(session, call.branch_id)
    if engaged(session, who.terminal_id) is not None:
        raise Conflict("calls.desk.busy")
    if engaged(session, call.branch_id) is not None or repository.open_call_of_branch(
        session, call.branch_id
    ):
        raise Conflict("calls.branch.busy", branch=name)
    if not presence.online(call.branch_id):
        raise Unavailable("calls.branch.offline", branch=name)
    taken = move(
        session,
        call,
        Event.RECALL,
        who.actor,
        now,
        rang_at=now,
        desk_id=who.terminal_id,
        staff_name=who.staff_name,
    )
    if not taken:
        raise Conflict("calls.call.changed")
    invite(session, call, who.terminal_id, "joined", who.staff_name)


def come_back(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """The resident is at the terminal: the call is on. Raises NotFound, WrongOrder."""
    now = database.clock.now()
    with database.transaction() as session:
        call = call_of(session, who, call_id)
        step(State(call.state), Event.RETURN)
        if who.terminal_id != call.branch_id:
            raise NotFound("calls.call.unknown")
        if not move(session, call, Event.RETURN, who.actor, now, answered_at=now, parked=""):
            raise Conflict("calls.call.changed")


def miss(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """Nobody is there, or the desk stops ringing: the ticket stays. Raises NotFound, WrongOrder."""
    now = database.clock.now()
    with database.transaction() as session:
        call = call_of(session, who, call_id)
        step(State(call.state), Event.MISS)
        unseat(session, call)
        missed = str(Parked.MISSED)
        move(
            session,
            call,
            Event.MISS,
            who.actor,
            now,
            parked=missed,
            rang_at=None,
            desk_id=None,
            staff_name="",
        )
        ring_free_desks(session, now, presence)


def discard(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """Settled otherwise, by telephone for instance. Raises NotFound, WrongOrder `calls.call.<state>`."""
    now = database.clock.now()
    with database.transaction() as session:
        call = call_for_desk(session, who, call_id)
        step(State(call.state), Event.DISCARD)
        if State(call.state) not in sources(Event.DISCARD) or not move(
            session, call, Event.DISCARD, who.actor, now
        ):
            raise Conflict("calls.call.changed")
