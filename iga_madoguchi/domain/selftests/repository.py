"""All queries on self-tests."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import CursorResult, delete, func
from sqlmodel import Session, col, select

from iga_madoguchi.domain.selftests.models import SelfTest, SelfTestOrder

LIMIT = 200_000


def latest(session: Session, states: Collection[str] = ()) -> dict[str, SelfTest]:
    """The newest run of each terminal, of those that ended in one of `states` if any are named."""
    newest = select(func.max(col(SelfTest.id))).group_by(col(SelfTest.terminal_id))
    if states:
        newest = newest.where(col(SelfTest.state).in_(states))
    query = select(SelfTest).where(col(SelfTest.id).in_(newest)).order_by(col(SelfTest.terminal_id))
    return {row.terminal_id: row for row in session.exec(query)}


def latest_of(session: Session, terminal_id: str, states: Collection[str] = ()) -> SelfTest | None:
    query = select(SelfTest).where(col(SelfTest.terminal_id) == terminal_id)
    if states:
        query = query.where(col(SelfTest.state).in_(states))
    return session.exec(query.order_by(col(SelfTest.id).desc()).limit(1)).first()


def between(session: Session, start: datetime, end: datetime) -> list[SelfTest]:
    query = select(SelfTest).where(col(SelfTest.at) >= start, col(SelfTest.at) < end)
    return list(session.exec(query.order_by(col(SelfTest.id)).limit(LIMIT)))


def forget_before(session: Session, moment: datetime) -> int:
    """How many were forgotten."""
    done = session.connection().execute(delete(SelfTest).where(col(SelfTest.at) < moment))
    return done.rowcount if isinstance(done, CursorResult) else 0


def orders(session: Session) -> dict[str, datetime]:
    query = select(SelfTestOrder).order_by(col(SelfTestOrder.terminal_id))
    return {row.terminal_id: row.at for row in session.exec(query)}


def order(session: Session, terminal_id: str) -> SelfTestOrder | None:
    return session.get(SelfTestOrder, terminal_id)


def put_orders(session: Session, terminal_ids: Iterable[str], at: datetime) -> None:
    for terminal_id in terminal_ids:
        session.merge(SelfTestOrder(terminal_id=terminal_id, at=at))
    session.flush()


def drop_order(session: Session, terminal_id: str) -> None:
    session.connection().execute(delete(SelfTestOrder).where(col(SelfTestOrder.terminal_id) == terminal_id))
