"""In which order a visitor with several matters waits least: pure, on figures estimated elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """One department of a visit, all in seconds from now.

    `first_s`: the wait of somebody who begins there, behind everybody else. `later_s`: when one who is handed
    on from another desk could be taken, who goes before those that wait. `talk_s`: how long the talk takes.
    """

    id: str
    first_s: float
    later_s: float
    talk_s: float


def order(stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """The order with the least total wait; the resident's own where it makes no difference.

    Once the first is chosen, going to whoever is free first is best: waiting for a later one would only
    leave an earlier one idle. So there are as many candidates as stops, not as many as orders.
    """
    candidates = []
    for first in stops:
        rest = sorted((stop for stop in stops if stop is not first), key=lambda stop: stop.later_s)
        candidates.append((first, *rest))
    return min(candidates, key=total_wait, default=())


def total_wait(route: Sequence[Stop]) -> float:
    """Seconds that are spent waiting, not talking, when the stops are visited in this order."""
    now = waited = 0.0
    for position, stop in enumerate(route):
        free = stop.later_s if position else stop.first_s
        wait = max(0.0, free - now)
        waited, now = waited + wait, now + wait + stop.talk_s
    return waited
