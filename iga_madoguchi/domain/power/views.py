"""Power as screens, jobs and commands may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from iga_madoguchi.domain.power.policy import Phase, State
from iga_madoguchi.domain.power.ports import Reading

RESTART_SOON = timedelta(minutes=10)
"""So long before a planned restart residents read of it."""


@dataclass(frozen=True)
class Ups:
    """Where `upsd` is asked. Without `login` the stop cannot be ordered by us; `upsmon` does it alone."""

    name: str
    host: str = "127.0.0.1"
    port: int = 3493
    login: str = ""


@dataclass(frozen=True)
class Standing:
    """How it stands. `since`: without power since then; `holds`: new calls are refused.

    `left_min`: minutes until the stop, nothing while nobody knows. `wanted_at`: the stop is ordered by hand.
    `outcome`: how preparing ended: "done", or codes of what could not be done. `drill_since`: a power cut is
    being practised; it changes nothing of all the others. `restart_at`: when the server is to begin anew.
    """

    phase: Phase = Phase.LINE
    since: datetime | None = None
    holds: bool = False
    left_min: int | None = None
    fault: str = ""
    wanted_at: datetime | None = None
    prepared_at: datetime | None = None
    outcome: str = ""
    drill_since: datetime | None = None
    restart_at: datetime | None = None


@dataclass(frozen=True)
class Glance:
    """What the running server knows: the UPS, the last reading, the state that it led to."""

    ups: Ups | None
    reading: Reading | None
    state: State
