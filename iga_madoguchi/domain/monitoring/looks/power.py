"""The UPS, as the watch of power last read it; that asks every second and a half."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.checks import Cause
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import Finding
from iga_madoguchi.domain.power.policy import Phase
from iga_madoguchi.domain.power.ports import Reading


def ups(around: Around, _now: datetime) -> Iterator[Finding]:
    glance = around.power.glance
    if glance.ups is None:
        return
    if glance.reading is None:
        yield Finding(Cause("ups.silent"), Status.UNKNOWN)
        return
    reading, state = glance.reading, glance.state
    fault = state.fault or reading.fault
    yield Finding(Cause("ups.silent"), Status.WARN if fault else Status.OK, words={"why": fault})
    if state.phase != Phase.LINE:
        yield Finding(Cause("ups.battery"), Status.BAD, words=_left(reading))
    elif fault:
        yield Finding(Cause("ups.battery"), Status.UNKNOWN)
    else:
        yield Finding(Cause("ups.battery"), Status.OK, words=_left(reading))
    old = "RB" in reading.words or _failed(reading.test)
    seen = Status.UNKNOWN if fault else Status.WARN if old else Status.OK
    yield Finding(Cause("ups.battery.old"), seen)


def _left(reading: Reading) -> dict[str, str]:
    found = {"charge": reading.charge, "seconds": reading.runtime_s}
    return {name: f"{value:.0f}" for name, value in found.items() if value is not None}


def _failed(test: str) -> bool:
    return "fail" in test.lower() or "error" in test.lower()
