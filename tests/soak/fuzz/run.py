"""Rounds of fuzzing: one parser a round, in a process of its own; its corpus grows from round to round."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CORPORA = ROOT / "var" / "soak" / "fuzz"
NAMES = (
    "sdp", "rtcp", "rtp", "stun", "tokens", "door", "live", "shapes", "json", "form", "typed",
    "multipart", "sheet", "catalogue", "values", "texts", "days", "kind", "address", "ipp", "translation",
    "manifest",
)  # fmt: skip
ROUNDS_EACH = 10
RUNS = 46_000  # 22 parsers x 10 rounds x 46,000: ten million and some
_DONE = re.compile(r"stat::number_of_executed_units:\s+(\d+)")


class Found(AssertionError):
    """A parser let something out that is no refusal, or was too dear."""


def fuzz(number: int) -> dict[str, float]:
    """One round. What was executed, and in how many seconds, for each parser."""
    name = NAMES[number % len(NAMES)]
    begun = time.monotonic()
    done = child(name, CORPORA / name, number, RUNS)
    return {name: done, f"{name}_s": time.monotonic() - begun, "executions": done}


def slice_of_all(seed: int, runs: int) -> float:
    """A few seconds over every parser in turn, from the seeds alone."""
    with tempfile.TemporaryDirectory(prefix="iga-fuzz-") as folder:
        return child("all", Path(folder), seed, runs)


def child(name: str, folder: Path, seed: int, runs: int) -> float:
    """Executions done. Raises Found with what was said and where the input lies."""
    command = [
        sys.executable,
        "-m",
        "tests.soak.fuzz.child",
        name,
        str(folder / "corpus"),
        str(seed),
        str(runs),
    ]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    count = _DONE.search(ended.stderr)
    if ended.returncode or count is None:
        raise Found(f"{name}, seed {seed}, {folder}:\n{ended.stdout[-3000:]}{ended.stderr[-6000:]}")
    return float(count[1])
