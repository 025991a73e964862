"""Transactions. The only place that commits, and events leave only after the commit."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar

from psycopg.errors import DiskFull
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit.clock import Clock
from iga_madoguchi.kit.hub import Hub

P = ParamSpec("P")
T = TypeVar("T")

ASKED = "asked"
THEN = "then"


class Database:
    """Engine, clock and hub together: what a service needs to do one thing wholly or not at all."""

    def __init__(
        self, engine: Engine, hub: Hub, clock: Clock, info: Mapping[str, object] | None = None
    ) -> None:
        """`info`: what services find in the `info` of every transaction's session."""
        self.engine = engine
        self.hub = hub
        self.clock = clock
        self.info = info or {}

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent look at the data; nothing written in it is kept."""
        with self.engine.connect() as connection:
            connection = connection.execution_options(reading=True)
            with Session(bind=connection, expire_on_commit=False, info={ASKED: {}}) as session:
                yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All or nothing. What `announce` collected is published once the commit is on the disk.

        Raises Unavailable `db.full` when there is no room to write.
        """
        events: list[tuple[str, Any]] = []
        then: list[Callable[[], None]] = []
        info = {**self.info, "events": events, THEN: then}
        try:
            with Session(self.engine, expire_on_commit=False, info=info) as session:
                yield session
                session.commit()
        except OperationalError as error:
            if _is_full(error):
                raise Unavailable("db.full") from error
            raise
        for topic, payload in events:
            self.hub.publish(topic, payload)
        for work in then:
            work()


def _is_full(error: OperationalError) -> bool:
    """Whether the disk, or what the database may have of it, is full."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorcode == sqlite3.SQLITE_FULL
    return isinstance(cause, DiskFull)


def once(query: Callable[Concatenate[Session, P], list[T]]) -> Callable[Concatenate[Session, P], list[T]]:
    """Within one `reading` the same question is put to the database once: the answer cannot change there."""

    @functools.wraps(query)
    def ask(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> list[T]:
        answers = session.info.get(ASKED)
        if answers is None:
            return query(session, *args, **kwargs)
        question = (query, args, tuple(kwargs.items()))
        if question not in answers:
            answers[question] = query(session, *args, **kwargs)
        return list(answers[question])

    return ask


def announce(session: Session, topic: str, payload: object = None, *, first: bool = False) -> None:
    """Publish on the hub when, and only when, the running transaction has been committed.

    `first`: before what was announced already.
    """
    events = session.info["events"]
    events.insert(0 if first else len(events), (topic, payload))


def afterwards(session: Session, work: Callable[[], None]) -> None:
    """Run once the running transaction has been committed and told; it must not raise."""
    session.info[THEN].append(work)
