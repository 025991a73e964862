"""Touch to ring, answer to first picture and sound, a hundred calls without a leak, a quick second start."""

from __future__ import annotations

import time
from collections import defaultdict

import psutil

from tests.bench.browsing import lacking, visited
from tests.bench.journey.pair import Pair
from tests.bench.report import Measure, Outcome, median, percentile
from tests.e2e.server import Server

TIMED = CYCLES = 100
RINGING_S = 1.5
"""A clerk needs at least this long to reach the button; both sides are prepared meanwhile."""
SETTLE_S = 20.0
LIMITS = {"touch to ring": 300.0, "picture": 150.0, "sound": 150.0}
BACK = ("open files of all processes", "iga_event_loop_tasks", "iga_media_peers", "iga_media_calls")


def run(scale: float) -> Outcome:
    """About six minutes at scale 1, of which a hundred calls take five."""
    missing = lacking("journey")
    if missing is not None:
        return missing
    outcome = Outcome()
    with visited() as (browser, server):
        _calls(outcome, Pair(browser, server), server, round(TIMED * scale), round(CYCLES * scale))
        browser.close()
        server.stop()
        _second_start(outcome, server)
    return outcome


def _calls(outcome: Outcome, pair: Pair, server: Server, timed: int, cycles: int) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    _call(pair, times)  # the first one warms caches of the browser, and so do its figures not count
    times.clear()
    before = held(server)
    for number in range(cycles):
        if number < timed:
            _call(pair, times)
        else:
            pair.ring()
            pair.answer_only()
            pair.hang_up(pair.branch if number % 2 else pair.desk)
    after = _settled(server, before)
    pair.close()
    outcome.details |= {"times_ms": dict(times), "before": before, "after": after, "cycles": cycles}
    outcome.measures += [_timing(name, values) for name, values in times.items()]
    outcome.measures.append(
        Measure(
            f"held after {cycles} calls (before)",
            ", ".join(f"{after[name]:.0f} ({before[name]:.0f})" for name in BACK),
            "files, tasks, peers, calls back",
            all(after[name] <= before[name] for name in BACK),
        )
    )


def _call(pair: Pair, times: dict[str, list[float]]) -> None:
    times["touch to ring"].append(pair.ring())
    time.sleep(RINGING_S)
    for name, value in pair.answer().items():
        times[f"answer to {name}"].append(value)
    pair.hang_up(pair.branch)


def _timing(name: str, values: list[float]) -> Measure:
    limit = next(limit for word, limit in LIMITS.items() if word in name)
    worst = percentile(values, 95)
    text = f"p95 {worst:.0f} ms, median {median(values):.0f} (n={len(values)})"
    return Measure(name, text, f"p95 <= {limit:.0f} ms, n >= 20", worst <= limit and len(values) >= 20)


def held(server: Server) -> dict[str, float]:
    """What the server's processes hold at this moment: the metrics, and files over the whole process tree."""
    assert server.process is not None
    root = psutil.Process(server.process.pid)
    files = sum(process.num_fds() for process in [root, *root.children(recursive=True)])
    return {**server.metrics(), "open files of all processes": files}


def _settled(server: Server, before: dict[str, float]) -> dict[str, float]:
    """What is held once it is no more than before, or after SETTLE_S."""
    deadline = time.monotonic() + SETTLE_S
    while True:
        after = held(server)
        if all(after[name] <= before[name] for name in BACK) or time.monotonic() > deadline:
            return after
        time.sleep(0.5)


def _second_start(outcome: Outcome, server: Server) -> None:
    seconds = []
    for _ in range(3):
        seconds.append(server.start())
        server.stop()
    outcome.details["second_start_s"] = seconds
    text = f"{median(seconds):.2f} s (median of 3)"
    outcome.measures.append(Measure("second start to ready", text, "< 5 s", median(seconds) < 5))
