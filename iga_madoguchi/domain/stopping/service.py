"""What is done before the machine stops, in the time that is left. Calls are not ended: who is still in one
when the server stops is back in it when the server has come back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from iga_madoguchi.db.checkpoint import checkpoint
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.backup import service as backups
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.errors import DomainError, Unavailable

TALKS_S = 120.0  # s that talks get to come to their end
FIRST_BACKUP_S = 120.0  # s that a backup may take where none was ever made
MARGIN = 1.5  # the last backup may have had less to do
LOOK_S = 1.0

DONE, TOO_LATE = "done", "backup.no_time"


@dataclass(frozen=True)
class Budget:
    """`seconds` that are left in all; `talks_s` of them at most for talks. `still` says whether to go on."""

    seconds: float
    talks_s: float = TALKS_S
    still: Callable[[], bool] = lambda: True


def prepare(
    station: Station, budget: Budget, clock: Callable[[], float] = time.monotonic, pause: float = LOOK_S
) -> str:
    """Wait for talks, make a last backup of everything if the time allows it, put all on the disk.

    "done", or the code of what could not be done; "" when it was broken off because power is back.
    Blocks as long as `budget` says. Raises nothing of the domain.
    """
    end = clock() + budget.seconds
    _wait_for_talks(station, min(end, clock() + budget.talks_s), budget, clock, pause)
    if not budget.still():
        return ""
    outcome = _last_backup(station, end, budget, clock)
    if not budget.still():
        return ""
    checkpoint(station.database.engine)
    return outcome


def _wait_for_talks(
    station: Station, until: float, budget: Budget, clock: Callable[[], float], pause: float
) -> None:
    while clock() < until and budget.still() and look.talking(station.database):
        time.sleep(pause)


def _last_backup(station: Station, end: float, budget: Budget, clock: Callable[[], float]) -> str:
    """Only when it can be whole: half a backup is worth nothing, and takes the battery."""
    last = runs.latest(station.database, backups.RUN, "whole")
    takes = FIRST_BACKUP_S if last is None or last.took_s is None else last.took_s * MARGIN
    if end - clock() < takes:
        return TOO_LATE

    def listen(_step: str, _part: float) -> None:
        if clock() > end or not budget.still():
            raise Unavailable("backup.stopped")

    try:
        backups.run(station, "whole", SYSTEM, listen)
    except DomainError as error:
        return TOO_LATE if error.code == "backup.stopped" else error.code
    return DONE
