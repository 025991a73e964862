"""All queries on fillings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, select

from iga_madoguchi.domain.forms.lifecycle import ACTIVE
from iga_madoguchi.domain.forms.models import Filling, FillingValue

LIMIT = 200


def filling(session: Session, call_id: str, filling_id: str) -> Filling | None:
    """A filling of this call; one of another call is not found."""
    query = select(Filling).where(Filling.id == filling_id, Filling.call_id == call_id)
    return session.exec(query).first()


def fillings(session: Session, call_id: str) -> list[Filling]:
    """Every filling of a call, oldest first."""
    query = select(Filling).where(Filling.call_id == call_id)
    return list(session.exec(query.order_by(col(Filling.started_at)).limit(LIMIT)))


def active(session: Session, call_id: str) -> Filling | None:
    query = select(Filling).where(Filling.call_id == call_id, col(Filling.state).in_(ACTIVE))
    return session.exec(query).first()


def values(session: Session, filling_id: str) -> list[FillingValue]:
    query = select(FillingValue).where(FillingValue.filling_id == filling_id)
    return list(session.exec(query.order_by(col(FillingValue.id)).limit(LIMIT)))


def value(session: Session, filling_id: str, field: str) -> FillingValue | None:
    query = select(FillingValue).where(FillingValue.filling_id == filling_id, FillingValue.field == field)
    return session.exec(query).first()


def replace(session: Session, filling_id: str, field: str, seen: int, **changed: object) -> bool:
    """Change a value only if it still has the version that was seen; True for the one who did it."""
    statement = update(FillingValue).where(
        col(FillingValue.filling_id) == filling_id,
        col(FillingValue.field) == field,
        col(FillingValue.version) == seen,
    )
    changed |= {"version": seen + 1}
    result = session.execute(statement.values(**changed).execution_options(synchronize_session=False))
    done = isinstance(result, CursorResult) and result.rowcount == 1
    session.expire_all()
    return done


def forget_values(session: Session, filling_id: str) -> None:
    session.execute(delete(FillingValue).where(col(FillingValue.filling_id) == filling_id))


def remembered(session: Session) -> list[Filling]:
    """Fillings of which something is still there."""
    query = select(Filling).where(col(Filling.forgotten_at).is_(None))
    return list(session.exec(query.order_by(col(Filling.started_at)).limit(LIMIT)))


def outlived(session: Session, now: datetime) -> list[Filling]:
    """Kept documents whose time is over."""
    query = select(Filling).where(col(Filling.document).is_not(None), col(Filling.kept_until) <= now)
    return list(session.exec(query.limit(LIMIT)))


def kept(session: Session) -> list[str]:
    """Ids of fillings whose document outlives the call."""
    query = select(Filling.id).where(col(Filling.document).is_not(None), col(Filling.kept_until).is_not(None))
    return list(session.exec(query))


def by_id(session: Session, filling_id: str) -> Filling | None:
    return session.get(Filling, filling_id)


def readable(session: Session) -> list[str]:
    """Ids of fillings with a value or a document."""
    query = select(Filling.id).where(col(Filling.forgotten_at).is_(None) | col(Filling.document).is_not(None))
    return list(session.exec(query))
