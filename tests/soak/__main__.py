"""`make soak [PART=...]`: runs one part or all, in rounds, until each has done what it must."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from iga_madoguchi.domain.accounts import passwords
from iga_madoguchi.kit.files import write_atomically
from tests.cast import QUICK_HASHES
from tests.domain.calls.test_lifecycle import AnyOrder
from tests.soak import backups, faults, killed

FIGURES = Path(__file__).resolve().parents[2] / "var" / "soak"


@dataclass(frozen=True)
class Part:
    """`round_` does one numbered round and raises when something is wrong; `rounds` of them are the whole."""

    name: str
    rounds: int
    what: str
    round_: Callable[[int], None]
    side_by_side: bool = False
    """Its rounds share nothing, so every core may run one."""


def lifecycle(number: int) -> None:
    """20 sequences of up to 60 events, other ones each round."""
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        seed(number)(AnyOrder),
        settings=settings(
            max_examples=20, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


PARTS = (
    Part("lifecycle", 500, "10,000 sequences of events leave no impossible state", lifecycle, True),
    Part("killed", 20, "kill -9 during 100 days of traffic loses nothing that was acknowledged", killed.days),
    Part("backup", 50, "kill -9 during a backup leaves the repository sound", backups.backup),
    Part("faults", 148, "148 weeks of looks alarm once, at the planted fault", faults.week, True),
    Part("restore", 50, "kill -9 during a restore leaves the old or the new, never half", backups.restore),
)


def main(wanted: list[str]) -> int:
    unknown = set(wanted) - {part.name for part in PARTS}
    if unknown:
        sys.stderr.write(
            f"no such part: {', '.join(sorted(unknown))}; there are: {[p.name for p in PARTS]}\n"
        )
        return 2
    for part in PARTS:
        if not wanted or part.name in wanted:
            run(part)
    return 0


def run(part: Part) -> None:
    """Continue at the round after the last finished one."""
    path = FIGURES / f"{part.name}.json"
    figures = json.loads(path.read_text()) if path.exists() else {"rounds": 0, "seconds": 0.0}
    cores = len(os.sched_getaffinity(0)) if part.side_by_side else 1
    with ProcessPoolExecutor(cores, initializer=_quickly) as pool:
        while figures["rounds"] < part.rounds:
            begun = time.monotonic()
            numbers = range(figures["rounds"], min(part.rounds, figures["rounds"] + cores))
            list(pool.map(part.round_, numbers))
            figures["rounds"] = numbers.stop
            figures["seconds"] += time.monotonic() - begun
            write_atomically(
                path, json.dumps({**figures, "of": part.rounds, "what": part.what}).encode(), mode=0o644
            )
            sys.stdout.write(f"{part.name}: round {figures['rounds']} of {part.rounds}\n")
            sys.stdout.flush()


def _quickly() -> None:
    """Passwords are not what the rounds are about."""
    passwords._context = lambda: QUICK_HASHES


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
