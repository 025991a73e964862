"""Every night: is the database sound in itself."""

from __future__ import annotations

from iga_madoguchi.db import copies
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Result, RunView

CHECK = "database.check"


def check(database: Database, runner: str, run: int | None) -> Result:
    """Read all of it and compare; calls go on meanwhile. PostgreSQL sees to its pages itself."""

    def work() -> Result:
        with database.reading() as session:
            flaw = copies.flaw(session)
        return Result("failed", flaw) if flaw else Result("done")

    return runs.recorded(database, CHECK, "all", runner, work, run)


def last(database: Database) -> RunView | None:
    """The last check that came to its end, whatever it found."""
    return runs.latest(database, CHECK, outcomes=("done", "failed"))
