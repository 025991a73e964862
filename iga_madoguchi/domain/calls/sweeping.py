"""What time alone brings about: rings that nobody answers, desks and branches that went away, past days."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import GONE, ON, Event, Parked, State
from iga_madoguchi.domain.calls.models import Call
from iga_madoguchi.domain.calls.policy import (
    CLOCK_JUMP_S,
    DECLINE_MINUTES,
    ESCALATE_AFTER_S,
    FIRST_ALONE_S,
    LOST_AFTER_S,
    RECALL_LIMIT_S,
    RING_LIMIT_S,
)
from iga_madoguchi.domain.calls.ringing import (
    CHANGED,
    invite,
    move,
    occupied_desks,
    ring_free_desks,
    ring_others,
    send_back,
    unseat,
    withdraw,
)
from iga_madoguchi.domain.presence import service as presence_service
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.kit.clock import local


class Sweeper:
    """Sweeps again and again, and knows when the clock has not told the time that has passed."""

    def __init__(self, database: Database, presence: Presence) -> None:
        self._database = database
        self._presence = presence
        self._before: tuple[datetime, float] | None = None

    def run(self) -> None:
        here, passed = self._database.clock.now(), time.monotonic()
        if self._before is None or self._jumped(here, passed):
            settle(self._database)
        self._before = (here, passed)
        sweep(self._database, self._presence)

    def _jumped(self, here: datetime, passed: float) -> bool:
        assert self._before is not None
        wall, monotonic = self._before
        return abs((here - wall).total_seconds() - (passed - monotonic)) > CLOCK_JUMP_S


def settle(database: Database) -> None:
    """After a start of the server or a jump of the clock nobody loses anything to time that did not pass.

    What rings, rings anew for its whole time; who was asked to wait some minutes waits no longer than these;
    no moment lies in the future.
    """
    now = database.clock.now()
    with database.reading() as session:
        if not repository.open_calls(session) and not repository.parked_calls(session):
            return
    with database.transaction() as session:
        for call in [*repository.open_calls(session), *repository.parked_calls(session)]:
            call.placed_at = min(call.placed_at, now)
            if call.answered_at is not None:
                call.answered_at = min(call.answered_at, now)
            if call.rang_at is not None:
                call.rang_at = now
            if call.not_before is not None:
                longest = timedelta(minutes=DECLINE_MINUTES.get(call.decline_reason, 0))
                call.not_before = min(call.not_before, now + longest)
            session.add(call)
            for seat in repository.participants(session, call.id):
                if seat.since is not None:
                    seat.since = now
                    session.add(seat)


def sweep(database: Database, presence: Presence) -> None:
    """What time alone brings about: rings that nobody answers, desks that went away, calls that are lost."""
    presence.sweep()
    now = database.clock.now()
    with database.reading() as session:
        if not repository.in_line(session):
            return
    with database.transaction() as session:
        away = presence_service.away_desks(session)
        for call in repository.open_calls(session):
            if call.state == State.RINGING:
                _sweep_ringing(session, call, presence, away, now)
            if call.state == State.PLACED and call.from_department_id:
                _sweep_handed(session, call, presence, away, now)
            elif call.state == State.PLACED:
                _sweep_unattended(session, call, presence, away, now)
            if call.state == State.RECALLED:
                _sweep_recalled(session, call, presence, now)
            if call.state in ON:
                _sweep_guests(session, call, presence, now)
            if _is_lost(call, presence):
                move(session, call, Event.LOSE, SYSTEM, now)
        ring_free_desks(session, now, presence)


def _sweep_ringing(session: Session, call: Call, presence: Presence, away: set[str], now: datetime) -> None:
    if call.rang_at is not None and (now - call.rang_at).total_seconds() >= RING_LIMIT_S:
        _give_up_ringing(session, call, now)
        return
    rings_s = (now - (call.rang_at or now)).total_seconds()
    if (
        rings_s >= FIRST_ALONE_S and (call.not_before or now) <= now
    ):  # who declined is not asked again at once
        ring_others(session, call, presence)
    if rings_s >= ESCALATE_AFTER_S and call.escalated_at is None:
        _escalate(session, call, presence, away, now)
    for seat in repository.participants(session, call.id):
        if seat.state == "invited" and (seat.terminal_id in away or not presence.online(seat.terminal_id)):
            withdraw(session, call, seat.terminal_id, SYSTEM, now)


def _give_up_ringing(session: Session, call: Call, now: datetime) -> None:
    """Nothing rings for ever: a transfer goes back, a ticket is kept for call-back."""
    if call.from_department_id is not None:
        send_back(session, call, SYSTEM, now)
        return
    unseat(session, call)
    move(session, call, Event.TIME_OUT, SYSTEM, now, parked=str(Parked.NO_ANSWER), rang_at=None)


def _escalate(session: Session, call: Call, presence: Presence, away: set[str], now: datetime) -> None:
    """The department's other terminals and its deputy's ring too, once: as soon as one of them is free."""
    desks = (*terminals.desks_of(session, call.department_id), *_deputy_desks(session, call))
    busy = occupied_desks(session)
    free = [desk for desk in desks if desk not in busy and desk not in away and presence.online(desk)]
    if free:
        _ring_too(session, call, free, now)


def _deputy_desks(session: Session, call: Call) -> tuple[str, ...]:
    deputy = terminals.department(session, call.department_id).deputy_id
    return terminals.desks_of(session, deputy) if deputy else ()


def _ring_too(session: Session, call: Call, free: list[str], now: datetime) -> None:
    call.escalated_at = now
    session.add(call)
    session.flush()
    for desk in free:
        invite(session, call, desk)
    audit.record(session, now, "calls.call.escalated", SYSTEM, call.id, desks=",".join(free))
    announce(session, CHANGED, call.id)


def _sweep_unattended(
    session: Session, call: Call, presence: Presence, away: set[str], now: datetime
) -> None:
    """All desks of the department have been empty for a minute: the deputy rings, or the ticket is kept."""
    if call.not_before is not None and call.not_before > now:
        return
    desks = terminals.desks_of(session, call.department_id)
    absences = [presence_service.absent_for(session, presence, desk, now) for desk in desks]
    if min(absences, default=0.0) < RING_LIMIT_S:
        return
    deputies = [d for d in _deputy_desks(session, call) if d not in away and presence.online(d)]
    busy = occupied_desks(session)
    free = [desk for desk in deputies if desk not in busy]
    if free and move(session, call, Event.RING, SYSTEM, now, rang_at=now):
        _ring_too(session, call, free, now)
    elif not deputies:
        move(session, call, Event.TIME_OUT, SYSTEM, now, parked=str(Parked.NO_ANSWER))


def _sweep_handed(session: Session, call: Call, presence: Presence, away: set[str], now: datetime) -> None:
    """A transfer whose department has nobody any more goes back at once."""
    desks = terminals.desks_of(session, call.department_id)
    if not any(presence.online(desk) and desk not in away for desk in desks):
        send_back(session, call, SYSTEM, now)


def _sweep_recalled(session: Session, call: Call, presence: Presence, now: datetime) -> None:
    silent = call.rang_at is not None and (now - call.rang_at).total_seconds() >= RECALL_LIMIT_S
    over = silent or not presence.online(call.branch_id)
    if over or not presence.online(call.desk_id or ""):
        unseat(session, call)
        # A desk that has gone is no fault of who waits on the bench: the place in the queue stays.
        waits = call.parked == Parked.RING_ME and not over
        why = str(Parked.RING_ME if waits else Parked.MISSED)
        move(session, call, Event.MISS, SYSTEM, now, parked=why, rang_at=None, desk_id=None, staff_name="")


def _sweep_guests(session: Session, call: Call, presence: Presence, now: datetime) -> None:
    """An invitation that nobody accepts is withdrawn; a guest that has gone for good leaves."""
    for seat in repository.participants(session, call.id):
        waited = (now - seat.since).total_seconds() if seat.since is not None else 0
        silent = seat.state == "invited" and waited >= RING_LIMIT_S
        lost = seat.since is not None and presence.offline_for(seat.terminal_id) >= LOST_AFTER_S
        if (silent or lost) and seat.terminal_id not in (call.branch_id, call.desk_id):
            session.delete(seat)
            session.flush()
            why = "no_answer" if silent else "lost"
            audit.record(session, now, f"calls.guest.{why}", SYSTEM, call.id, kind=seat.kind)
            announce(session, CHANGED, call.id)


def expire(database: Database) -> None:
    """Tickets of past days that nobody called back any more."""
    now = database.clock.now()
    today = local(now).date()
    with database.reading() as session:
        if not any(call.day < today for call in repository.parked_calls(session)):
            return
    with database.transaction() as session:
        for call in repository.parked_calls(session):
            if call.day < today:
                move(session, call, Event.EXPIRE, SYSTEM, now)


def _is_lost(call: Call, presence: Presence) -> bool:
    sides = [call.branch_id] + ([call.desk_id] if call.state in ON and call.desk_id else [])
    return call.state not in (*GONE, State.RECALLED) and any(
        presence.offline_for(side) >= LOST_AFTER_S for side in sides
    )
