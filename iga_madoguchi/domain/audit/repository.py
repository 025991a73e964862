"""All queries on the operation log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, func, text, union_all
from sqlmodel import Session, SQLModel, col, select

from iga_madoguchi.db import bulk
from iga_madoguchi.domain.audit.models import OperationLog

BATCH = 1000
COLUMNS = ("seq", "at", "action", "actor", "terminal", "subject", "data", "previous", "hash")
NEWEST_FIRST = (col(OperationLog.at).desc(), col(OperationLog.seq).desc())


@dataclass(frozen=True)
class Filter:
    """Entries from `begin` on and before `end`; "" is any. `actions`: one of these, None is any."""

    begin: datetime
    end: datetime
    actions: tuple[str, ...] | None
    actor: str
    terminal: str
    subject: str

    def clauses(self) -> list[ColumnElement[bool]]:
        """All of it as conditions; each of the columns has an index that goes on by time."""
        found = self.of_somebody()
        if self.actions is not None:
            found.append(col(OperationLog.action).in_(self.actions))
        return [*self.of_the_time(), *found]

    def of_the_time(self) -> list[ColumnElement[bool]]:
        return [col(OperationLog.at) >= self.begin, col(OperationLog.at) < self.end]

    def of_somebody(self) -> list[ColumnElement[bool]]:
        """Whom or what it is about: few entries among very many."""
        given = (
            (OperationLog.actor, self.actor),
            (OperationLog.terminal, self.terminal),
            (OperationLog.subject, self.subject),
        )
        return [col(column) == value for column, value in given if value]


def search(session: Session, wanted: Filter, before: int, limit: int) -> list[OperationLog]:
    """Newest first, older than entry `before` unless that is 0."""
    if wanted.actions == ():
        return []
    older = _older(session, before) if before else []
    query = select(OperationLog).where(*wanted.clauses(), *older)
    if wanted.actions is not None and not wanted.of_somebody():
        # One by one, each by its index: together they would be sorted, however many they are.
        query = select(OperationLog).where(
            col(OperationLog.seq).in_(_newest_of_each(wanted.actions, limit, *wanted.of_the_time(), *older))
        )
    return list(session.exec(query.order_by(*NEWEST_FIRST).limit(limit)))


def _older(session: Session, before: int) -> list[ColumnElement[bool]]:
    at = session.exec(select(OperationLog.at).where(OperationLog.seq == before)).one()
    same = (col(OperationLog.at) == at) & (col(OperationLog.seq) < before)
    return [col(OperationLog.at) <= at, (col(OperationLog.at) < at) | same]


def _newest_of_each(
    actions: tuple[str, ...], limit: int, *clauses: ColumnElement[bool]
) -> CompoundSelect[Any]:
    """Numbers of the newest `limit` entries of each action; enough for the newest of them all."""
    found = []
    for action in actions:
        own = select(OperationLog.seq).where(OperationLog.action == action, *clauses)
        newest: Any = own.order_by(*NEWEST_FIRST).limit(limit).subquery()
        found.append(select(newest.c.seq))
    return union_all(*found)


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
