"""The relay's delay and loss while the application around it works hard."""

from __future__ import annotations

import json
import shutil
from typing import Any

from tests.bench import network
from tests.bench.relay.judge import NEEDED, of, undisturbed
from tests.bench.report import Measure, Outcome


def run(scale: float) -> Outcome:
    """About three minutes at scale 1. The pages must have been built."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return Outcome(missing=[f"relay-busy: needs {name}" for name in missing])
    found: dict[str, Any] = json.loads(network.run_inside("tests.bench.relay.busy_run", str(scale)))
    five, twenty = found["5 calls"], found["20 calls"]
    return Outcome([_work(five["work"]), *_delay(five["windows"]), _loss(twenty["windows"])], dict(found))


def _work(work: dict[str, Any]) -> Measure:
    text = (
        f"{work['pages']} pages {work['events_per_s']:.0f} events/s ({work['answers_per_s']:.0f} answers/s), "
        f"{work['transactions_per_s']:.0f} transactions/s, log export {work['export_s']:.1f} s every 5 s"
    )
    whole = work["transactions_per_s"] > 45 and work["events_per_s"] > 18 and not work["fallen"]
    return Measure("at work: " + text, "", "9 pages, 20 events/s, 50 transactions/s, export", whole)


def _delay(windows: list[dict[str, Any]]) -> list[Measure]:
    rows = []
    windows = undisturbed(windows)
    for what, limit in (("p50", 0.5), ("p99", 5.0)):
        ours, janus = of(windows, "ours-busy", what), of(windows, "janus-videoroom", what)
        name = f"  delay socket to socket {what}, 5 calls, at work"
        rows.append(Measure(name, f"{ours:.3f} ms", f"<= {limit} ms", ours <= limit, janus=f"{janus:.3f} ms"))
    return rows


def _loss(windows: list[dict[str, Any]]) -> Measure:
    ours, janus = (of(windows, name, "loss_pct") for name in ("ours-busy", "janus-videoroom"))
    must, good = "<= 0.01 % and <= Janus + 0.01", ours <= min(0.01, janus + 0.01)
    return Measure("  loss, 20 calls, at work", f"{ours:.4f} %", must, good, janus=f"{janus:.4f} %")
