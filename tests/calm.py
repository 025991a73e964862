"""Surroundings in which nothing is wrong, for tests of what is: only what a test makes worse is worse."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.gauges import Gauges
from iga_madoguchi.domain.monitoring.ports import Disk, HostFacts, HostReport

GB = 1_000_000_000


@dataclasses.dataclass
class SteeredHost:
    """A machine that says what it is told."""

    cpu: float | None = 10.0
    memory_free: float | None = 60.0
    synchronised: bool | None = True
    space: Disk = dataclasses.field(default_factory=lambda: Disk(100 * GB, 60 * GB, 1))
    refuses: str = ""
    clock: Callable[[], float] = time.monotonic

    def steady(self) -> float:
        return self.clock()

    def facts(self) -> HostFacts:
        return HostFacts(self.cpu, self.memory_free, self.synchronised)

    def process_bytes(self) -> int:
        return 100_000_000

    def disk(self, _path: Path) -> Disk | None:
        return self.space

    def write(self, _folder: Path) -> str:
        return self.refuses


@dataclasses.dataclass
class SteeredMedia:
    running: bool = True
    late: float = 0.0

    def lag_s(self) -> float:
        return self.late


class SteadyGauges(Gauges):
    """A main loop that is never late."""

    def lag_s(self) -> float | None:
        return super().lag_s() or 0.0


@dataclasses.dataclass
class SteeredReport:
    found: HostReport = dataclasses.field(default_factory=lambda: HostReport(None, why="missing"))

    def read(self) -> HostReport:
        return self.found


@dataclasses.dataclass
class SteeredCertificate:
    expires: datetime | None

    def expires_at(self) -> datetime | None:
        return self.expires


def calm(around: Around) -> Around:
    return dataclasses.replace(
        around,
        station=dataclasses.replace(around.station, places=()),
        host=SteeredHost(clock=lambda: around.database.clock.now().timestamp()),
        media=SteeredMedia(),
        report=SteeredReport(),
        gauges=SteadyGauges(),
    )
