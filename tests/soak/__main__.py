"""`make soak [PART=...]`: runs one part or all, in rounds, until each has done what it must."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from iga_madoguchi.domain.accounts import passwords
from iga_madoguchi.domain.monitoring.checks import CHECKS
from iga_madoguchi.kit.files import write_atomically
from tests.cast import QUICK_HASHES
from tests.domain.calls.test_lifecycle import AnyOrder
from tests.soak import backups, big, faults, flood, hostile, killed, offline, power_cut, wal, weeks
from tests.soak.fuzz import run as fuzzing

FIGURES = Path(__file__).resolve().parents[2] / "var" / "soak"


@dataclass(frozen=True)
class Part:
    """`round_` does one numbered round and raises when something is wrong; `rounds` of them are the whole.

    What it says is added up, or the greatest of it kept where the name begins with `max_`.
    """

    name: str
    rounds: int
    what: str
    round_: Callable[[int], Mapping[str, float] | None]
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
    Part("killed", 20, "500 times kill -9 in 100 days of traffic: nothing acknowledged is lost", killed.days),
    Part("backup", 50, "kill -9 during a backup leaves the repository sound", backups.backup),
    Part(
        "fuzz",
        len(fuzzing.NAMES) * fuzzing.ROUNDS_EACH,
        "ten million inputs, and no parser lets out anything but its refusal",
        fuzzing.fuzz,
        True,
    ),
    Part("weeks", 4 * len(CHECKS), "quiet weeks raise nothing, a planted fault one alarm", weeks.week, True),
    Part("faults", 1, "each real fault is on the open overview within 30 s, and gone again", faults.inject),
    Part("restore", 50, "kill -9 during a restore leaves the old or the new, never half", backups.restore),
    Part("flood", 10, "ten rounds of a flooded call: nobody hears anything of it", flood.flood),
    Part("hostile", 1000, "1,000 attacks on a call's media gain nothing", hostile.hostile, True),
    Part("power", 1, "a power cut, a picture of every screen each second", power_cut.cut),
    Part("offline", 1, "a bundle is installed without a network, and serves", offline.install),
    Part(
        "big", 1, "five years of rows and 10 GB of papers are backed up and restored in time", big.five_years
    ),
    Part("wal", 1, "PostgreSQL with WAL archiving comes back with all that was acknowledged", wal.archive),
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
            for told in pool.map(part.round_, numbers):
                _add(figures, told or {})
            figures["rounds"] = numbers.stop
            figures["seconds"] += time.monotonic() - begun
            write_atomically(
                path, json.dumps({**figures, "of": part.rounds, "what": part.what}).encode(), mode=0o644
            )
            sys.stdout.write(f"{part.name}: round {figures['rounds']} of {part.rounds}\n")
            sys.stdout.flush()


def _add(figures: dict[str, float], told: Mapping[str, float]) -> None:
    for name, value in told.items():
        before = figures.get(name, 0)
        figures[name] = max(before, value) if name.startswith("max_") else before + value


def _quickly() -> None:
    """Passwords are not what the rounds are about."""
    passwords._context = lambda: QUICK_HASHES


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
