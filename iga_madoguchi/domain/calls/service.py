"""What people do with a call: place, answer, let wait, pick, hang up, ask for help beside them.

Each verb is one transaction; the first to claim a call gets it, the others learn who did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.calls import availability, itinerary, matter, media, repository
from iga_madoguchi.domain.calls.lifecycle import ON, Event, State, sources, step
from iga_madoguchi.domain.calls.models import Call, HelpRequest, Participant
from iga_madoguchi.domain.calls.policy import DECLINE_MINUTES, LANGUAGES, NEEDS, PRIORITIES, URGENT, USUAL
from iga_madoguchi.domain.calls.ringing import (
    ANSWERED,
    CHANGED,
    invite,
    move,
    ring_free_desks,
    ring_others,
    send_back,
    withdraw,
)
from iga_madoguchi.domain.calls.seats import call_for_desk, call_of, engaged, owned_by
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.domain.power.service import require_calls
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.ids import new_id

HELP_WANTED = "calls.help_wanted"  # payload: branch id


@dataclass(frozen=True)
class Visit:
    """What somebody comes for. `departments` in the order of the visit: the first is called now."""

    departments: tuple[str, ...]
    needs: tuple[str, ...] = ()
    language: str = "ja"
    priority: str = ""
    procedure: str = ""


def place(
    database: Database,
    presence: Presence,
    who: Identity,
    department_id: str,
    needs: Sequence[str] = (),
    language: str = "ja",
    then: Sequence[str] = (),
    procedure: str = "",
) -> str:
    """The branch calls a department; the call's id. It rings at once where a desk is free.

    The resident touches the kiosk, or the branch's staff call for them from their own screen; it is one call.
    `then`: the departments that the same visit needs afterwards. `procedure`: what the resident comes for.
    Raises NotFound, InvalidInput `calls.needs.unknown|calls.language.unknown|calls.itinerary.unusable|
    calls.procedure.elsewhere`, WrongOrder `procedures.procedure.retired`,
    Unavailable `calls.department.closed|away|offline`, `calls.kiosk.offline`, `power.calls.held`,
    Conflict `calls.branch.already_calling`.
    """
    if not who.branch_id:
        raise NotAllowed("calls.place.not_a_branch")
    now = database.clock.now()
    visit = Visit((department_id, *then), tuple(needs), language, procedure=procedure)
    try:
        with database.transaction() as session:
            if who.terminal_kind == "staff" and not presence.online(who.branch_id):
                raise Unavailable("calls.kiosk.offline")
            call_id = enter(session, presence, who.actor, who.branch_id, visit, now)
            ring_free_desks(session, now, presence)
            return call_id
    except IntegrityError as error:
        raise Conflict("calls.branch.already_calling") from error


def enter(
    session: Session, presence: Presence, actor: Actor, branch_id: str, visit: Visit, now: datetime
) -> str:
    """Put a visit into the queue, in the caller's transaction, not ringing yet. Raises as `place` does."""
    require_calls(session)
    wanted = sorted(set(visit.needs))
    if not set(wanted) <= set(NEEDS):
        raise InvalidInput("calls.needs.unknown")
    if visit.language not in LANGUAGES:
        raise InvalidInput("calls.language.unknown")
    if visit.priority not in ("", *PRIORITIES):
        raise InvalidInput("calls.priority.unknown")
    if not 0 < len(visit.departments) == len(set(visit.departments)) <= itinerary.MOST_STOPS:
        raise InvalidInput("calls.itinerary.unusable", limit=str(itinerary.MOST_STOPS))
    if len(visit.departments) > 1:
        require(session, "several")
    department, *_ = [terminals.department(session, stop) for stop in visit.departments]
    if engaged(session, branch_id) is not None:
        raise Conflict("calls.branch.in_call")
    if repository.open_call_of_branch(session, branch_id) is not None:
        raise Conflict("calls.branch.already_calling")
    state = availability.of_department(session, presence, department, now)
    if not state.callable:
        raise Unavailable(f"calls.department.{state.state}", department=department.name)
    day, plan = local(now).date(), itinerary.begin(visit.departments)
    chosen = matter.columns(session, visit.procedure, department.id) if visit.procedure else {}
    call = Call(
        id=new_id(),
        day=day,
        ticket=repository.next_ticket(session, day),
        branch_id=branch_id,
        department_id=department.id,
        state=State.PLACED,
        needs=",".join(wanted),
        language=visit.language,
        placed_at=now,
        rank=URGENT if visit.priority else USUAL,
        priority=visit.priority,
        itinerary=",".join(plan.stops),
        stage=plan.stage,
        **chosen,
    )
    session.add(call)
    session.flush()
    session.add(
        Participant(id=new_id(), call_id=call.id, terminal_id=branch_id, kind="branch", state="joined")
    )
    audit.record(session, now, "calls.call.placed", actor, call.id, department=department.id)
    if visit.priority:
        audit.record(session, now, "calls.call.preferred", actor, call.id, priority=visit.priority)
    announce(session, CHANGED, call.id)
    return call.id


