"""From drills to rows: the worst of each must be good enough."""

from __future__ import annotations

import json
import shutil
from typing import Any

from tests.bench import network
from tests.bench.report import Measure, Outcome

NEEDED = ("chromium", "unshare", "ip", "iptables")


def run(scale: float) -> Outcome:
    """About four minutes at scale 1."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return Outcome(missing=[f"outage: needs {name}" for name in missing])
    drills: dict[str, Any] = json.loads(network.run_inside("tests.bench.outage.drills", str(scale)))
    return Outcome(measures=[*_times(drills), *_loss(drills)], details=drills)


def _times(drills: dict[str, Any]) -> list[Measure]:
    killed = drills["server killed"]
    return [
        _back("cable out 5 s, then picture back", drills["cable out 5 s"], 1),
        _back("cable out 40 s, then picture back", drills["cable out 40 s"], 3),
        _back("server killed, ready, then both back", killed, 5, all(drill["same_call"] for drill in killed)),
    ]


def _back(name: str, drills: list[dict[str, float]], limit_s: float, also: bool = True) -> Measure:
    """`limit_s` holds for the slower side of every drill; NaN (never back) is never within it."""
    sides = {side: [drill[side] / 1000 for drill in drills] for side in ("desk", "branch")}
    good = also and all(second <= limit_s for seconds in sides.values() for second in seconds)
    text = ", ".join(f"{side} {max(seconds):.2f} s" for side, seconds in sides.items())
    call = "" if also else ", not the same call"
    return Measure(name, f"{text}{call} (worst of {len(drills)})", f"<= {limit_s:g} s", good)


def _loss(drills: dict[str, Any]) -> list[Measure]:
    clean, lossy = drills["clean"], drills["5 % loss"]
    gap, made_up = (
        {side: (lossy[side][what], clean[side][what]) for side in ("desk", "branch")}
        for what in ("longest", "concealed_pct")
    )
    return [
        Measure(
            "5 % loss: longest standstill (without loss)",
            ", ".join(f"{side} {lossy:.0f} ms ({calm:.0f})" for side, (lossy, calm) in gap.items()),
            "<= 300 ms", all(longest <= 300 for longest, _ in gap.values()),
        ),
        Measure(
            "5 % loss: sound made up (without loss)",
            ", ".join(f"{side} {lost:.2f} % ({without:.2f})" for side, (lost, without) in made_up.items()),
            "< 1 %", all(lost < 1 for lost, _ in made_up.values()),
        ),
    ]  # fmt: skip
