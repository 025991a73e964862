"""How exactly sheets are found, how well the page can be read, and how long it takes; beside what somebody
would use instead: a webcam's picture at 1080p, and the still as it is, turned only.

Scenes 0 to 99 judge; what is tuned is tuned on others.
"""

from __future__ import annotations

import io
import multiprocessing
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image

from iga_madoguchi.adapters.imaging.host import OpenCvImaging
from iga_madoguchi.domain.papers.ports import Still
from tests.bench.paper import live
from tests.bench.report import Measure, Outcome, median, percentile
from tests.scenes import reader, scenes
from tests.scenes.camera import Picture
from tests.scenes.chart import FACES, SIZES_PT

SCENES, READ_SCENES, TIMED = 100, 4, 12
LIMITS = {8: 1.0, 6: 1.0, 5: 2.0, 4: 4.0}  # % of characters, four frames
STEP_S = 0.5
PROCESSES = 2
Errors = dict[str, Counter[tuple[int, str]]]


@dataclass(frozen=True)
class Found:
    """Of one scene; no error when no sheet was found."""

    seed: int
    notes: tuple[str, ...]
    error_mm: float | None
    certain: bool


def run(scale: float) -> Outcome:
    """A hundred standard and a hundred hard scenes and four charts at scale 1."""
    outcome = Outcome()
    several = ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"))
    with several as pool:
        for kind, within, share in (("standard", 1.0, 99), ("hard", 2.0, 95)):
            found = list(pool.map(_find, [kind] * round(SCENES * scale), range(round(SCENES * scale))))
            outcome.details[f"corners {kind}"] = [
                [one.seed, one.notes, one.error_mm, one.certain] for one in found
            ]
            outcome.measures += _corners(kind, found, within, share)
        charts = max(1, round(READ_SCENES * scale))
        wrong: dict[str, Counter[tuple[int, str]]] = {}
        total: Counter[tuple[int, str]] = Counter()
        for counted, mistaken in pool.map(_read, range(charts)):
            total += counted
            for way, errors in mistaken.items():
                wrong.setdefault(way, Counter()).update(errors)
    outcome.measures += _legibility(wrong, total)
    outcome.details["characters"] = {f"{points} {face}": count for (points, face), count in total.items()}
    outcome.details["mistakes"] = {
        way: {f"{points} {face}": count for (points, face), count in errors.items()}
        for way, errors in wrong.items()
    }
    outcome.measures += _times(max(3, round(TIMED * scale)))
    return outcome


def _find(kind: str, seed: int) -> Found:
    scene = scenes.hard(seed) if kind == "hard" else scenes.standard(seed)
    still = _made([scene.frames[0]])
    if still.corners is None:
        return Found(seed, scene.notes, None, still.certain)
    corners = np.array([[corner.x, corner.y] for corner in still.corners], np.float32)
    return Found(seed, scene.notes, scene.error_mm(corners), still.certain)


@lru_cache(maxsize=1)
def _imaging() -> OpenCvImaging:
    """One for each process; several work at a time on a busy machine, and here only the result counts."""
    return OpenCvImaging(job_s=60.0)


def _made(frames: Sequence[Picture]) -> Still:
    return _imaging().still([scenes.jpeg(frame) for frame in frames])


def _corners(kind: str, found: Sequence[Found], within: float, share: int) -> list[Measure]:
    errors = [one.error_mm if one.error_mm is not None else float("inf") for one in found]
    good = 100 * sum(error < within for error in errors) / len(errors)
    sure = [one for one in found if one.certain]
    misled = sum(one.error_mm is None or one.error_mm > 2.0 for one in sure)
    return [
        Measure(
            f"paper: corners, {kind} scenes",
            f"{good:.0f} of 100 within {within:.0f} mm (median {median(errors):.2f}, "
            f"p95 {percentile(errors, 95):.2f} mm)",
            f">= {share}",
            good >= share,
        ),
        Measure(
            "  said to be certain",
            f"{100 * len(sure) / len(found):.0f} %, of these wrong {misled}",
            "wrong 0",
            misled == 0,
        ),
    ]


def _read(seed: int) -> tuple[Counter[tuple[int, str]], Errors]:
    """Characters of one chart and the mistakes in them, by the way they were seen."""
    scene = scenes.standard(seed, frames=4, hands=False, charts=1000)
    assert scene.chart is not None
    small, streamed = live.halved(scene.frames[0]), live.over_vp8(scene.frames)
    half = (scene.corners + 0.5) / 2 - 0.5
    ways = {
        "four frames": reader.from_page(_upright(_made(scene.frames), scene.turn)),
        "one frame": reader.from_page(_upright(_made(scene.frames[:1]), scene.turn)),
        "live 1080p VP8": reader.from_page(_upright(_made([streamed]), scene.turn)),
        "the still, turned only": reader.from_picture(scene.frames[0], scene.corners),
        "a webcam at 1080p, turned only": reader.from_picture(small, half),
        "the print itself, 220 dpi": reader.from_page(
            np.asarray(scene.chart.image.resize((1819, 2573), Image.Resampling.BOX))
        ),
    }
    total: Counter[tuple[int, str]] = Counter()
    wrong: Errors = {way: Counter() for way in ways}
    for block in scene.chart.blocks:
        key = (block.points, block.face)
        for way, cut in ways.items():
            mistaken, count = reader.mistakes(block, cut)
            wrong[way][key] += mistaken
        total[key] += count
    return total, wrong


def _upright(still: Still, turn: int) -> Picture:
    return np.rot90(np.asarray(Image.open(io.BytesIO(still.page)).convert("RGB")), -turn // 90)


def _legibility(wrong: Errors, total: Counter[tuple[int, str]]) -> list[Measure]:
    rows = []
    for way, errors in wrong.items():
        for points in SIZES_PT:
            rates = [100 * errors[points, face] / total[points, face] for face in FACES]
            limit = {"four frames": LIMITS.get(points), "live 1080p VP8": 2.0 if points == 8 else None}.get(
                way
            )
            rows.append(
                Measure(
                    f"  {way}, {points} pt",
                    "gothic {:.1f} %, mincho {:.1f} %".format(*rates),
                    "" if limit is None else f"<= {limit:.0f} %",
                    None if limit is None else max(rates) <= limit,
                )
            )
    return [Measure("paper: characters misread", f"n={sum(total.values())}"), *rows]


def _times(count: int) -> list[Measure]:
    imaging = OpenCvImaging(job_s=60.0)
    took: dict[int, list[float]] = {1: [], 4: []}
    sizes = []
    try:
        for seed in range(count):
            scene = scenes.standard(seed, frames=4)
            pictures = [scenes.jpeg(frame) for frame in scene.frames]
            for frames in (1, 4):
                started = time.monotonic()
                still = imaging.still(pictures[:frames])
                took[frames].append(time.monotonic() - started)
            sizes.append(len(still.page))
    finally:
        imaging.close()
    of_one, of_four = took[1][1:], took[4]  # the first one started the process
    return [
        Measure(
            "paper: a 4K still to a page",
            f"median {median(of_one):.2f} s, p95 {percentile(of_one, 95):.2f} s",
            f"median <= {STEP_S} s",
            median(of_one) <= STEP_S,
        ),
        Measure("  four frames", f"median {median(of_four):.2f} s, p95 {percentile(of_four, 95):.2f} s"),
        Measure("  largest page", f"{max(sizes) / 1e6:.2f} MB", "<= 1.2 MB", max(sizes) <= 1_200_000),
    ]
