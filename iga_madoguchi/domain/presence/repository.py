"""All queries on opening hours and absent desks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from iga_madoguchi.domain.presence.models import DeskAway, OpeningHours, OpeningOverride

LIMIT = 2000


def hours(session: Session) -> list[OpeningHours]:
    return list(session.exec(select(OpeningHours).order_by(col(OpeningHours.weekday)).limit(7)))


def overrides(session: Session) -> list[OpeningOverride]:
    """Newest first, so that the last word counts."""
    return list(session.exec(select(OpeningOverride).order_by(col(OpeningOverride.id).desc()).limit(LIMIT)))


def away_desks(session: Session) -> set[str]:
    return set(session.exec(select(DeskAway.terminal_id).order_by(col(DeskAway.terminal_id)).limit(LIMIT)))


def away(session: Session, terminal_id: str) -> DeskAway | None:
    return session.get(DeskAway, terminal_id)


def set_hours(session: Session, week: Sequence[OpeningHours]) -> None:
    """Replace the usual week."""
    for row in hours(session):
        session.delete(row)
    session.flush()
    session.add_all(week)
    session.flush()


def forget_day(session: Session, day: date | None) -> bool:
    """Remove what was set for this day, None: for every day; whether there was anything."""
    wanted = OpeningOverride.day == day if day is not None else col(OpeningOverride.day).is_(None)
    rows = list(session.exec(select(OpeningOverride).where(wanted)))
    for row in rows:
        session.delete(row)
    session.flush()
    return bool(rows)
