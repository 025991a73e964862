"""The table of checks: what is watched, when it is a fault, and how soon it is believed. Data only.

Its sentences are in `sentences.py`, what to do at length in `docs/operate/ijou.md`; a test holds the
three together. A new check is a row here, a finding in `looks/`, a text and an entry in the handbook.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from iga_madoguchi.domain.monitoring.policy import Limits, Rule

Component = Literal["terminals", "server", "storage", "database", "inside", "power", "backup", "hardware"]
COMPONENTS: tuple[Component, ...] = (
    *("terminals", "inside", "server", "storage", "database", "power", "backup", "hardware"),
)

AT_ONCE = Rule()
SOON = Rule(raise_looks=2, clear_looks=2)
"""Seen twice: within twenty seconds, and one odd answer is no alarm."""
MINUTES = 30  # looks in five minutes


@dataclass(frozen=True)
class Check:
    """`needed`: while it is unknown, nobody may say that all is well. `unit` is that of the figure shown.

    `weight`: who is hampered, 1 = residents now, 2 = soon or some of them, 3 = nobody yet.
    """

    id: str
    component: Component
    rule: Rule = AT_ONCE
    weight: int = 3
    needed: bool = False
    unit: str = ""


def _above(warn: float, clear: float, bad: float | None = None, looks: int = 2) -> Rule:
    return Rule(looks, 2, Limits(warn, clear, bad))


def _below(warn: float, clear: float, bad: float | None = None, looks: int = 1) -> Rule:
    return Rule(looks, 2, Limits(warn, clear, bad, falling=True))


CHECKS: tuple[Check, ...] = (
    # What residents meet.
    Check("terminal.silent", "terminals", SOON, weight=1, needed=True),
    Check("printer.hindered", "terminals", Rule(2, 1), weight=2),
    Check("terminal.unwell", "terminals", AT_ONCE, weight=1),
    Check("test.missed", "terminals", Rule(6 * MINUTES, 1), weight=2),
    # The application itself.
    Check("media.away", "inside", SOON, weight=1, needed=True),
    Check("media.lag", "inside", _above(500, 200, 2500), weight=1, unit="ms"),
    Check("loop.lag", "inside", _above(1000, 500, 4000), weight=1, needed=True, unit="ms"),
    Check("hub.alone", "inside", SOON, weight=2),
    Check("job.failing", "inside", SOON, weight=2, needed=True),
    Check("job.overdue", "inside", AT_ONCE),
    Check("clock.offset", "inside", AT_ONCE, weight=2),
    Check("alert.undelivered", "inside", SOON, weight=2),
    # The machine it runs on.
    Check("cpu.busy", "server", _above(95, 80, looks=MINUTES), weight=2, needed=True, unit="%"),
    Check("memory.low", "server", _below(10, 15, 4, looks=2), weight=2, needed=True, unit="%"),
    Check("clock.unsynchronised", "server", Rule(MINUTES, 1), weight=2),
    Check("clock.jumped", "server", SOON, weight=2),
    Check("certificate.expiry", "server", _below(30, 31, 7), weight=2, needed=True, unit="days"),
    # Where the data lie.
    Check("data.unwritable", "storage", AT_ONCE, weight=1, needed=True),
    Check("disk.full", "storage", _below(10, 12, 4), weight=2, needed=True, unit="%"),
    Check("disk.forecast", "storage", _below(30, 35, 7, looks=3), unit="days"),
    Check("database.away", "database", AT_ONCE, weight=1, needed=True),
    Check("database.integrity", "database", AT_ONCE, weight=2),
    Check("database.room", "database", _above(50, 45, 90), unit="%"),
    Check("log.bent", "database", AT_ONCE, weight=2),
    # A power cut, and what would bring everything back.
    Check("ups.battery", "power", AT_ONCE, weight=1, needed=True),
    Check("ups.silent", "power", SOON, weight=2, needed=True),
    Check("ups.battery.old", "power", SOON),
    Check("backup.tool", "backup", AT_ONCE, weight=2),
    Check("backup.age", "backup", AT_ONCE, weight=2, needed=True, unit="hours"),
    Check("backup.proof", "backup", AT_ONCE, weight=2, needed=True, unit="hours"),
    Check("backup.place", "backup", SOON, weight=2),
    Check("backup.doubt", "backup", AT_ONCE, weight=2),
    # What only root may read: `ops/bin/collect`.
    Check("collector.silent", "hardware", Rule(2, 1), needed=True),
    Check("temperature.high", "hardware", _above(80, 70, 90), weight=2, unit="°C"),
    Check("raid.degraded", "hardware", AT_ONCE, weight=2),
    Check("disk.failing", "hardware", AT_ONCE, weight=2),
    Check("network.link", "hardware", AT_ONCE, weight=2),
    Check("memory.errors", "hardware", AT_ONCE),
    Check("supply.failed", "hardware", AT_ONCE, weight=2),
    Check("antivirus.off", "hardware", AT_ONCE),
    Check("patches.pending", "hardware", _above(30, 29), unit="days"),
    Check("port.open", "hardware", SOON),
)
BY_ID = {check.id: check for check in CHECKS}


@dataclass(frozen=True)
class Cause:
    """Why something is wrong: the check, and what it found it at ("" when there is only one)."""

    check: str
    subject: str = ""
