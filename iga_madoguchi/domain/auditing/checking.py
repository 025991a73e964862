"""Checks the whole operation log: every night and when somebody asks; one check at a time, beside calls."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.examining import Fault, Verdict
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Result, RunView
from iga_madoguchi.errors import Conflict, DomainError, Unavailable

log = logging.getLogger(__name__)

CHECK = "audit.verify"
CHANGED = "auditing.changed"
BREATH_S = 0.005
"""After every batch the calls have the processor."""
TOLD_S = 1.0

Listen = Callable[[str, float], None]


class LogCheck:
    """Thread-safe. `part` of it is done, None while none is at work; pages are told by `CHANGED`."""

    def __init__(self, database: Database, runner: str) -> None:
        self._database, self._runner = database, runner
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="log-check")
        self._mine = threading.Lock()
        self._stopping = threading.Event()
        self.part: float | None = None

    def order(self, actor: Actor) -> None:
        """Begin now and return at once. Raises Conflict `audit.check.busy`, Unavailable `backup.stopped`."""
        if self._stopping.is_set():
            raise Unavailable(runs.STOPPED)
        if not self._mine.acquire(blocking=False):
            raise Conflict("audit.check.busy")
        self.part = 0.0
        self._pool.submit(self._ordered, actor)
        self._database.hub.publish(CHANGED)

    def run(self, run: int | None, listen: Listen | None = None) -> Result:
        """The nightly one, in the caller's thread. Raises as `order`, and what `listen` raises."""
        if not self._mine.acquire(blocking=False):
            raise Conflict("audit.check.busy")
        try:
            return self._recorded(SYSTEM, run, listen)
        finally:
            self._end()

    def stop(self) -> None:
        """Break off what runs; blocks until it has ended."""
        self._stopping.set()
        self._pool.shutdown()

    def _ordered(self, actor: Actor) -> None:
        try:
            self._recorded(actor, None, None)
        except DomainError as error:
            log.error("the operation log was not checked code=%s", error.code)
        except Exception:
            log.exception("the operation log was not checked")
        finally:
            self._end()

    def _end(self) -> None:
        self.part = None
        self._mine.release()
        self._database.hub.publish(CHANGED)

    def _recorded(self, actor: Actor, run: int | None, listen: Listen | None) -> Result:
        def work() -> Result:
            return self._check(actor, listen)

        return runs.recorded(self._database, CHECK, "all", self._runner, work, run)

    def _check(self, actor: Actor, listen: Listen | None) -> Result:
        database = self._database
        with database.reading() as session:
            whole = max(1, audit.last_seq(session))
        told = time.monotonic()

        def tick(seq: int) -> None:
            nonlocal told
            self.part = min(1.0, seq / whole)
            if self._stopping.is_set():
                raise Unavailable(runs.STOPPED)
            if listen is not None:
                listen("audit", self.part)
            if time.monotonic() - told > TOLD_S:
                told = time.monotonic()
                database.hub.publish(CHANGED)
            time.sleep(BREATH_S)

        verdict = audit.verify(database, tick=tick)
        with database.transaction() as session:
            now, faults = database.clock.now(), len(verdict.faults)
            audit.record(session, now, "audit.log.checked", actor, entries=verdict.fitting, faults=faults)
        # The journal is kept elsewhere and by somebody else: it remembers how far the log went.
        head = verdict.head
        log.info(
            "operation log checked entries=%s faults=%s anchor=%s:%s",
            verdict.fitting,
            len(verdict.faults),
            head.seq,
            head.hash,
        )
        return _result(verdict)


def last(database: Database) -> RunView | None:
    """The last check that came to its end, whatever it found."""
    return runs.latest(database, CHECK, outcomes=("done", "failed"))


def _result(verdict: Verdict) -> Result:
    if verdict.faults:
        spans = " ".join(_span(fault) for fault in verdict.faults[:10])
        return Result("failed", f"audit.broken {spans}")
    return Result("done", f"entries={verdict.fitting}")


def _span(fault: Fault) -> str:
    return f"{fault.kind}:{fault.first}-{fault.last}"
