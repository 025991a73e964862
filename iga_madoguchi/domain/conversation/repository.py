"""All queries on the staff's text line."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from iga_madoguchi.domain.conversation.models import LineMessage
from iga_madoguchi.domain.conversation.policy import LINE_LIMIT

CALLS = 500  # at most in one sweep; the next one takes the rest


def messages(session: Session, call_id: str) -> list[LineMessage]:
    """The messages of a call, oldest first."""
    query = select(LineMessage).where(LineMessage.call_id == call_id).order_by(col(LineMessage.id))
    return list(session.exec(query.limit(LINE_LIMIT)))


def count(session: Session, call_id: str) -> int:
    return session.exec(select(func.count()).where(LineMessage.call_id == call_id)).one()


def calls(session: Session) -> list[str]:
    """Calls with messages, the oldest first."""
    query = select(LineMessage.call_id).group_by(LineMessage.call_id)
    return list(session.exec(query.order_by(func.min(LineMessage.id)).limit(CALLS)))


def forget(session: Session, call_ids: Iterable[str]) -> None:
    session.execute(delete(LineMessage).where(col(LineMessage.call_id).in_(list(call_ids))))
