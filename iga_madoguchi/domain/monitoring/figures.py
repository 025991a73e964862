"""Which figures are kept over time, and which check judges them; a curve small enough to draw. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from iga_madoguchi.domain.monitoring.views import Point

MEASURES = {
    "cpu.busy": "cpu",
    "memory.low": "memory",
    "loop.lag": "loop",
    "media.lag": "media",
    "database.room": "database",
    "ups.battery": "ups.charge",
}
"""The figure of a check; disks are `disk.` and what lies on them, the product's own memory is `process`."""
DISK, PROCESS = "disk.", "process"
NAME_LIMIT = 24
_CHECKS = {figure: check for check, figure in MEASURES.items()}


def of(check: str, subject: str = "") -> str:
    """The figure that is kept for a check; "" when there is none."""
    if check == "disk.full":
        return f"{DISK}{subject}"[:NAME_LIMIT]
    return MEASURES.get(check, "")


def check_of(figure: str) -> str:
    """The check that judges a figure; "" for the process' own memory."""
    return "disk.full" if figure.startswith(DISK) else _CHECKS.get(figure, "")


def thinned(curve: Sequence[Point], since: datetime, until: datetime, slots: int) -> list[Point | None]:
    """As many equal parts of the span; None where nothing was measured, so that a gap stays a gap."""
    wide: timedelta = (until - since) / slots
    found: list[list[Point]] = [[] for _ in range(slots)]
    for point in curve:
        if since <= point.at < until:
            found[int((point.at - since) / wide)].append(point)
    return [_joined(since + wide * at, each) if each else None for at, each in enumerate(found)]


def whole(curve: Sequence[Point]) -> Point | None:
    """Least, mean and greatest of all; None of nothing."""
    return _joined(curve[0].at, curve) if curve else None


def _joined(at: datetime, points: Sequence[Point]) -> Point:
    return Point(
        at,
        min(one.least for one in points),
        sum(one.mean for one in points) / len(points),
        max(one.greatest for one in points),
    )
