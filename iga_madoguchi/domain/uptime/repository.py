"""All queries on days of being there."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, select

from iga_madoguchi.domain.uptime.models import UptimeDay

LIMIT = 100_000


def claim(session: Session, day: date, place: str, minute: int) -> bool:
    """Whether the caller is the one who counts this minute; the row is there afterwards."""
    row = session.get(UptimeDay, (day, place))
    if row is None:
        counts = {"looked": 0, "up": 0, "open_looked": 0, "open_up": 0}
        session.add(UptimeDay(day=day, place=place, since=minute, minute=minute, **counts))
        session.flush()
        return True
    query = (
        update(UptimeDay)
        .where(col(UptimeDay.day) == day, col(UptimeDay.place) == place, col(UptimeDay.minute) < minute)
        .values(minute=minute)
        .execution_options(synchronize_session=False)
    )
    done = session.connection().execute(query)
    return isinstance(done, CursorResult) and done.rowcount == 1


def add(session: Session, day: date, place: str, up: bool, is_open: bool) -> None:
    query = (
        update(UptimeDay)
        .where(col(UptimeDay.day) == day, col(UptimeDay.place) == place)
        .values(
            looked=col(UptimeDay.looked) + 1,
            up=col(UptimeDay.up) + int(up),
            open_looked=col(UptimeDay.open_looked) + int(is_open),
            open_up=col(UptimeDay.open_up) + int(is_open and up),
        )
        .execution_options(synchronize_session=False)
    )
    session.connection().execute(query)


def first(session: Session, place: str) -> UptimeDay | None:
    """The first day that was ever counted of a place."""
    query = select(UptimeDay).where(col(UptimeDay.place) == place)
    return session.exec(query.order_by(col(UptimeDay.day)).limit(1)).first()


def between(session: Session, first: date, last: date) -> list[UptimeDay]:
    query = select(UptimeDay).where(col(UptimeDay.day) >= first, col(UptimeDay.day) <= last)
    return list(session.exec(query.order_by(col(UptimeDay.day), col(UptimeDay.place)).limit(LIMIT)))


def forget_before(session: Session, day: date) -> None:
    session.connection().execute(delete(UptimeDay).where(col(UptimeDay.day) < day))
