"""All queries on reservations."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import CursorResult, func, update
from sqlmodel import Session, col, select

from iga_madoguchi.domain.reservations.models import Reservation

LIMIT = 500
HELD = ("open", "arrived")


def reservation(session: Session, reservation_id: str) -> Reservation | None:
    return session.get(Reservation, reservation_id)


def claim(session: Session, reservation_id: str, source: str, **values: object) -> bool:
    """Change a reservation only if it is still in this state; True for the one caller who did it."""
    statement = update(Reservation).where(
        col(Reservation.id) == reservation_id, col(Reservation.state) == source
    )
    result = session.execute(statement.values(**values).execution_options(synchronize_session=False))
    claimed = isinstance(result, CursorResult) and result.rowcount == 1
    if claimed and (row := session.get(Reservation, reservation_id)) is not None:
        session.refresh(row)
    return claimed


def of_day(
    session: Session, day: date, departments: Collection[str], states: Collection[str]
) -> list[Reservation]:
    """The reservations of these departments on a day, in the order of their times."""
    query = select(Reservation).where(
        Reservation.day == day,
        col(Reservation.department_id).in_(departments),
        col(Reservation.state).in_(states),
    )
    return list(session.exec(query.order_by(col(Reservation.starts_at), col(Reservation.id)).limit(LIMIT)))


def of_branch(session: Session, branch_id: str, day: date) -> list[Reservation]:
    """Whom a branch still expects on a day, in the order of their times."""
    query = select(Reservation).where(
        Reservation.branch_id == branch_id, Reservation.day == day, Reservation.state == "open"
    )
    return list(session.exec(query.order_by(col(Reservation.starts_at)).limit(LIMIT)))


def held_of_day(session: Session, day: date) -> list[Reservation]:
    """Everything that holds a desk and a terminal on this day."""
    query = select(Reservation).where(Reservation.day == day, col(Reservation.state).in_(HELD))
    return list(session.exec(query.order_by(col(Reservation.starts_at)).limit(LIMIT)))


def count_open(session: Session, day: date) -> int:
    query = select(func.count()).select_from(Reservation)
    return session.exec(query.where(Reservation.day == day, Reservation.state == "open")).one()


def count_open_at(session: Session, place_id: str) -> int:
    """Who is still to come to a department or to a branch."""
    query = select(func.count()).select_from(Reservation).where(Reservation.state == "open")
    here = (Reservation.department_id == place_id) | (Reservation.branch_id == place_id)
    return session.exec(query.where(here)).one()


def by_number(session: Session, number: str, since: date) -> list[Reservation]:
    """Who bears this number from that day on: nearest day first; open, missed, cancelled, arrived."""
    query = select(Reservation).where(Reservation.number == number, col(Reservation.day) >= since)
    order = query.order_by(
        col(Reservation.day), col(Reservation.state).desc(), col(Reservation.starts_at).desc()
    )
    return list(session.exec(order.limit(LIMIT)))


def overdue(session: Session, before: datetime) -> list[Reservation]:
    """Open reservations whose time began at or before this moment."""
    query = select(Reservation).where(Reservation.state == "open", col(Reservation.starts_at) <= before)
    return list(session.exec(query.order_by(col(Reservation.starts_at)).limit(LIMIT)))
