"""All queries on the operation log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, select

from iga_madoguchi.db import bulk
from iga_madoguchi.domain.audit.models import OperationLog

BATCH = 1000
COLUMNS = ("seq", "at", "action", "actor", "terminal", "subject", "data", "previous", "hash")


def last(session: Session) -> OperationLog | None:
    return session.exec(select(OperationLog).order_by(col(OperationLog.seq).desc()).limit(1)).first()


def newest(session: Session, limit: int) -> list[OperationLog]:
    return list(session.exec(select(OperationLog).order_by(col(OperationLog.seq).desc()).limit(limit)))


def by_subject(session: Session, subject: str, limit: int, prefix: str = "") -> list[OperationLog]:
    query = select(OperationLog).where(OperationLog.subject == subject)
    if prefix:
        query = query.where(col(OperationLog.action).startswith(prefix, autoescape=True))
    return list(session.exec(query.order_by(col(OperationLog.seq)).limit(limit)))


def newest_by_subject(session: Session, subject: str, limit: int) -> list[OperationLog]:
    query = select(OperationLog).where(OperationLog.subject == subject)
    return list(session.exec(query.order_by(col(OperationLog.seq).desc()).limit(limit)))


def touched(session: Session, after: int, prefix: str, limit: int) -> list[tuple[int, str]]:
    """(seq, subject) of the entries behind `after` whose action begins so, oldest first."""
    query = select(OperationLog.seq, OperationLog.subject).where(
        col(OperationLog.seq) > after, col(OperationLog.action).startswith(prefix, autoescape=True)
    )
    return [
        (seq or 0, subject)
        for seq, subject in session.exec(query.order_by(col(OperationLog.seq)).limit(limit))
    ]


def load(session: Session, rows: Iterable[bulk.Row]) -> None:
    """Append very many finished entries, in the order of COLUMNS; the numbers go on behind them."""
    bulk.load(session, SQLModel.metadata.tables["operation_log"], COLUMNS, rows)
    if session.get_bind().dialect.name == "postgresql":
        behind = "SELECT setval(pg_get_serial_sequence('operation_log', 'seq'), max(seq)) FROM operation_log"
        session.execute(text(behind + " HAVING max(seq) IS NOT NULL"))


def all_in_order(session: Session) -> Iterator[OperationLog]:
    """Every entry, oldest first, fetched in batches so that five years fit in memory."""
    after = 0
    while True:
        query = (
            select(OperationLog)
            .where(col(OperationLog.seq) > after)
            .order_by(col(OperationLog.seq))
            .limit(BATCH)
        )
        batch = list(session.exec(query))
        if not batch:
            return
        yield from batch
        after = batch[-1].seq or after
        session.expunge_all()
