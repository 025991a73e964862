"""Transactions. The only place that commits, and events leave only after the commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from iga_madoguchi.kit.clock import Clock
from iga_madoguchi.kit.hub import Hub


class Database:
    """Engine, clock and hub together: what a service needs to do one thing wholly or not at all."""

    def __init__(self, engine: Engine, hub: Hub, clock: Clock) -> None:
        self.engine = engine
        self.hub = hub
        self.clock = clock

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent look at the data; nothing written in it is kept."""
        with self.engine.connect() as connection:
            connection = connection.execution_options(reading=True)
            with Session(bind=connection, expire_on_commit=False) as session:
                yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All or nothing. What `announce` collected is published once the commit is on the disk."""
        with Session(self.engine, expire_on_commit=False) as session:
            events: list[tuple[str, Any]] = []
            session.info["events"] = events
            yield session
            session.commit()
        for topic, payload in events:
            self.hub.publish(topic, payload)


def announce(session: Session, topic: str, payload: object = None) -> None:
    """Publish on the hub when, and only when, the running transaction has been committed."""
    session.info["events"].append((topic, payload))
