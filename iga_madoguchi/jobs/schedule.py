"""The one table of scheduled work: what is done every few seconds, and what at a time of the day."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from iga_madoguchi.domain.accounts import idle
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.auditing import checking
from iga_madoguchi.domain.backup import service as backups
from iga_madoguchi.domain.backup.orders import ProgressWatch
from iga_madoguchi.domain.calls import attendance, sweeping, vigils
from iga_madoguchi.domain.conversation import service as conversation
from iga_madoguchi.domain.conversation.private import sweeping as private
from iga_madoguchi.domain.conversation.talking import keeping as talking
from iga_madoguchi.domain.forms import sweeping as forms
from iga_madoguchi.domain.monitoring import integrity, samples
from iga_madoguchi.domain.monitoring.alerts import service as alerts
from iga_madoguchi.domain.papers import keeping
from iga_madoguchi.domain.presence.service import OpeningWatch
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.domain.selftests import service as selftests
from iga_madoguchi.domain.stopping.planned import Restarter
from iga_madoguchi.domain.uptime.service import Counter
from iga_madoguchi.jobs.daily import Daily, Listen, every_day, first_of_the_month, sundays
from iga_madoguchi.kit.clock import local
from iga_madoguchi.services import Services

PARTS = 4  # weeks in which every byte of the backups is read once


@dataclass(frozen=True)
class Job:
    """`work` is synchronous and runs in the bounded pool; it must end well within `every_s`."""

    name: str
    every_s: float
    work: Callable[[], None]


def table(services: Services) -> tuple[Job, ...]:
    opening = OpeningWatch(services.database)
    progress = ProgressWatch(services.backups)
    uptime = Counter(services.database, services.presence)
    sweeper = sweeping.Sweeper(services.database, services.presence)
    restarter = Restarter(services.database, services.settings.data_dir, _end_process)
    drills = alerts.DrillWatch(services.database, services.lookout.around.server)
    return (
        Job("restart.look", 5.0, restarter.look),
        Job("alerts.drill", 5.0, drills.look),
        Job("opening.watch", 5.0, opening.look),
        Job("backup.progress", 1.0, progress.look),
        Job("vigils.sweep", 1.0, lambda: vigils.sweep(services.database)),
        Job("papers.purge", 60.0, lambda: _purge(services)),
        Job("reservations.settle", 5.0, lambda: reservations.settle(services.database)),
        Job("calls.sweep", 1.0, sweeper.run),
        Job("calls.expire", 600.0, lambda: sweeping.expire(services.database)),
        Job("conversation.sweep", 600.0, lambda: conversation.sweep(services.database)),
        Job("forms.sweep", 2.0, lambda: forms.sweep(services.database, services.sealer)),
        Job("talk.sweep", 2.0, lambda: _sweep_talk(services)),
        Job("private.sweep", 2.0, lambda: _sweep_private(services)),
        Job("attempts.write", 5.0, services.attempts.write),
        Job("sessions.idle", 5.0, lambda: idle.sweep(services.database, attendance.talking_at)),
        Job("uptime.count", 20.0, uptime.run),
        Job("selftests.prune", 3600.0, lambda: _prune(services)),
        Job("sessions.reconcile", 2.0, services.sessions.reconcile),
        Job("monitoring.prune", 3600.0, lambda: samples.prune(services.database)),
        Job("alerts.prune", 3600.0, lambda: alerts.prune(services.database)),
    )


def daily(services: Services) -> tuple[Daily, ...]:
    """What is done at its time of the day, in this order when several are due."""
    station = services.backups

    def part(run: int, listen: Listen) -> Result:
        week = local(services.clock.now()).isocalendar().week
        return backups.verify(station, f"{week % PARTS + 1}/{PARTS}", SYSTEM, listen, run)

    return (
        Daily(
            *(backups.RUN, "whole", time(1, 30), every_day),
            lambda run, listen: backups.run(station, "whole", SYSTEM, listen, run),
        ),
        Daily(
            *(backups.DRILL, "whole", time(2, 30), every_day),
            lambda run, listen: backups.drill(station, SYSTEM, listen, run),
        ),
        Daily(
            *(backups.RUN, "program", time(3, 30), sundays),
            lambda run, listen: backups.run(station, "program", SYSTEM, listen, run),
        ),
        Daily(backups.CHECK, "part", time(4, 0), sundays, part),
        Daily(
            *(backups.CHECK, "all", time(4, 30), first_of_the_month),
            lambda run, listen: backups.verify(station, "all", SYSTEM, listen, run),
        ),
        Daily(checking.CHECK, "all", time(5, 0), every_day, services.log_check.run),
        Daily(
            *(integrity.CHECK, "all", time(5, 15), every_day),
            lambda run, _: integrity.check(services.database, station.runner, run),
        ),
    )


def _end_process() -> None:
    """As Ctrl-C does it; the launcher sees the marker and begins again."""
    os.kill(os.getpid(), signal.SIGTERM)


def _purge(services: Services) -> None:
    keeping.purge(services.database, services.vault)


def _prune(services: Services) -> None:
    selftests.prune(services.database)


def _sweep_talk(services: Services) -> None:
    talking.sweep(services.database, services.sealer)


def _sweep_private(services: Services) -> None:
    private.sweep(services.database, services.sealer)
