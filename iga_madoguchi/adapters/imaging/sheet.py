"""The sheet on top: the finder's candidates at full resolution, the best of them, and whether it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp

from iga_madoguchi.adapters.imaging import edges, finder
from iga_madoguchi.adapters.imaging.pixels import Floats, Picture

_SUPPORT = 0.35  # what the share of places on its worst edge counts beside the finder's score
_SHAPE, _TIGHT = 0.25, 0.015  # exact corners tell more about the shape than coarse ones


@dataclass(frozen=True)
class Sheet:
    """Corners clockwise from the top left, in pixels of the picture."""

    corners: Floats
    certain: bool
    score: float
    support: float
    rival: float
    weakest: float
    distortion: float


def find_sheet(picture: Picture) -> Sheet | None:
    """None when nothing looks like a sheet."""
    height, width = picture.shape[:2]
    best: Sheet | None = None
    for candidate in finder.find(picture):
        refined = edges.refine(picture, candidate.corners)
        distortion = float(finder.distortion(refined.corners[None], width, height)[0])
        score = candidate.score + _SUPPORT * refined.support + _SHAPE * exp(-((distortion / _TIGHT) ** 2))
        if best is None or score > best.score:
            rival = best.score if best is not None else 0.0
            best = Sheet(refined.corners, False, score, refined.weakest, rival, candidate.weakest, distortion)
        elif score > best.rival:
            best = replace(best, rival=score)
    return best
