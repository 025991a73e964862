"""The one table of scheduled work: name, how often in seconds, what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iga_madoguchi.domain.calls import sweeping
from iga_madoguchi.domain.forms import sweeping as forms
from iga_madoguchi.domain.presence.service import OpeningWatch
from iga_madoguchi.services import Services


@dataclass(frozen=True)
class Job:
    """`work` is synchronous and runs in the bounded pool; it must end well within `every_s`."""

    name: str
    every_s: float
    work: Callable[[], None]


def table(services: Services) -> tuple[Job, ...]:
    opening = OpeningWatch(services.database)
    return (
        Job("opening.watch", 5.0, opening.look),
        Job("calls.sweep", 1.0, lambda: sweeping.sweep(services.database, services.presence)),
        Job("calls.expire", 600.0, lambda: sweeping.expire(services.database)),
        Job("forms.sweep", 2.0, lambda: forms.sweep(services.database)),
        Job("sessions.reconcile", 2.0, services.sessions.reconcile),
    )
