"""How far the estimated wait is off on simulated days, beside what a clerk would say from the queue."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from iga_madoguchi.cli.simulate import play
from iga_madoguchi.cli.simulation.day import Wait
from iga_madoguchi.domain import example_city
from tests.bench.report import Measure, Outcome, median, percentile

DAYS, LEARNING_CALLS, CALLS_PER_DAY = 15, 500, 100


def run(scale: float) -> Outcome:
    """Fifteen days at scale 1; the first five hundred calls only teach."""
    waits = play(max(7, round(DAYS * scale)), 11, CALLS_PER_DAY)
    told = [wait for wait in waits[LEARNING_CALLS:] if wait.told_min and wait.ahead]
    outcome = Outcome(details={"calls": len(waits), "told": len(told)})
    days = example_city.days()
    ours = [abs(60 * (wait.told_min or 0) - wait.waited_s) / 60 for wait in told]
    plain = [abs(wait.ahead * days[wait.department][0] - wait.waited_s) / 60 for wait in told]
    zero = [wait.waited_s / 60 for wait in told]
    outcome.measures += [
        _row("estimate: minutes off", ours),
        _row("  people ahead x usual length", plain),
        _row("  waited at all (no estimate)", zero),
        Measure("  said - waited, mean", f"{_lean(told):+.1f} min (n={len(told)})"),
    ]
    return outcome


def _row(name: str, errors: Sequence[float]) -> Measure:
    return Measure(name, f"median {median(errors):.1f}, p90 {percentile(errors, 90):.1f}")


def _lean(told: Sequence[Wait]) -> float:
    return fmean((wait.told_min or 0) - wait.waited_s / 60 for wait in told) if told else 0.0
