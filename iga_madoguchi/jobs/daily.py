"""Does what is due at a time of the day, also when the server was off then; one thing after the other."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.errors import DomainError, Unavailable
from iga_madoguchi.kit.clock import TOKYO, local
from iga_madoguchi.kit.tasks import cancel, supervise
from iga_madoguchi.kit.transitions import Transitions

log = logging.getLogger(__name__)

LOOK_S = 15.0
BACK_DAYS = 62  # no job is rarer than that

Listen = Callable[[str, float], None]


def every_day(_day: date) -> bool:
    return True


def sundays(day: date) -> bool:
    return day.weekday() == 6


def first_of_the_month(day: date) -> bool:
    return day.day == 1


@dataclass(frozen=True)
class Daily:
    """`work` gets the claimed run's id and somebody to tell its progress to, who may break it off by raising.

    It notes its own end in the run. `at` is read in Iga.
    """

    what: str
    kind: str
    at: time
    days: Callable[[date], bool]
    work: Callable[[int, Listen], Result]

    def due(self, now: datetime) -> datetime | None:
        """The latest time at which it was due, nothing when there was none in the last weeks."""
        here = local(now)
        for back in range(BACK_DAYS):
            day = here.date() - timedelta(days=back)
            due = datetime.combine(day, self.at, TOKYO)
            if due <= here and self.days(day):
                return due
        return None


class DailyRunner:
    """Several times a minute the table of runs is asked what is due and not done; that also catches up.

    One thread of its own, so that it is never two things at once and calls never wait for it.
    """

    def __init__(self, database: Database, runner: str, jobs: Sequence[Daily]) -> None:
        self._database, self._runner, self._jobs = database, runner, jobs
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="daily")
        self._stopping = threading.Event()
        self._since: datetime | None = None
        self._state = Transitions(log)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = supervise("daily", self._loop)

    async def stop(self) -> None:
        """What runs is broken off and begun again after the next start."""
        self._stopping.set()
        if self._task is not None:
            await cancel(self._task)
        await asyncio.to_thread(self._pool.shutdown)

    async def _loop(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                await loop.run_in_executor(self._pool, self.look)
            except Exception as error:  # the database is away, for example: said once, asked again
                self._state.failed("daily", repr(error))
            else:
                self._state.worked("daily")
            await asyncio.sleep(LOOK_S)

    def look(self) -> None:
        """Do all that is due now."""
        if self._since is None:
            self._since = runs.known_since(self._database, self._runner)
        for job in self._jobs:
            due = job.due(self._database.clock.now())
            if due is None or due < self._since or self._stopping.is_set():
                continue
            run = runs.claim(self._database, job.what, job.kind, due, self._runner)
            if run is not None:
                self._do(job, run)

    def _do(self, job: Daily, run: int) -> None:
        log.info("- begins what=%s kind=%s", job.what, job.kind)
        try:
            result = job.work(run, self._listen)
        except DomainError as error:
            log.error("not done what=%s kind=%s code=%s", job.what, job.kind, error.code)
            runs.end_open(self._database, run, Result("failed", error.code))
        except Exception:
            log.exception("not done what=%s kind=%s", job.what, job.kind)
            runs.end_open(self._database, run, Result("failed", "unexpected"))
        else:
            log.info("- ended what=%s kind=%s how=%s", job.what, job.kind, result.outcome)

    def _listen(self, _step: str, _part: float) -> None:
        if self._stopping.is_set():
            raise Unavailable("backup.stopped")
