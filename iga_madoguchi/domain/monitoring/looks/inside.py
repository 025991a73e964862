"""The application itself: the process for media, the main loop, the hub, the jobs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.checks import Cause
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import Finding


def media(around: Around, _now: datetime) -> Iterator[Finding]:
    running = around.media.running
    yield Finding(Cause("media.away"), Status.OK if running else Status.BAD)
    if running:
        yield Finding(Cause("media.lag"), Status.OK, around.media.lag_s() * 1000)
    else:
        yield Finding(Cause("media.lag"), Status.UNKNOWN)


def process(around: Around, _now: datetime) -> Iterator[Finding]:
    lag = around.gauges.lag_s()
    if lag is None:
        yield Finding(Cause("loop.lag"), Status.UNKNOWN)
    else:
        yield Finding(Cause("loop.lag"), Status.OK, lag * 1000)
    failing = around.gauges.failing_jobs()
    yield Finding(Cause("job.failing"), Status.OK)
    for name in sorted(failing):
        yield Finding(Cause("job.failing", name), Status.WARN, words={"job": name})
    if around.several:
        yield Finding(Cause("hub.alone"), Status.WARN if around.database.hub.alone else Status.OK)
    if around.offset_s:
        words = {"seconds": f"{around.offset_s:+.0f}"}
        yield Finding(Cause("clock.offset"), Status.WARN, words=words)
    else:
        yield Finding(Cause("clock.offset"), Status.OK)
