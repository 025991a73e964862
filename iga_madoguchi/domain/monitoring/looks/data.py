"""The database: does it take writes, has it room, is it sound, is the log as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from iga_madoguchi.db import probe
from iga_madoguchi.domain.auditing import checking
from iga_madoguchi.domain.monitoring import integrity
from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.checks import Cause
from iga_madoguchi.domain.monitoring.looks.machine import is_full
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import Finding
from iga_madoguchi.domain.runs.views import RunView


def database(around: Around, _now: datetime) -> Iterator[Finding]:
    engine = around.database.engine
    trouble = probe.trouble(engine)
    words = {"why": trouble}
    yield Finding(Cause("database.away"), Status.BAD if trouble else Status.OK, words=words)
    if engine.dialect.name != "sqlite":
        return  # it lies on a disk of its own
    size, disk = probe.size(engine), around.host.disk(around.data_dir)
    if size is None or disk is None or is_full(disk):
        yield Finding(Cause("database.room"), Status.UNKNOWN)
        return
    # Every backup begins with a copy of it on the same disk.
    yield Finding(Cause("database.room"), Status.OK, 100.0 * size / max(1, disk.free))


def proofs(around: Around, _now: datetime) -> Iterator[Finding]:
    yield _proof("database.integrity", integrity.last(around.database))
    yield _proof("log.bent", checking.last(around.database))


def _proof(check: str, last: RunView | None) -> Finding:
    if last is None:
        return Finding(Cause(check), Status.UNKNOWN)
    return Finding(Cause(check), Status.BAD if last.outcome == "failed" else Status.OK)
