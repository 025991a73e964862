"""The one table of scheduled work: name, how often in seconds, what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iga_madoguchi.domain.calls import sweeping, vigils
from iga_madoguchi.domain.conversation import service as conversation
from iga_madoguchi.domain.forms import sweeping as forms
from iga_madoguchi.domain.papers import keeping
from iga_madoguchi.domain.presence.service import OpeningWatch
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.services import Services


@dataclass(frozen=True)
class Job:
    """`work` is synchronous and runs in the bounded pool; it must end well within `every_s`."""

    name: str
    every_s: float
    work: Callable[[], None]


def table(services: Services) -> tuple[Job, ...]:
    opening = OpeningWatch(services.database)
    sweeper = sweeping.Sweeper(services.database, services.presence)
    return (
        Job("opening.watch", 5.0, opening.look),
        Job("vigils.sweep", 1.0, lambda: vigils.sweep(services.database)),
        Job("papers.purge", 60.0, lambda: _purge(services)),
        Job("reservations.settle", 5.0, lambda: reservations.settle(services.database)),
        Job("calls.sweep", 1.0, sweeper.run),
        Job("calls.expire", 600.0, lambda: sweeping.expire(services.database)),
        Job("conversation.sweep", 600.0, lambda: conversation.sweep(services.database)),
        Job("forms.sweep", 2.0, lambda: forms.sweep(services.database)),
        Job("sessions.reconcile", 2.0, services.sessions.reconcile),
    )


def _purge(services: Services) -> None:
    keeping.purge(services.database, services.vault)
