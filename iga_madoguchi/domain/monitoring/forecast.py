"""In how many days a disk is full, if it goes on as in the last weeks. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from iga_madoguchi.domain.monitoring.views import Point

DAY_S = 86_400
LEAST_DAYS = 3.0
FOR_EVER = 3650.0
LEAST_FALL = 0.01
"""A part of the disk: what falls by less in the whole time is noise, not a trend."""


def days_until_full(curve: Sequence[Point], total: float) -> float | None:
    """`curve` is the free space over time. None while too little is known; `FOR_EVER` when it does not fall.

    A straight line through what was least free each day: a backup being prepared takes room for some minutes
    every night, so a line through all points would follow the hours that happen to be in it.
    """
    if len(curve) < 2 or (curve[-1].at - curve[0].at).total_seconds() < LEAST_DAYS * DAY_S:
        return None
    begins = curve[0].at
    lowest: dict[int, float] = {}
    for point in curve:
        day = int((point.at - begins).total_seconds() // DAY_S)
        lowest[day] = min(lowest.get(day, point.mean), point.mean)
    days = sorted(lowest)
    middle = sum(days) / len(days)
    level = sum(lowest.values()) / len(days)
    spread = sum((day - middle) ** 2 for day in days)
    slope = sum((day - middle) * (lowest[day] - level) for day in days) / spread
    if -slope * (days[-1] - days[0]) < LEAST_FALL * total:
        return FOR_EVER
    return min(FOR_EVER, max(0.0, curve[-1].mean / -slope))
