"""`python -m tests.bench [name ...]`: runs the named benchmarks, or all, and prints one table."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.bench import report
from tests.bench.estimate import run as estimate
from tests.bench.journey import run as journey
from tests.bench.outage import judge as outage
from tests.bench.paper import run as paper
from tests.bench.paper_speed import run as paper_speed
from tests.bench.push import run as push
from tests.bench.relay import busy_judge as relay_busy
from tests.bench.relay import judge as relay
from tests.bench.report import Outcome
from tests.bench.talk import run as talk
from tests.bench.watching import run as watching
from tests.bench.years import run as years

BENCHMARKS: dict[str, Callable[[float], Outcome]] = {
    "relay": relay.run,
    "relay-busy": relay_busy.run,
    "journey": journey.run,
    "outage": outage.run,
    "push": push.run,
    "estimate": estimate.run,
    "paper-speed": paper_speed.run,
    "paper": paper.run,
    "talk": talk.run,
    "years": years.run,
    "watching": watching.run,
}


def main() -> int:
    """0 when everything required was measured and reached, 1 when not."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*BENCHMARKS, []], help="default: all")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="shorten (0.2) or lengthen the measuring windows"
    )
    arguments = parser.parse_args()
    folder = Path(os.environ.get("IGA_DATA_DIR", "./var")) / "bench"
    total = Outcome()
    for name in arguments.name or BENCHMARKS:
        started = time.monotonic()
        outcome = _attempt(name, arguments.scale)
        path = report.write(folder, name, outcome)
        _say(f"{name}: {time.monotonic() - started:.0f} s, {path}", sys.stderr)
        total.measures += outcome.measures
        total.missing += outcome.missing
    _say(report.table(total.measures), sys.stdout)
    for sentence in total.missing:
        _say(f"not measured: {sentence}", sys.stdout)
    return 1 if total.missing or any(measure.reached is False for measure in total.measures) else 0


def _attempt(name: str, scale: float) -> Outcome:
    """One benchmark that breaks must not take the others' figures with it."""
    try:
        return BENCHMARKS[name](scale)
    except Exception as error:
        traceback.print_exc()
        return Outcome(missing=[f"{name}: {error!r}"])


def _say(text: str, stream: object) -> None:
    stream.write(text + "\n")  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
