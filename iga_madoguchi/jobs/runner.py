"""Runs the schedule in this process; says once when a job fails and once when it recovers."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from iga_madoguchi.jobs.schedule import Job
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.transitions import Transitions

log = logging.getLogger(__name__)


class Runner:
    """Starts and stops the schedule; overlapping runs of one job cannot happen, missed ones become one."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = jobs
        self._scheduler = AsyncIOScheduler(timezone="Asia/Tokyo")
        self._state = Transitions(log)

    def start(self) -> None:
        for job in self._jobs:
            self._scheduler.add_job(
                self._run,
                "interval",
                args=[job],
                seconds=job.every_s,
                id=job.name,
                max_instances=1,
                coalesce=True,
            )
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    @property
    def running(self) -> bool:
        return bool(self._scheduler.running)

    @property
    def failing(self) -> frozenset[str]:
        return self._state.failing

    async def _run(self, job: Job) -> None:
        try:
            await offload(job.work)
        except Exception as error:
            self._state.failed(job.name, repr(error))
        else:
            self._state.worked(job.name)
