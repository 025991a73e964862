"""Finds a free desk for whoever waits, and takes the ringing back when it is over.

Runs inside the transaction of the event that may have made a desk free, so that a touch rings at once.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import announce
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.calls import itinerary, repository
from iga_madoguchi.domain.calls.lifecycle import Event, State, Transition, sources, step
from iga_madoguchi.domain.calls.models import Call, Participant
from iga_madoguchi.domain.calls.seats import taken
from iga_madoguchi.domain.presence import service as presence_service
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.kit.ids import new_id

CHANGED = "calls.changed"  # payload: call id
ANSWERED = "calls.answered"  # payload: views.Answered; a CHANGED of the same call comes with it


def ring_free_desks(session: Session, now: datetime, presence: Presence) -> None:
    """A free desk rings for the first call that waits for one of its departments: the one with the fewest
    calls today, so that nobody takes them all. `ring_others` comes after `policy.FIRST_ALONE_S`.

    For somebody on the bench the branch's terminal rings instead; while another resident uses it, the desk
    takes the next one, and the ticket comes right after.
    """
    busy = occupied_desks(session)
    away = presence_service.away_desks(session)
    for call in repository.in_line(session):
        sits = call.state == State.PARKED
        if not (sits or call.state == State.PLACED) or (call.not_before or now) > now:
            continue
        desks = terminals.desks_of(session, call.department_id)
        free = [desk for desk in desks if desk not in busy and desk not in away and presence.online(desk)]
        if sits:
            fairest = _fewest_calls(session, call, free) if free else ""
            if fairest and _turn(session, call, fairest, presence, now):
                busy.add(fairest)
        elif free and move(session, call, Event.RING, SYSTEM, now, rang_at=now):
            fairest = _fewest_calls(session, call, free)
            invite(session, call, fairest)
            busy.add(fairest)


def ring_others(session: Session, call: Call, presence: Presence, besides: str = "") -> None:
    """The department's other free desks ring for this call too."""
    desks = [desk for desk in terminals.desks_of(session, call.department_id) if desk != besides]
    if len(desks) < (1 if besides else 2):
        return
    unfit = occupied_desks(session) | presence_service.away_desks(session)
    free = [desk for desk in desks if desk not in unfit and presence.online(desk)]
    for desk in free:
        invite(session, call, desk)
    if free:
        announce(session, CHANGED, call.id)


def _fewest_calls(session: Session, call: Call, desks: list[str]) -> str:
    if len(desks) == 1:
        return desks[0]
    had = repository.answered_at(session, call.day, desks)
    return min(desks, key=lambda desk: had[desk])


def _turn(session: Session, call: Call, desk_id: str, presence: Presence, now: datetime) -> bool:
    """The branch's terminal rings for who sat down; False while it is used by somebody else or away."""
    if taken(session, call.branch_id) or not presence.online(call.branch_id):
        return False
    staff = accounts.staff_at(session, desk_id)
    if not move(session, call, Event.TURN, SYSTEM, now, rang_at=now, desk_id=desk_id, staff_name=staff):
        return False
    invite(session, call, desk_id, "joined", staff)
    return True


def send_back(session: Session, call: Call, actor: Actor, now: datetime) -> None:
    """Nobody takes the transfer: the department it came from has it again, before all others."""
    unseat(session, call)
    move(
        session,
        call,
        Event.SEND_BACK,
        actor,
        now,
        department_id=call.from_department_id or call.department_id,
        from_department_id=None,
        from_desk_id=None,
        rang_at=None,
        decline_reason="",
        not_before=None,
        escalated_at=None,
        **itinerary.columns(itinerary.read(call).back()),
    )


def unseat(session: Session, call: Call) -> None:
    """Nobody but the resident sits in the call any more."""
    for seat in repository.participants(session, call.id):
        if seat.terminal_id != call.branch_id:
            session.delete(seat)
    session.flush()


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


def _row_for(call: Call, event: Event) -> Transition | None:
    state = State(call.state)
    return step(state, event) if state in sources(event) else None


def invite(session: Session, call: Call, desk_id: str, state: str = "invited", staff: str = "") -> None:
    """Give a desk its seat in the call."""
    seat = repository.participant_at(session, call.id, desk_id)
    if seat is None:
        seat = Participant(id=new_id(), call_id=call.id, terminal_id=desk_id, kind="desk", state=state)
    seat.state, seat.staff_name = state, staff
    session.add(seat)
    session.flush()


def occupied_desks(session: Session) -> set[str]:
    """Terminals where somebody talks, rings or is asked to join."""
    occupied: set[str] = set()
    for call in repository.open_calls(session):
        if call.state != State.PLACED:
            seats = repository.participants(session, call.id)
            occupied.update(seat.terminal_id for seat in seats if seat.terminal_id != call.branch_id)
    return occupied
