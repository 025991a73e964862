"""All queries on the operation log."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from iga_madoguchi.domain.audit.models import OperationLog

BATCH = 1000


def last(session: Session) -> OperationLog | None:
    return session.exec(select(OperationLog).order_by(col(OperationLog.seq).desc()).limit(1)).first()


def newest(session: Session, limit: int) -> list[OperationLog]:
    return list(session.exec(select(OperationLog).order_by(col(OperationLog.seq).desc()).limit(limit)))


def by_subject(session: Session, subject: str, limit: int) -> list[OperationLog]:
    query = select(OperationLog).where(OperationLog.subject == subject)
    return list(session.exec(query.order_by(col(OperationLog.seq)).limit(limit)))


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
