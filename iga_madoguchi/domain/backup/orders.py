"""What somebody orders on the page: a backup, a drill, a check. One at a time, in a thread of its own, beside
the calls.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from iga_madoguchi.db.session import announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.backup import progress, service
from iga_madoguchi.domain.backup.progress import Listen
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.backup.target import LOCK
from iga_madoguchi.domain.backup.views import ProgressView
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, Unavailable
from iga_madoguchi.kit import lock

log = logging.getLogger(__name__)

CHANGED = "backup.changed"


@dataclass(frozen=True)
class _Work:
    """`what` and `kind` as its run has them."""

    what: str
    kind: str
    do: Callable[[Station, Actor, Listen, int], Result]


WORKS: dict[str, _Work] = {
    "whole": _Work(
        *(service.RUN, "whole"),
        lambda station, who, listen, run: service.run(station, "whole", who, listen, run),
    ),
    "program": _Work(
        *(service.RUN, "program"),
        lambda station, who, listen, run: service.run(station, "program", who, listen, run),
    ),
    "drill": _Work(
        *(service.DRILL, "whole"),
        lambda station, who, listen, run: service.drill(station, who, listen, run),
    ),
    "check": _Work(
        *(service.CHECK, "all"),
        lambda station, who, listen, run: service.verify(station, "all", who, listen, run),
    ),
}
"""By the name that the page orders it under."""


class Orders:
    """Thread-safe. What it starts is low in priority, and is broken off when the server stops."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ordered-backup")
        self._mine = threading.Lock()
        self._stopping = threading.Event()

    def order(self, name: str, actor: Actor) -> int:
        """Start one of `WORKS` now and return at once; the id of its run.

        Raises InvalidInput `backup.kind.unknown`, Unavailable `backup.tool.missing`, `backup.stopped`,
        Conflict `backup.busy` while another operation is at work, in whichever process.
        """
        wanted = WORKS.get(name)
        if wanted is None:
            raise InvalidInput("backup.kind.unknown")
        if self._station.store.missing:
            raise Unavailable("backup.tool.missing", package=self._station.store.missing)
        if self._stopping.is_set():
            raise Unavailable("backup.stopped")
        if not self._mine.acquire(blocking=False):
            raise Conflict("backup.busy")
        try:
            self._refuse_beside_others()
            run = self._noted(wanted, actor)
            self._pool.submit(self._work, wanted, actor, run)
        except BaseException:
            self._mine.release()
            raise
        return run

    @property
    def busy(self) -> bool:
        """Whether one that was ordered here is waiting or at work."""
        return self._mine.locked()

    def stop(self) -> None:
        """Break off what runs; blocks until it has ended."""
        self._stopping.set()
        self._pool.shutdown()

    def _refuse_beside_others(self) -> None:
        work = self._station.work
        try:
            work.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock.hold(work / LOCK).close()
        except BlockingIOError as error:
            raise Conflict("backup.busy") from error
        except OSError as error:
            raise Unavailable("backup.place.unwritable", place=str(work)) from error

    def _noted(self, work: _Work, actor: Actor) -> int:
        database, station = self._station.database, self._station
        with database.transaction() as session:
            run = runs.begin(session, database.clock.now(), work.what, work.kind, station.runner)
            audit.record(session, database.clock.now(), f"{work.what}.ordered", actor, work.kind)
            announce(session, CHANGED)
        return run

    def _work(self, work: _Work, actor: Actor, run: int) -> None:
        database = self._station.database
        try:
            work.do(self._station, actor, self._listen, run)
        except DomainError as error:
            log.error("ordered work not done what=%s kind=%s code=%s", work.what, work.kind, error.code)
            runs.end_open(database, run, Result("failed", error.code))
        except Exception:
            log.exception("ordered work not done what=%s kind=%s", work.what, work.kind)
            runs.end_open(database, run, Result("failed", "unexpected"))
        finally:
            self._mine.release()
            database.hub.publish(CHANGED)

    def _listen(self, _step: str, _part: float) -> None:
        if self._stopping.is_set():
            raise Unavailable("backup.stopped")


class ProgressWatch:
    """Tells the pages how far the running operation is, whichever process runs it."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._known: ProgressView | None = None

    def look(self) -> None:
        found = progress.read(self._station.work)
        if found != self._known:
            self._known = found
            self._station.database.hub.publish(CHANGED)
