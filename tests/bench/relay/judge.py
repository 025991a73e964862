"""From windows to rows: medians over the rounds, ratios inside one run, and what had to be reached."""

from __future__ import annotations

import json
import shutil

from tests.bench import network
from tests.bench.report import Measure, Outcome, median

Windows = list[dict[str, float | str]]
STARVED = 0.01
"""Share of packets that left over 5 ms late, above which a window says nothing of delays."""
ENOUGH = 3
NEEDED = ("janus", "unshare", "ip")


def run(scale: float) -> Outcome:
    """Runs all relay comparisons (more than ten minutes at scale 1, two at 0.1)."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return Outcome(missing=[f"relay: needs {name}" for name in missing])
    runs: dict[str, Windows] = json.loads(network.run_inside("tests.bench.relay.run", str(scale)))
    outcome = Outcome(details=dict(runs))
    for calls in (5, 20):
        _processor(outcome, calls, runs[f"{calls} calls"])
    for calls in (5, 20):
        _starved(outcome, calls, runs[f"{calls} calls"])
    _delay(outcome, runs["5 calls"])
    _loss(outcome, runs["20 calls"])
    _reencoding(outcome, runs["1 call, real VP8"])
    return outcome


def undisturbed(windows: Windows) -> Windows:
    """The windows in which the load generator itself kept time, so that a delay says something of a relay.

    All of them when fewer than ENOUGH of any server are left: then the machine was too busy to say better.
    """
    calm = [w for w in windows if float(w["late"]) <= STARVED * float(w["sent"])]
    servers = {w["server"] for w in windows}
    kept = {server: sum(w["server"] == server for w in calm) for server in servers}
    return calm if min(kept.values()) >= ENOUGH else windows


def of(windows: Windows, server: str, what: str) -> float:
    """The median over the rounds of one server's figure."""
    return median([float(window[what]) for window in windows if window["server"] == server])


def _processor(outcome: Outcome, calls: int, windows: Windows) -> None:
    ours, room, echo = (of(windows, name, "us") for name in ("ours", "janus-videoroom", "janus-echotest"))
    outcome.measures += [
        Measure(
            f"processor per forwarded packet, {calls} calls", f"{ours:.1f} us = {ours / room:.2f} x",
            "<= 1.3 x Janus", ours <= 1.3 * room, janus=f"{room:.1f} us",
        ),
        Measure(
            "  beside Janus's echo test, its cheapest plugin", f"{ours / echo:.2f} x", janus=f"{echo:.1f} us"
        ),
    ]  # fmt: skip


def _starved(outcome: Outcome, calls: int, windows: Windows) -> None:
    """Packets that even the load generator sent over 5 ms late; see `undisturbed`."""
    ours, room = (
        100 * of(windows, name, "late") / max(1, of(windows, name, "sent"))
        for name in ("ours", "janus-videoroom")
    )
    outcome.measures.append(
        Measure(f"  load generator itself late, {calls} calls", f"{ours:.1f} %", janus=f"{room:.1f} %")
    )


def _delay(outcome: Outcome, windows: Windows) -> None:
    calm = undisturbed(windows)
    for what, limit in (("p50", 0.5), ("p99", 5.0)):
        ours, room = of(calm, "ours", what), of(calm, "janus-videoroom", what)
        outcome.measures.append(
            Measure(
                f"delay socket to socket {what}, 5 calls",
                f"{ours:.3f} ms",
                f"<= {limit} ms",
                ours <= limit,
                janus=f"{room:.3f} ms",
            )  # fmt: skip
        )


def _loss(outcome: Outcome, windows: Windows) -> None:
    ours, room = of(windows, "ours", "loss_pct"), of(windows, "janus-videoroom", "loss_pct")
    outcome.measures.append(
        Measure(
            "loss, 20 calls",
            f"{ours:.4f} %",
            "<= 0.01 % and <= Janus + 0.01",
            ours <= min(0.01, room + 0.01),
            janus=f"{room:.4f} %",
        )  # fmt: skip
    )


def _reencoding(outcome: Outcome, windows: Windows) -> None:
    ours, room, stock = (of(windows, name, "us_in") for name in ("ours", "janus-videoroom", "mediarelay"))
    outcome.measures.append(
        Measure(
            "processor per received packet, one call of real VP8",
            f"{ours:.0f} us = 1/{stock / ours:.1f}",
            "<= 1/8 of MediaRelay",
            ours <= stock / 8,
            janus=f"{room:.0f} us",
            mediarelay=f"{stock:.0f} us",
        )  # fmt: skip
    )
