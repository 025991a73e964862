"""When a due time is tried, and tried again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from iga_madoguchi.domain.runs.models import JobRun

TRIES = 3
STARTS = 12  # also of those that were cut: one of them may be what ends the process
AGAIN = timedelta(hours=1)  # after a failure
OTHERS = timedelta(hours=6)  # so long another machine's run counts as alive
GOOD = ("done", "warning")


def may_try(tries: Sequence[JobRun], now: datetime) -> bool:
    """Whether another try of a due time may start; `tries` are those there were, oldest first."""
    if not tries:
        return True
    last = tries[-1]
    failures = sum(one.outcome == "failed" for one in tries)
    if last.outcome in GOOD or failures >= TRIES or len(tries) >= STARTS:
        return False
    if last.outcome == "running":
        return now - last.started_at >= OTHERS
    return last.outcome == "cut" or now - last.started_at >= AGAIN
