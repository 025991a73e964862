"""What people do with a reservation: make, cancel, take that back, arrive. Time settles who does not come."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime, time

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import ringing, tickets
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import LANGUAGES, NEEDS
from iga_madoguchi.domain.calls.service import Visit
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.domain.presence import service as presence_service
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.reservations import repository, slots
from iga_madoguchi.domain.reservations.look import own, views
from iga_madoguchi.domain.reservations.models import Reservation
from iga_madoguchi.domain.reservations.policy import AHEAD, BRANCH_DAY, EARLY, LATE, MATTERS, UNDO
from iga_madoguchi.domain.reservations.views import ReservationView, Wish
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable, WrongOrder
from iga_madoguchi.kit.clock import TOKYO, local
from iga_madoguchi.kit.ids import new_id
from iga_madoguchi.kit.throttle import Throttle

CHANGED = "reservations.changed"  # payload: branch id
NUMBER = re.compile(r"[0-9]{4}")
NUMBERS = range(1000, 10_000)


def make(database: Database, who: Identity, wish: Wish) -> ReservationView:
    """Keep a desk of the department and the branch's terminal for this time. One of several makers gets it.

    Raises NotAllowed `reservations.make.not_yours`, NotFound, InvalidInput `reservations.choice.unknown|
    reservations.slot.past|too_far|outside` or `reservations.day.closed`,
    Conflict `reservations.slot.taken|reservations.branch.taken|reservations.branch.many`.
    """
    _known(wish)
    now = database.clock.now()
    try:
        with database.transaction() as session:
            require(session, "reservations")
            _may_make(session, who, wish)
            _reservable(session, wish, now)
            if who.terminal_kind == "branch":
                _leaves_room(session, wish)
            day = local(wish.starts_at).date()
            row = Reservation(
                id=new_id(),
                branch_id=wish.branch_id,
                department_id=wish.department_id,
                desk_id=_free_desk(session, wish),
                day=day,
                starts_at=wish.starts_at,
                number=_new_number(session, wish.branch_id, day),
                state="open",
                needs=",".join(sorted(set(wish.needs))),
                language=wish.language,
                matter=wish.matter,
            )
            session.add(row)
            session.flush()
            audit.record(session, now, "reservations.made", who.actor, row.id, department=wish.department_id)
            announce(session, CHANGED, row.branch_id)
            return views(session, (row,))[0]
    except IntegrityError as error:
        raise Conflict("reservations.slot.taken") from error


def cancel(database: Database, who: Identity, reservation_id: str) -> None:
    """Give the time back. Raises NotFound, WrongOrder `reservations.state.<state>`."""
    now = database.clock.now()
    with database.transaction() as session:
        row = own(session, who, reservation_id)
        if not repository.claim(session, row.id, "open", state="cancelled", settled_at=now):
            raise WrongOrder(f"reservations.state.{row.state}")
        audit.record(session, now, "reservations.cancelled", who.actor, row.id)
        announce(session, CHANGED, row.branch_id)


def restore(database: Database, who: Identity, reservation_id: str) -> None:
    """Take a cancellation back, for a moment and if nobody has taken the time meanwhile.

    Raises NotFound, WrongOrder `reservations.undo.late`, Conflict `reservations.slot.taken`.
    """
    now = database.clock.now()
    try:
        with database.transaction() as session:
            row = own(session, who, reservation_id)
            since = row.settled_at or now
            if row.state != "cancelled" or now - since > UNDO:
                raise WrongOrder("reservations.undo.late")
            repository.claim(session, row.id, "cancelled", state="open", settled_at=None)
            audit.record(session, now, "reservations.restored", who.actor, row.id)
            announce(session, CHANGED, row.branch_id)
    except IntegrityError as error:
        raise Conflict("reservations.slot.taken") from error


def arrive_by_number(
    database: Database, presence: Presence, tries: Throttle, who: Identity, number: str
) -> str:
    """Somebody at the branch says the number: their call goes before the others. The call's id.

    Raises NotAllowed, InvalidInput `reservations.number.shape`, Unavailable `reservations.number.too_many`,
    NotFound `reservations.number.unknown`, WrongOrder `reservations.number.other_branch|other_day|arrived|
    missed|cancelled` or `reservations.arrive.early`, and as `calls.service.place` does.
    """
    if who.terminal_kind != "branch":
        raise NotAllowed("reservations.arrive.not_a_branch")
    if not NUMBER.fullmatch(number):
        raise InvalidInput("reservations.number.shape")
    if not tries.allow(who.terminal_id):
        raise Unavailable("reservations.number.too_many")
    now = database.clock.now()
    with database.transaction() as session:
        require(session, "reservations")
        row = _by_number(session, who.terminal_id, number, local(now).date())
        _not_too_early(row, now)
        call_id = _receive(session, presence, who, row, now)
        ringing.ring_free_desks(session, now, presence)
        return call_id


def arrive(database: Database, presence: Presence, who: Identity, reservation_id: str) -> str:
    """Staff of the branch or the desk say that somebody has come: their call waits, before the others.

    Raises NotFound, WrongOrder `reservations.state.<state>|reservations.arrive.other_day`, at the branch also
    `reservations.arrive.early`, and as `calls.service.place` does.
    """
    now = database.clock.now()
    with database.transaction() as session:
        row = own(session, who, reservation_id)
        if who.terminal_kind == "branch":
            _not_too_early(row, now)
        call_id = _receive(session, presence, who, row, now)
        ringing.ring_free_desks(session, now, presence)
        return call_id


def call_up(database: Database, presence: Presence, who: Identity, reservation_id: str) -> str:
    """The desk rings the branch for a reservation; whoever sits there begins the talk. The call's id.

    Raises NotFound, WrongOrder `reservations.state.<state>|reservations.arrive.other_day`, and as
    `tickets.recall` and `calls.service.place` do.
    """
    now = database.clock.now()
    try:
        with database.transaction() as session:
            row = own(session, who, reservation_id)
            call_id = _receive(session, presence, who, row, now)
            tickets.summon(session, presence, who, call_id, now)
            return call_id
    except IntegrityError as error:
        raise Conflict("calls.desk.busy") from error


def settle(database: Database) -> None:
    """Free the times of those who have not come."""
    now = database.clock.now()
    with database.reading() as session:
        if not repository.overdue(session, now - LATE):
            return
    with database.transaction() as session:
        for row in repository.overdue(session, now - LATE):
            if repository.claim(session, row.id, "open", state="missed", settled_at=now):
                audit.record(session, now, "reservations.missed", SYSTEM, row.id)
                announce(session, CHANGED, row.branch_id)


def _known(wish: Wish) -> None:
    known = set(wish.needs) <= set(NEEDS) and wish.language in LANGUAGES
    if not known or wish.matter not in ("", *MATTERS):
        raise InvalidInput("reservations.choice.unknown")


def _may_make(session: Session, who: Identity, wish: Wish) -> None:
    """A desk for its departments at every branch, a branch at itself for every department."""
    terminals.department(session, wish.department_id)
    branches = [view.id for view in terminals.all_terminals(session) if view.kind == "branch"]
    if wish.branch_id not in branches:
        raise NotFound("reservations.branch.unknown")
    at_desk = who.terminal_kind == "desk" and who.terminal_id in terminals.desks_of(
        session, wish.department_id
    )
    if not at_desk and who.terminal_id != wish.branch_id:
        raise NotAllowed("reservations.make.not_yours")


def _leaves_room(session: Session, wish: Wish) -> None:
    """A terminal anybody can touch must not take a department's whole day; its desk may give more."""
    held = repository.held_of_day(session, local(wish.starts_at).date())
    own = [row for row in held if (row.branch_id, row.department_id) == (wish.branch_id, wish.department_id)]
    if len(own) >= BRANCH_DAY:
        raise Conflict("reservations.branch.many", limit=str(BRANCH_DAY))


