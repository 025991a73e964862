"""The sheet on top: the finder's candidates at full resolution, the best of them, and whether it can be
trusted."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from iga_madoguchi.adapters.imaging import edges, finder
from iga_madoguchi.adapters.imaging.edges import Refined
from iga_madoguchi.adapters.imaging.finder import Candidate
from iga_madoguchi.adapters.imaging.pixels import Floats, Picture

_SUPPORT = 0.35  # what the share of places on its edges counts beside the finder's score
_SHAPE, _TIGHT = 0.25, 0.015  # exact corners tell more about the shape than coarse ones
# What a sheet must have that nobody need look at again; found on scenes that are not among those judged.
_SURE_SCORE, _SURE_EDGE, _SURE_SUPPORT, _SURE_LEAD, _SURE_GROUND = 1.5, 0.6, 0.75, 0.03, 0.12


@dataclass(frozen=True)
class Sheet:
    """Corners clockwise from the top left, in pixels of the picture; `certain` when the edges are seen all
    around, nothing else could be meant, and no other sheet looks out from under it."""

    corners: Floats
    certain: bool


def find_sheet(picture: Picture) -> Sheet | None:
    """None when nothing looks like a sheet."""
    height, width = picture.shape[:2]
    judged: list[tuple[float, Candidate, Refined]] = []
    for candidate in finder.find(picture):
        if judged and candidate.score + _SUPPORT + _SHAPE < max(one[0] for one in judged) - _SURE_LEAD:
            break
        refined = edges.refine(picture, candidate.corners)
        off = float(finder.distortion(refined.corners[None], width, height)[0])
        score = candidate.score + _SUPPORT * refined.support + _SHAPE * exp(-((off / _TIGHT) ** 2))
        judged.append((score, candidate, refined))
    if not judged:
        return None
    judged.sort(key=lambda one: -one[0])
    score, candidate, refined = judged[0]
    lead = score - judged[1][0] if len(judged) > 1 else score
    certain = (
        score >= _SURE_SCORE
        and candidate.weakest >= _SURE_EDGE
        and refined.weakest >= _SURE_SUPPORT
        and lead >= _SURE_LEAD
        and candidate.alike <= _SURE_GROUND
    )
    return Sheet(refined.corners, certain)
