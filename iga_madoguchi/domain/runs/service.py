"""Notes when work began and how it ended, and gives each due time to exactly one runner."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import cast

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.runs import policy, repository
from iga_madoguchi.domain.runs.models import JobRun
from iga_madoguchi.domain.runs.policy import GOOD
from iga_madoguchi.domain.runs.views import Outcome, Result, RunView
from iga_madoguchi.errors import DomainError

BEGAN = "schedule.began"
STOPPED = "backup.stopped"
"""Somebody asked for it: that is no failure, and it is begun again at the next start."""


def runner_name(data_dir: Path) -> str:
    """This machine and its data directory, the same after a restart."""
    place = hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]
    return f"{socket.gethostname()[:60]}:{place}"


def claim(database: Database, what: str, kind: str, due_at: datetime, runner: str) -> int | None:
    """Take this due time; the run's id, None when it is done, is being done, or is not to be tried now.

    What ran or was ordered since then counts. Only the one process that runs `runner`'s schedule may call.
    """
    now = database.clock.now()
    with database.reading() as session:  # the usual answer, many times an hour
        if repository.ended_since(session, what, kind, due_at, GOOD):
            return None
    with database.transaction() as session:
        if repository.ended_since(session, what, kind, due_at, GOOD):
            return None
        tries = repository.tries(session, what, kind, due_at)
        for one in tries:
            if one.outcome == "running" and one.runner == runner:
                _end(session, one, now, Result("cut"))
        if not policy.may_try(tries, now):
            return None
        return _begin(session, what, kind, due_at, len(tries) + 1, runner, now)


def known_since(database: Database, runner: str) -> datetime:
    """Since when there is a schedule: what was due before that is not caught up."""
    now = database.clock.now()
    with database.transaction() as session:
        began = repository.latest(session, BEGAN, None, GOOD)
        if began is None:
            began = JobRun(what=BEGAN, runner=runner, started_at=now, ended_at=now, outcome="done")
            session.add(began)
            session.flush()
        return began.started_at


def recorded(
    database: Database,
    what: str,
    kind: str,
    runner: str,
    work: Callable[[], Result],
    run: int | None = None,
    alone: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Result:
    """Do the work and note it: as the claimed `run`, or as one that a person ordered.

    `alone` lets in one at a time; whoever is in it ends what a dead process of this runner left open. A
    database of an older release, which has no such table, is not written to.
    """
    if run is None:
        run = _ordered(database, what, kind, runner)
    try:
        with alone():
            _cut_others(database, what, runner, run)
            result = work()
    except DomainError as error:
        outcome: Outcome = "cut" if error.code == STOPPED else "failed"
        end(database, run, Result(outcome, _told(error)))
        raise
    except BaseException:
        end(database, run, Result("cut"))
        raise
    end(database, run, result)
    return result


def begin(session: Session, now: datetime, what: str, kind: str, runner: str) -> int:
    """Note that somebody ordered it, in the caller's transaction; its id for `recorded`."""
    return _begin(session, what, kind, None, 1, runner, now)


def cut_open(database: Database, prefix: str, runner: str) -> None:
    """Nothing of this runner is at work any more: what stands open, a dead process left. After a start."""
    with database.transaction() as session:
        for one in repository.open_runs(session, prefix, runner):
            _end(session, one, database.clock.now(), Result("cut"))


def end(database: Database, run: int | None, result: Result) -> None:
    if run is None:
        return
    now = database.clock.now()
    with database.transaction() as session:
        found = repository.run(session, run)
        if found is not None:
            _end(session, found, now, result)


def end_open(database: Database, run: int, result: Result) -> None:
    """As `end`, unless its end is noted already."""
    with database.reading() as session:
        found = repository.run(session, run)
        open_still = found is not None and found.outcome == "running"
    if open_still:
        end(database, run, result)


def cut_all(database: Database) -> None:
    """Nothing runs any more: the database was brought back from a backup."""
    with database.transaction() as session:
        for one in repository.open_runs(session, "", None):
            _end(session, one, database.clock.now(), Result("cut"))


def latest(
    database: Database, what: str, kind: str | None = None, outcomes: Collection[str] = GOOD
) -> RunView | None:
    with database.reading() as session:
        if not repository.is_there(session):
            return None
        found = repository.latest(session, what, kind, outcomes)
        return None if found is None else _view(found)


def recent(database: Database, prefix: str, limit: int = 50) -> tuple[RunView, ...]:
    """The newest first."""
    with database.reading() as session:
        if not repository.is_there(session):
            return ()
        return tuple(_view(row) for row in repository.recent(session, prefix, limit))


def last_failures(database: Database, prefix: str, refused: str) -> tuple[RunView, ...]:
    """The newest failure of each (what, kind), newest first, but for those that were only `refused`."""
    with database.reading() as session:
        if not repository.is_there(session):
            return ()
        return tuple(_view(row) for row in repository.last_failures(session, prefix, refused))


def _told(error: DomainError) -> str:
    """The code, and the place that it is about."""
    place = error.data.get("place")
    return f"{error.code}@{place}" if place else error.code


def _ordered(database: Database, what: str, kind: str, runner: str) -> int | None:
    with database.transaction() as session:
        if not repository.is_there(session):
            return None
        return _begin(session, what, kind, None, 1, runner, database.clock.now())


def _cut_others(database: Database, what: str, runner: str, but: int | None) -> None:
    if but is None:
        return
    prefix = what.split(".")[0] + "."
    with database.transaction() as session:
        for one in repository.open_runs(session, prefix, runner):
            if one.id != but:
                _end(session, one, database.clock.now(), Result("cut"))


def _begin(
    session: Session, what: str, kind: str, due_at: datetime | None, attempt: int, runner: str, now: datetime
) -> int:
    row = JobRun(what=what, kind=kind, due_at=due_at, attempt=attempt, runner=runner, started_at=now)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def _end(session: Session, row: JobRun, now: datetime, result: Result) -> None:
    row.ended_at, row.outcome = now, result.outcome
    row.detail, row.snapshot = result.detail[:400], result.snapshot[:64]
    session.add(row)
    session.flush()


def _view(row: JobRun) -> RunView:
    outcome = cast(Outcome, row.outcome)
    return RunView(
        row.id or 0,
        row.what,
        row.kind,
        row.due_at,
        row.started_at,
        row.ended_at,
        outcome,
        row.detail,
        row.snapshot,
    )