def _reservable(session: Session, wish: Wish, now: datetime) -> None:
    day, today = local(wish.starts_at).date(), local(now).date()
    if wish.starts_at <= now:
        raise InvalidInput("reservations.slot.past")
    if day > today + AHEAD:
        raise InvalidInput("reservations.slot.too_far", limit=str(AHEAD.days))
    calendar = presence_service.calendar(session)
    offered = slots.of_day(calendar, day)
    if not offered:
        why = calendar.why_closed(datetime.combine(day, time(12), TOKYO))
        raise InvalidInput("reservations.day.closed", why=why or "お休み")
    if wish.starts_at not in offered:
        raise InvalidInput("reservations.slot.outside")


def _free_desk(session: Session, wish: Wish) -> str:
    """A desk for the department; the one that serves the fewest others, so that those keep theirs."""
    held = repository.held_of_day(session, local(wish.starts_at).date())
    now = [row for row in held if row.starts_at == wish.starts_at]
    if any(row.branch_id == wish.branch_id for row in now):
        raise Conflict("reservations.branch.taken")
    taken = {row.desk_id for row in now}
    free = [desk for desk in terminals.desks_of(session, wish.department_id) if desk not in taken]
    if not free:
        raise Conflict("reservations.slot.taken")
    return min(free, key=lambda desk: len(terminals.departments_of(session, desk)))


