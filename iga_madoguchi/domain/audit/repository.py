"""All queries on the operation log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, text
from sqlmodel import Session, SQLModel, col, select

from iga_madoguchi.db import bulk
from iga_madoguchi.domain.audit.models import OperationLog

BATCH = 1000
COLUMNS = ("seq", "at", "action", "actor", "terminal", "subject", "data", "previous", "hash")


@dataclass(frozen=True)
class Filter:
    """Entries from `begin` on and before `end`, which are all among the numbers `low` to `high`.

    `actions`: one of these, if there are any; `prefix`: how the action begins; "" is any.
    """

    begin: datetime
    end: datetime
    low: int
    high: int
    prefix: str
    actions: tuple[str, ...]
    actor: str
    terminal: str
    subject: str

    def clauses(self) -> list[ColumnElement[bool]]:
        found = [
            col(OperationLog.at) >= self.begin,
            col(OperationLog.at) < self.end,
            col(OperationLog.seq) >= self.low,
            col(OperationLog.seq) <= self.high,
        ]
        if self.prefix:
            found.append(col(OperationLog.action).startswith(self.prefix, autoescape=True))
        if self.actions:
            found.append(col(OperationLog.action).in_(self.actions))
        for column, value in (
            (OperationLog.actor, self.actor),
            (OperationLog.terminal, self.terminal),
            (OperationLog.subject, self.subject),
        ):
            if value:
                found.append(col(column) == value)
        return found


def span(session: Session, begin: datetime, end: datetime) -> tuple[int, int]:
    """The lowest and the highest number of the entries of a time; (1, 0) when there are none."""
    numbers = select(func.min(OperationLog.seq), func.max(OperationLog.seq))
    query = numbers.where(col(OperationLog.at) >= begin, col(OperationLog.at) < end)
    low, high = session.exec(query).one()
    return (1, 0) if low is None or high is None else (low, high)


def search(session: Session, wanted: Filter, before: int, limit: int) -> list[OperationLog]:
    """Newest first, older than entry `before` unless that is 0."""
    query = select(OperationLog).where(*wanted.clauses())
    if before:
        query = query.where(col(OperationLog.seq) < before)
    return list(session.exec(query.order_by(col(OperationLog.seq).desc()).limit(limit)))


def count(session: Session, wanted: Filter) -> int:
    return session.exec(select(func.count()).select_from(OperationLog).where(*wanted.clauses())).one()


def last(session: Session) -> OperationLog | None:
    return session.exec(select(OperationLog).order_by(col(OperationLog.seq).desc()).limit(1)).first()


def has(session: Session, seq: int, sealed: str) -> bool:
    """Whether this entry is there, with this seal."""
    query = select(OperationLog.seq).where(OperationLog.seq == seq, OperationLog.hash == sealed)
    return session.exec(query).first() is not None


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


def in_order(
    session: Session, wanted: Filter | None = None, tick: Callable[[int], None] | None = None
) -> Iterator[OperationLog]:
    """Every entry, or those wanted, oldest first, fetched in batches so that five years fit in memory.

    `tick` is told the last number of each batch.
    """
    after, clauses = 0, [] if wanted is None else wanted.clauses()
    while True:
        query = select(OperationLog).where(col(OperationLog.seq) > after, *clauses)
        batch = list(session.exec(query.order_by(col(OperationLog.seq)).limit(BATCH)))
        if not batch:
            return
        yield from batch
        after = batch[-1].seq or after
        if tick is not None:
            tick(after)
        session.expunge_all()
