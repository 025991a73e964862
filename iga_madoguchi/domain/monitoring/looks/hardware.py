"""What only root may read, from the collector's report. What this machine does not have does not apply."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.checks import Cause
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.ports import Part
from iga_madoguchi.domain.monitoring.views import Finding

STALE = timedelta(seconds=90)
"""It writes every ten seconds."""
AHEAD = timedelta(minutes=10)
CORRECTED = 100
"""Memory errors that the machine has put right itself: a module with so many is about to fail."""
PATTERN_DAYS = 7

Item = Mapping[str, str | float | bool]
Judged = tuple[Status, float | None]


def _truth(name: str, bad: Status = Status.BAD) -> Callable[[Item], Judged]:
    """Good when `name` is true."""

    def judge(item: Item) -> Judged:
        return (Status.OK if item.get(name) is True else bad), None

    return judge


def _raid(item: Item) -> Judged:
    return (Status.BAD if item.get("degraded") is not False else Status.OK), None


def _memory(item: Item) -> Judged:
    if _number(item, "uncorrected") > 0:
        return Status.BAD, None
    return (Status.WARN if _number(item, "corrected") >= CORRECTED else Status.OK), None


def _antivirus(item: Item) -> Judged:
    if item.get("running") is not True:
        return Status.BAD, None
    return (Status.WARN if _number(item, "pattern_days") > PATTERN_DAYS else Status.OK), None


def _temperature(item: Item) -> Judged:
    return Status.OK, _number(item, "celsius")


def _patches(item: Item) -> Judged:
    return Status.OK, _number(item, "days")


PARTS: dict[str, tuple[str, Callable[[Item], Judged]]] = {
    "temperature.high": ("temperature", _temperature),
    "raid.degraded": ("raid", _raid),
    "disk.failing": ("smart", _truth("ok")),
    "network.link": ("network", _truth("up", Status.WARN)),
    "memory.errors": ("memory", _memory),
    "supply.failed": ("supply", _truth("ok")),
    "antivirus.off": ("antivirus", _antivirus),
    "patches.pending": ("patches", _patches),
    "port.open": ("ports", _truth("allowed", Status.WARN)),
}
CHECKS = tuple(PARTS)


def collector(around: Around, now: datetime) -> Iterator[Finding]:
    report = around.report.read()
    # Not from the future either. The collector's clock is the machine's, ours may be shifted for a drill.
    here = now - timedelta(seconds=around.offset_s)
    fresh = report.at is not None and -AHEAD < here - report.at < STALE
    if not fresh and not around.production and report.why == "missing":
        return
    why = "" if fresh else report.why or "stale"
    yield Finding(Cause("collector.silent"), Status.OK if fresh else Status.WARN, words={"why": why})
    for check, (name, judge) in PARTS.items():
        part = report.parts.get(name) if fresh else None
        yield from _judged(check, part, judge)


def _judged(check: str, part: Part | None, judge: Callable[[Item], Judged]) -> Iterator[Finding]:
    if part is None or part.state == "failed":
        yield Finding(Cause(check), Status.UNKNOWN)
        return
    if part.state == "absent":
        return
    if not part.items:
        yield Finding(Cause(check), Status.OK)
    for item in part.items:
        seen, value = judge(item)
        words = {key: _text(said) for key, said in item.items()}
        yield Finding(Cause(check, str(item.get("name", ""))), seen, value, words)


def _number(item: Item, name: str) -> float:
    found = item.get(name)
    return float(found) if isinstance(found, int | float) else 0.0


def _text(said: str | float | bool) -> str:
    return str(said) if isinstance(said, bool | str) else f"{said:g}"