def _new_number(session: Session, branch_id: str, day: date) -> str:
    used = {row.number for row in repository.held_of_day(session, day) if row.branch_id == branch_id}
    return str(secrets.choice([number for number in NUMBERS if str(number) not in used]))


def _by_number(session: Session, branch_id: str, number: str, today: date) -> Reservation:
    """The reservation of this number that is meant here and now; where it is not, an error that helps."""
    found = repository.by_number(session, number, today)
    here = [row for row in found if row.branch_id == branch_id]
    if not here:
        if any(row.state == "open" for row in found):
            raise WrongOrder("reservations.number.other_branch")
        raise NotFound("reservations.number.unknown")
    now = [row for row in here if row.day == today]
    if not now:
        opened = [row for row in here if row.state == "open"]
        if not opened:
            raise NotFound("reservations.number.unknown")
        day = opened[0].day
        raise WrongOrder("reservations.number.other_day", month=str(day.month), day=str(day.day))
    best = next((row for row in now if row.state == "open"), now[0])
    if best.state != "open":
        raise WrongOrder(f"reservations.number.{best.state}", time=f"{local(best.starts_at):%H:%M}")
    return best


def _not_too_early(row: Reservation, now: datetime) -> None:
    if now < row.starts_at - EARLY:
        raise WrongOrder(
            "reservations.arrive.early",
            time=f"{local(row.starts_at):%H:%M}",
            since=f"{local(row.starts_at - EARLY):%H:%M}",
        )


def _receive(session: Session, presence: Presence, who: Identity, row: Reservation, now: datetime) -> str:
    """The reservation becomes a call that goes before the others."""
    if row.state != "open":
        raise WrongOrder(f"reservations.state.{row.state}")
    if row.day != local(now).date():
        raise WrongOrder("reservations.arrive.other_day", month=str(row.day.month), day=str(row.day.day))
    needs = tuple(need for need in row.needs.split(",") if need)
    visit = Visit((row.department_id,), needs, row.language, priority="reserved")
    call_id = calls.enter(session, presence, who.actor, row.branch_id, visit, now)
    if not repository.claim(session, row.id, "open", state="arrived", settled_at=now, call_id=call_id):
        raise WrongOrder(f"reservations.state.{row.state}")
    audit.record(session, now, "reservations.arrived", who.actor, row.id)
    announce(session, CHANGED, row.branch_id)
    return call_id
