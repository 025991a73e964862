"""The sheet on top: the finder's candidates at full resolution, the best of them, and whether it can be
trusted."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import cv2
import numpy as np

from iga_madoguchi.adapters.imaging import edges, finder, shapes
from iga_madoguchi.adapters.imaging.edges import Refined
from iga_madoguchi.adapters.imaging.finder import Candidate
from iga_madoguchi.adapters.imaging.pixels import Floats, Picture

_SUPPORT = 0.35  # what the share of places on its edges counts beside the finder's score
_SHAPE, _TIGHT = 0.25, 0.015  # exact corners tell more about the shape than coarse ones
_HALVES = 4  # candidates that may be half of the sheet
_HALF_SUPPORT, _WHOLE_SUPPORT = 0.35, 0.5
# What a sheet must have that nobody need look at again; found on scenes that are not among those judged.
_SURE_SCORE, _SURE_EDGE, _SURE_SUPPORT, _SURE_LEAD, _SURE_GROUND = 1.5, 0.6, 0.75, 0.03, 0.12


@dataclass(frozen=True)
class _Judged:
    score: float
    candidate: Candidate
    refined: Refined


@dataclass(frozen=True)
class Sheet:
    """Corners clockwise from the top left, in pixels of the picture; `certain` when the edges are seen all
    around, nothing else could be meant, and no other sheet looks out from under it."""

    corners: Floats
    certain: bool


def find_sheet(picture: Picture) -> Sheet | None:
    """None when nothing looks like a sheet."""
    height, width = picture.shape[:2]
    judged: list[_Judged] = []
    for candidate in finder.find(picture):
        if judged and candidate.score + _SUPPORT + _SHAPE < max(one.score for one in judged) - _SURE_LEAD:
            break
        refined = edges.refine(picture, candidate.corners)
        off = float(finder.distortion(refined.corners[None], width, height)[0])
        score = candidate.score + _SUPPORT * refined.support + _SHAPE * exp(-((off / _TIGHT) ** 2))
        judged.append(_Judged(score, candidate, refined))
    if not judged:
        return None
    judged.sort(key=lambda one: -one.score)
    best = judged[0]
    lead = best.score - judged[1].score if len(judged) > 1 else best.score
    certain = (
        best.score >= _SURE_SCORE
        and best.candidate.weakest >= _SURE_EDGE
        and best.refined.weakest >= _SURE_SUPPORT
        and lead >= _SURE_LEAD
        and best.candidate.alike <= _SURE_GROUND
    )
    whole = None if certain else _whole(picture, [one.refined for one in judged[:_HALVES]])
    return Sheet(best.refined.corners, certain) if whole is None else Sheet(whole, False)


def _whole(picture: Picture, halves: list[Refined]) -> Floats | None:
    """The A sheet of which a candidate is one half: a form whose print ends in the middle has a line there,
    and half an A sheet has the shape of an A sheet. Only with all its edges seen at full resolution."""
    height, width = picture.shape[:2]
    best: Refined | None = None
    for half in halves:
        if half.weakest < _HALF_SUPPORT:
            continue
        for corners in _doubled(half.corners):
            if (corners < 0).any() or (corners > (width, height)).any():
                continue
            refined = edges.refine(picture, corners)
            off = float(finder.distortion(refined.corners[None], width, height)[0])
            seen = refined.weakest >= _WHOLE_SUPPORT and off < _TIGHT
            if seen and (best is None or refined.support > best.support):
                best = refined
    return None if best is None else shapes.clockwise(best.corners)


def _doubled(corners: Floats) -> list[Floats]:
    """The sheet twice as long across its long side, to either side."""
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    sides = np.linalg.norm(np.roll(corners, -1, 0) - corners, axis=1)
    axis = int(sides[0] + sides[2] > sides[1] + sides[3])
    way = cv2.getPerspectiveTransform(unit, corners.astype(np.float32))
    both = []
    for low, high in ((0, 2), (-1, 1)):
        larger = unit.copy()
        larger[:, axis] = np.where(unit[:, axis] == 0, low, high)
        both.append(np.asarray(cv2.perspectiveTransform(larger[None], way)[0], np.float32))
    return both
