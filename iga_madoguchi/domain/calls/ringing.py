"""Finds a free desk for whoever waits, and takes the ringing back when nobody is there any more.

Runs inside the transaction of the event that may have made a desk free, so that a touch rings at once.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import Event, State, Transition, sources, step
from iga_madoguchi.domain.calls.models import Call, Participant
from iga_madoguchi.domain.calls.policy import LOST_AFTER_S, RING_LIMIT_S
from iga_madoguchi.domain.presence import service as presence_service
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.kit.ids import new_id

CHANGED = "calls.changed"  # payload: call id


def ring_free_desks(session: Session, now: datetime, presence: Presence) -> None:
    """Each free desk rings for the first call that waits for one of its departments."""
    busy = _occupied_desks(session)
    away = presence_service.away_desks(session)
    for call in repository.open_calls(session):
        if call.state != State.PLACED or (call.not_before is not None and call.not_before > now):
            continue
        desks = terminals.desks_of(session, call.department_id)
        free = [desk for desk in desks if desk not in busy and desk not in away and presence.online(desk)]
        if free and move(session, call, Event.RING, SYSTEM, now, rang_at=now):
            for desk in free:
                invite(session, call, desk)
            busy.update(free)


def withdraw(session: Session, call: Call, desk_id: str, actor: Actor, now: datetime, **why: str) -> None:
    """This desk no longer rings for the call; when it was the last one, the call waits again."""
    seat = repository.participant_at(session, call.id, desk_id)
    if seat is not None:
        session.delete(seat)
        session.flush()
    if not any(other.state == "invited" for other in repository.participants(session, call.id)):
        move(session, call, Event.WITHDRAW, actor, now, rang_at=None, **why)


def move(session: Session, call: Call, event: Event, actor: Actor, now: datetime, **values: object) -> bool:
    """One step of the lifecycle by conditional UPDATE, logged and announced; False if somebody was first."""
    # The state this step starts from is what the UPDATE itself checks; the row in hand may be old.
    row = _row_for(call, event)
    if row is None:
        return False
    if row.target is State.ENDED:
        values |= {"ended_at": now, "end_reason": str(row.reason)}
    if not repository.claim(session, call.id, (row.source,), state=str(row.target), **values):
        return False
    audit.record(
        session, now, f"calls.call.{event}", actor, call.id, department=call.department_id, state=row.target
    )
    announce(session, CHANGED, call.id)
    return True


def sweep(database: Database, presence: Presence) -> None:
    """What time alone brings about: rings that nobody answers, desks that went away, calls that are lost."""
    presence.sweep()
    now = database.clock.now()
    with database.reading() as session:
        if not repository.open_calls(session):
            return
    with database.transaction() as session:
        away = presence_service.away_desks(session)
        for call in repository.open_calls(session):
            if call.state == State.RINGING:
                _sweep_ringing(session, call, presence, away, now)
            if _is_lost(call, presence):
                move(session, call, Event.LOSE, SYSTEM, now)
        ring_free_desks(session, now, presence)


def _sweep_ringing(session: Session, call: Call, presence: Presence, away: set[str], now: datetime) -> None:
    if call.rang_at is not None and (now - call.rang_at).total_seconds() >= RING_LIMIT_S:
        move(session, call, Event.TIME_OUT, SYSTEM, now)
        return
    for seat in repository.participants(session, call.id):
        if seat.state == "invited" and (seat.terminal_id in away or not presence.online(seat.terminal_id)):
            withdraw(session, call, seat.terminal_id, SYSTEM, now)


def _is_lost(call: Call, presence: Presence) -> bool:
    sides = [call.branch_id] + ([call.desk_id] if call.state == State.ANSWERED and call.desk_id else [])
    return call.state != State.ENDED and any(presence.offline_for(side) >= LOST_AFTER_S for side in sides)


def _row_for(call: Call, event: Event) -> Transition | None:
    state = State(call.state)
    return step(state, event) if state in sources(event) else None


def invite(session: Session, call: Call, desk_id: str, state: str = "invited") -> None:
    """Give a desk its seat in the call."""
    seat = repository.participant_at(session, call.id, desk_id)
    if seat is None:
        seat = Participant(id=new_id(), call_id=call.id, terminal_id=desk_id, kind="desk", state=state)
    seat.state = state
    session.add(seat)
    session.flush()


def _occupied_desks(session: Session) -> set[str]:
    occupied: set[str] = set()
    for call in repository.open_calls(session):
        if call.state == State.ANSWERED and call.desk_id:
            occupied.add(call.desk_id)
        elif call.state == State.RINGING:
            occupied.update(
                p.terminal_id for p in repository.participants(session, call.id) if p.kind == "desk"
            )
    return occupied
