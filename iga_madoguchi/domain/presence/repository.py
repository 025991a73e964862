"""All queries on opening hours and absent desks."""

from __future__ import annotations

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


def forget_day(session: Session, day: date) -> bool:
    """Remove what was set for this day; whether there was anything."""
    rows = list(session.exec(select(OpeningOverride).where(OpeningOverride.day == day)))
    for row in rows:
        session.delete(row)
    session.flush()
    return bool(rows)
