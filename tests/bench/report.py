"""What a benchmark measured against what it had to reach, as one table and one JSON document."""

from __future__ import annotations

import json
import math
import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Measure:
    """One row of the table. `reached` is None where a figure is only shown, not required."""

    name: str
    ours: str
    must: str = ""
    reached: bool | None = None
    janus: str = ""
    mediarelay: str = ""


@dataclass
class Outcome:
    """What one benchmark hands back: rows for people, `details` (raw figures) for the JSON document."""

    measures: list[Measure] = field(default_factory=list)
    details: dict[str, object] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile; of 20 values the 95th percentile is the 19th. NaN for none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else float("nan")


def write(folder: Path, name: str, outcome: Outcome) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(asdict(outcome), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def table(measures: Sequence[Measure]) -> str:
    """measure | ours | Janus | MediaRelay | must reach | reached?"""
    rows = [("measure", "ours", "Janus", "MediaRelay", "must reach", "reached?")]
    words = {True: "yes", False: "NO", None: ""}
    rows += [(m.name, m.ours, m.janus, m.mediarelay, m.must, words[m.reached]) for m in measures]
    widths = [max(_width(row[column]) for row in rows) for column in range(6)]
    lines = [" | ".join(map(_padded, row, widths)) for row in rows]
    lines.insert(1, "-+-".join("-" * wide for wide in widths))
    return "\n".join(line.rstrip() for line in lines)


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