def answer(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """The desk takes the call that rings there. One of several gets it.

    Raises NotFound, WrongOrder `calls.call.<state>`, Conflict `calls.call.answered_by` (with `desk` and
    `staff`) or `calls.desk.busy`.
    """
    _take(database, presence, who, call_id, Event.ANSWER)


def pick(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """The desk takes another one of the waiting list. Raises as `answer` does."""
    _take(database, presence, who, call_id, Event.PICK)


def decline(database: Database, presence: Presence, who: Identity, call_id: str, reason: str) -> None:
    """The desk lets the resident wait; the ticket keeps its place and rings again after the stated minutes.

    Raises NotFound, WrongOrder, InvalidInput `calls.decline.unknown`.
    """
    if reason not in DECLINE_MINUTES:
        raise InvalidInput("calls.decline.unknown")
    now = database.clock.now()
    with database.transaction() as session:
        call = call_for_desk(session, who, call_id)
        step(State(call.state), Event.WITHDRAW)
        call.decline_reason, call.not_before = reason, now + timedelta(minutes=DECLINE_MINUTES[reason])
        session.add(call)
        session.flush()
        audit.record(session, now, "calls.call.declined", who.actor, call.id, reason=reason)
        if call.from_desk_id is not None:
            send_back(session, call, who.actor, now)
        else:
            ring_others(session, call, presence, besides=who.terminal_id)
            withdraw(session, call, who.terminal_id, who.actor, now)
        announce(session, CHANGED, call.id)
        ring_free_desks(session, now, presence)


def hang_up(database: Database, presence: Presence, who: Identity, call_id: str) -> None:
    """Either side ends the call, or the branch gives up. Raises NotFound, WrongOrder `calls.call.ended`."""
    now = database.clock.now()
    with database.transaction() as session:
        call = call_of(session, who, call_id)
        if who.terminal_kind == "branch":
            event = Event.HANG_UP_BRANCH if call.state in ON else Event.CANCEL
            if who.terminal_id != call.branch_id:
                raise NotFound("calls.call.unknown")
        else:
            call = owned_by(session, who, call_id)
            event = Event.HANG_UP_DESK
        step(State(call.state), event)
        move(session, call, event, who.actor, now)
        ring_free_desks(session, now, presence)


def call_local_staff(database: Database, who: Identity) -> None:
    """The resident wants somebody of the branch beside them: the kiosk's bell and the staff's screen ring."""
    now = database.clock.now()
    with database.transaction() as session:
        row = repository.help_request(session, who.terminal_id) or HelpRequest(
            branch_id=who.terminal_id, at=now
        )
        row.at, row.seen_at = now, None
        session.add(row)
        audit.record(session, now, "calls.help.wanted", who.actor, who.terminal_id)
        announce(session, HELP_WANTED, who.terminal_id)


def go_and_help(database: Database, who: Identity) -> None:
    """The branch's staff say that they come; saying it twice, or when nobody asks, changes nothing."""
    now = database.clock.now()
    with database.transaction() as session:
        row = repository.help_request(session, who.branch_id)
        if row is None or row.seen_at is not None:
            return
        row.seen_at = now
        session.add(row)
        audit.record(session, now, "calls.help.coming", who.actor, who.branch_id)
        announce(session, HELP_WANTED, who.branch_id)


def _take(database: Database, presence: Presence, who: Identity, call_id: str, event: Event) -> None:
    now = database.clock.now()
    try:
        with database.transaction() as session:
            call = call_for_desk(session, who, call_id)
            if engaged(session, who.terminal_id) is not None:
                raise Conflict("calls.desk.busy")
            taken = State(call.state) in sources(event) and move(
                session,
                call,
                event,
                who.actor,
                now,
                answered_at=now,
                desk_id=who.terminal_id,
                staff_name=who.staff_name,
                from_desk_id=None,
            )
            if not taken:
                _explain(session, call.id, event)
            invite(session, call, who.terminal_id, "joined", who.staff_name)
            _leave_others(session, call, who, now)
            announce(session, ANSWERED, media.answered(session, call.id), first=True)
            ring_free_desks(session, now, presence)
    except IntegrityError as error:
        raise Conflict("calls.desk.busy") from error


def _leave_others(session: Session, call: Call, who: Identity, now: datetime) -> None:
    """Other desks stop ringing for this call, and this desk stops ringing for others."""
    for seat in repository.participants(session, call.id):
        if seat.state == "invited":
            session.delete(seat)
    for seat in repository.invitations(session, who.terminal_id):
        other = repository.call(session, seat.call_id)
        if other is None or other.id == call.id:
            continue
        if other.state == State.RINGING:
            withdraw(session, other, who.terminal_id, who.actor, now)
        else:
            session.delete(seat)
            announce(session, CHANGED, other.id)
    session.flush()


def _explain(session: Session, call_id: str, event: Event) -> None:
    """Raise what tells the slower desk why it did not get the call."""
    session.expire_all()
    call = repository.call(session, call_id)
    if call is None:
        raise NotFound("calls.call.unknown")
    if call.desk_id is not None and call.state in (*ON, State.ENDED):
        desk = terminals.terminal_name(session, call.desk_id)
        raise Conflict("calls.call.answered_by", desk=desk, staff=call.staff_name)
    step(State(call.state), event)
    raise Conflict("calls.call.changed")
