"""What screens see of the reservations: read-only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.presence import service as presence_service
from iga_madoguchi.domain.reservations import repository, slots
from iga_madoguchi.domain.reservations.models import Reservation
from iga_madoguchi.domain.reservations.policy import AHEAD
from iga_madoguchi.domain.reservations.views import DayPlan, ReservationView, SlotView, State
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import NotFound
from iga_madoguchi.kit.clock import TOKYO, local

SHOWN = ("open", "arrived", "missed")


def of_desk(database: Database, who: Identity, day: date | None = None) -> tuple[ReservationView, ...]:
    """What this desk's departments have on a day, in order; today if none is named."""
    with database.reading() as session:
        # Also of a department that was retired meanwhile: its people must be told.
        found = terminals.departments_of(session, who.terminal_id, retired=True)
        mine = [department.id for department in found]
        wanted = day or local(database.clock.now()).date()
        return views(session, repository.of_day(session, wanted, mine, SHOWN))


def one(database: Database, who: Identity, reservation_id: str) -> ReservationView:
    """A reservation of this branch or this desk. Raises NotFound `reservations.unknown`."""
    with database.reading() as session:
        return views(session, (own(session, who, reservation_id),))[0]


def own(session: Session, who: Identity, reservation_id: str) -> Reservation:
    """The row, if it is at this branch or with a department of this desk. Raises NotFound."""
    row = repository.reservation(session, reservation_id)
    if row is not None and who.terminal_id == row.branch_id:
        return row
    if row is None or who.terminal_id not in terminals.desks_of(session, row.department_id, retired=True):
        raise NotFound("reservations.unknown")
    return row


def of_branch(database: Database, who: Identity) -> tuple[ReservationView, ...]:
    """Whom this branch still expects today, in order."""
    with database.reading() as session:
        today = local(database.clock.now()).date()
        return views(session, repository.of_branch(session, who.terminal_id, today))


def plan(database: Database, department_id: str, branch_id: str, day: date) -> DayPlan:
    """The times of a day, and which of them are free for this department and this branch. Raises NotFound."""
    now = database.clock.now()
    today = local(now).date()
    with database.reading() as session:
        terminals.department(session, department_id)
        calendar = presence_service.calendar(session)
        desks = set(terminals.desks_of(session, department_id))
        held = repository.held_of_day(session, day)
    full = {
        start
        for start in {row.starts_at for row in held}
        if desks <= {r.desk_id for r in held if r.starts_at == start}
    }
    busy = {row.starts_at for row in held if row.branch_id == branch_id}

    def why(start: datetime) -> SlotView:
        if start <= now:
            return SlotView(start, "past")
        return SlotView(start, "branch" if start in busy else "desk" if start in full else "")

    within = today <= day <= today + AHEAD
    found = tuple(why(start) for start in slots.of_day(calendar, day)) if within else ()
    closed_for = "" if found else calendar.why_closed(datetime.combine(day, time(12), TOKYO))
    return DayPlan(day, today, today + AHEAD, closed_for, found)


def expected_on(database: Database, day: date) -> int:
    """How many people have a reservation on this day: for whoever wants to close it."""
    with database.reading() as session:
        return repository.count_open(session, day)


def expected_at(database: Database, place_id: str) -> int:
    """How many people have a reservation with this department or at this branch: for whoever retires it."""
    with database.reading() as session:
        return repository.count_open_at(session, place_id)


def views(session: Session, rows: Iterable[Reservation]) -> tuple[ReservationView, ...]:
    places = {view.id: view for view in terminals.all_terminals(session, retired=True)}
    departments = {view.id: view for view in terminals.all_departments(session, retired=True)}
    return tuple(
        ReservationView(
            id=row.id,
            number=row.number,
            branch_id=row.branch_id,
            branch_name=places[row.branch_id].name,
            department_id=row.department_id,
            department_name=departments[row.department_id].name,
            phone=departments[row.department_id].phone,
            starts_at=row.starts_at,
            needs=tuple(need for need in row.needs.split(",") if need),
            language=row.language,
            matter=row.matter,
            state=_STATES[row.state],
            branch_words=places[row.branch_id].words,
            department_words=departments[row.department_id].words,
        )
        for row in rows
    )


_STATES: dict[str, State] = {
    "open": "open",
    "arrived": "arrived",
    "missed": "missed",
    "cancelled": "cancelled",
}
