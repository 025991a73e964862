"""From readings of the UPS to what is to be done: one table, no clock of its own, nothing else. Pure.

    line      nothing to do; a UPS that cannot be read is an alarm, never a stop
    battery   every terminal is told; after a minute no new call begins
    prepare   calls end politely, everything is written, the database is copied
    halt      the stop is ordered; from here there is no way back

A UPS that falls silent while it was on battery counts down as if it still were: the network between may have
lost its power first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from iga_madoguchi.domain.power.ports import Fault, Reading


class Phase(StrEnum):
    LINE = "line"
    BATTERY = "battery"
    PREPARE = "prepare"
    HALT = "halt"


class Event(StrEnum):
    """What a reading means; the later ones outdo the earlier ones."""

    ON_LINE = "on_line"  # line is there, but not yet for long enough to be believed
    STEADY = "steady"
    ON_BATTERY = "on_battery"
    SILENT = "silent"  # nothing can be read
    SILENT_LONG = "silent_long"
    LONG = "long"  # on battery for so long that the battery is not to be trusted
    LOW = "low"
    CRITICAL = "critical"
    PREPARED = "prepared"
    FORCED = "forced"  # somebody has ordered the stop already


TABLE: dict[tuple[Phase, Event], Phase] = {
    (Phase.LINE, Event.ON_BATTERY): Phase.BATTERY,
    (Phase.LINE, Event.LONG): Phase.BATTERY,
    (Phase.LINE, Event.LOW): Phase.PREPARE,
    (Phase.LINE, Event.CRITICAL): Phase.HALT,
    (Phase.LINE, Event.FORCED): Phase.HALT,
    (Phase.BATTERY, Event.STEADY): Phase.LINE,
    (Phase.BATTERY, Event.SILENT_LONG): Phase.PREPARE,
    (Phase.BATTERY, Event.LONG): Phase.PREPARE,
    (Phase.BATTERY, Event.LOW): Phase.PREPARE,
    (Phase.BATTERY, Event.CRITICAL): Phase.HALT,
    (Phase.BATTERY, Event.FORCED): Phase.HALT,
    (Phase.PREPARE, Event.STEADY): Phase.LINE,
    (Phase.PREPARE, Event.PREPARED): Phase.HALT,
    (Phase.PREPARE, Event.CRITICAL): Phase.HALT,
    (Phase.PREPARE, Event.FORCED): Phase.HALT,
}
"""What is not here changes nothing. No row leaves `halt`, and none leaves `line` by silence."""


@dataclass(frozen=True)
class Limits:
    """Times in seconds. `critical_s` must be longer than preparing and the machine's own stop together."""

    hold_calls_s: float = 60
    long_s: float = 600
    low_s: float = 600
    critical_s: float = 300
    silent_s: float = 60
    steady_s: float = 10


@dataclass(frozen=True)
class State:
    """`outage_since`: since when there is no line, as far as is known; `heard_at`: last sensible reading."""

    phase: Phase = Phase.LINE
    outage_since: datetime | None = None
    line_since: datetime | None = None
    heard_at: datetime | None = None
    fault: Fault = ""

    @property
    def notice(self) -> bool:
        """Whether every terminal says that the power is out."""
        return self.phase != Phase.LINE

    def holds_calls(self, now: datetime, limits: Limits) -> bool:
        """Whether new calls are refused."""
        if self.phase in (Phase.PREPARE, Phase.HALT):
            return True
        since = self.outage_since
        return self.phase == Phase.BATTERY and since is not None and _over(since, now, limits.hold_calls_s)


def step(state: State, reading: Reading, limits: Limits, *, prepared: bool = False) -> State:
    """The state after a reading. `prepared`: what `prepare` asks for is done."""
    reading = sensible(reading)
    known = _noted(state, reading)
    event = _event(known, reading, limits, prepared)
    phase = TABLE.get((state.phase, event), state.phase)
    if phase == Phase.LINE:
        return replace(known, phase=phase, outage_since=None)
    return replace(known, phase=phase, outage_since=known.outage_since or reading.at)


DRILL: tuple[tuple[Phase, bool, int, float], ...] = (
    (Phase.BATTERY, False, 25, 20),
    (Phase.BATTERY, True, 24, 20),
    (Phase.PREPARE, True, 9, 20),
    (Phase.HALT, True, 4, 15),
)
"""What is practised in turn: the phase, whether calls are held, minutes said to be left, its seconds."""


def practised(since: datetime, now: datetime) -> tuple[Phase, bool, int] | None:
    """The stage that a drill is in, nothing once it is over."""
    end = since
    for phase, holds, minutes, seconds in DRILL:
        end += timedelta(seconds=seconds)
        if since <= now < end:
            return phase, holds, minutes
    return None


def sensible(reading: Reading) -> Reading:
    """Without what cannot be: both or neither of line and battery, times and charges out of range."""
    runtime = reading.runtime_s if reading.runtime_s is not None and 0 <= reading.runtime_s < 86_400 else None
    charge = reading.charge if reading.charge is not None and 0 <= reading.charge <= 100 else None
    load = reading.load if reading.load is not None and 0 <= reading.load <= 200 else None
    reading = replace(reading, runtime_s=runtime, charge=charge, load=load)
    if reading.fault or "FSD" in reading.words or ("OL" in reading.words) != ("OB" in reading.words):
        return reading
    return replace(reading, words=frozenset(), fault="nonsense")


def _noted(state: State, reading: Reading) -> State:
    """What the reading tells of since when; silence tells nothing."""
    if reading.fault:
        return replace(state, fault=reading.fault, line_since=None)
    on_line = "OL" in reading.words
    line_since = (state.line_since or reading.at) if on_line else None
    outage_since = state.outage_since if on_line else (state.outage_since or reading.at)
    return replace(state, fault="", heard_at=reading.at, line_since=line_since, outage_since=outage_since)


def _event(state: State, reading: Reading, limits: Limits, prepared: bool) -> Event:
    now = reading.at
    if "FSD" in reading.words:
        return Event.FORCED
    if reading.fault:
        if prepared:
            return Event.PREPARED
        heard = state.heard_at
        return Event.SILENT_LONG if heard and _over(heard, now, limits.silent_s) else Event.SILENT
    if "OL" in reading.words:
        steady = state.line_since is not None and _over(state.line_since, now, limits.steady_s)
        return Event.STEADY if steady else Event.ON_LINE
    return _on_battery(state, reading, limits, prepared)


def _on_battery(state: State, reading: Reading, limits: Limits, prepared: bool) -> Event:
    runtime = reading.runtime_s
    if "LB" in reading.words or (runtime is not None and runtime < limits.critical_s):
        return Event.CRITICAL
    if prepared:
        return Event.PREPARED
    if runtime is not None and runtime < limits.low_s:
        return Event.LOW
    since = state.outage_since
    return Event.LONG if since is not None and _over(since, reading.at, limits.long_s) else Event.ON_BATTERY


def _over(since: datetime, now: datetime, seconds: float) -> bool:
    return now - since >= timedelta(seconds=seconds)
