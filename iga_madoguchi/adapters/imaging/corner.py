"""A sheet of which only one corner with its two edges can be made out, because the light comes from the other
side and the sheet below is as white. How large it is and how it leans is tried out: the other two edges still
show a little along their whole length.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iga_madoguchi.adapters.imaging.lines import Line
from iga_madoguchi.adapters.imaging.missing import taken
from iga_madoguchi.adapters.imaging.pixels import Floats, Picture
from iga_madoguchi.adapters.imaging.shapes import A_SERIES, FOCAL

_LINES = 14  # the longest, of which two cross in the corner
_LEANS = np.deg2rad(np.array([-9, -6, -3, 0, 3, 6, 9], np.float64))
_SQUARE = 0.03  # cosine between the sheet's sides
_SIZES = np.geomspace(0.42, 1.0, 36)  # of the picture's longer side: how long the sheet's long side may be
_SAMPLES = 28
_KEPT = 24
_APART = 12.0  # px between two tries that are worth looking at

Numbers = npt.NDArray[np.float64]


def with_two_edges(found: list[Line], view: Picture) -> Floats:
    """Quadrilaterals (n, 4, 2) from the corner where two lines cross; the likeliest by what the raised view
    shows along the two edges that are not known, which run from corner 1 to 2 and from 2 to 3."""
    height, width = view.shape
    focal, middle = FOCAL * max(width, height), np.array([(width - 1) / 2, (height - 1) / 2])
    tries = [
        quad
        for one in range(min(len(found), _LINES))
        for two in range(one + 1, min(len(found), _LINES))
        for quad in _from_corner(found[one], found[two], focal, middle, (width, height))
    ]
    if not any(len(some) for some in tries):
        return np.zeros((0, 4, 2), np.float32)
    quads = np.concatenate(tries).astype(np.float32)
    shown = _shown(view, quads[:, 1], quads[:, 2], quads) + _shown(view, quads[:, 2], quads[:, 3], quads)
    chosen: list[int] = []
    for index in np.argsort(-shown)[: 40 * _KEPT]:
        if all(np.abs(quads[index] - quads[other]).max() > _APART for other in chosen):
            chosen.append(int(index))
        if len(chosen) == _KEPT:
            break
    return quads[chosen]


def _from_corner(one: Line, two: Line, focal: float, middle: Numbers, size: tuple[int, int]) -> list[Numbers]:
    """All sheets with a corner where these lines cross, within the picture."""
    cross = float(one.normal[0] * two.normal[1] - one.normal[1] * two.normal[0])
    if abs(cross) < np.cos(np.deg2rad(20)):
        return []
    at = np.linalg.solve(np.array([one.normal, two.normal], np.float64), [one.distance, two.distance])
    if (at < 0).any() or (at > size).any():
        return []
    corner = np.array([*(at - middle) / focal, 1.0])
    first, second = _directions(one, corner), _directions(two, corner)
    square = np.abs(first @ second.T) < _SQUARE
    pairs = [(first[a], second[b]) for a, b in zip(*np.nonzero(square), strict=True)]
    quads = []
    for along, across in pairs:
        for sign_a in (1, -1):
            for sign_b in (1, -1):
                for one_side, other_side in ((1.0, 1 / A_SERIES), (1 / A_SERIES, 1.0)):
                    a, b = along * sign_a * one_side, across * sign_b * other_side
                    reach = (_SIZES * max(size) / focal)[:, None, None]
                    shape = np.stack([np.zeros(3), a, a + b, b])[None]
                    points = corner + shape * reach
                    quads.append(points[..., :2] / points[..., 2:] * focal + middle)
    if not quads:
        return []
    every = np.concatenate(quads)
    inside = ((every > -0.01 * max(size)) & (every < np.array(size) * 1.01)).all((1, 2))
    return [every[inside]]


def _directions(line: Line, corner: Numbers) -> Numbers:
    """Ways along the line in space, the sheet leaning more or less towards the camera."""
    level = np.array([-line.normal[1], line.normal[0], 0.0])
    away = corner / corner[2]  # so all of them are seen as this line
    ways = np.cos(_LEANS)[:, None] * level + np.sin(_LEANS)[:, None] * away
    return np.asarray(ways / np.linalg.norm(ways, axis=1, keepdims=True), np.float64)


def _shown(view: Picture, start: Floats, end: Floats, quads: Floats) -> Numbers:
    """How much darker it becomes on the way out over an edge, on average."""
    steps = np.linspace(0.03, 0.97, _SAMPLES, dtype=np.float32)
    places = start[:, None] + (end - start)[:, None] * steps[:, None]
    towards = quads.mean(1) - (start + end) / 2
    along = (end - start) / (np.linalg.norm(end - start, axis=1, keepdims=True) + 1e-6)
    inwards = np.stack([-along[:, 1], along[:, 0]], 1)
    inwards = (inwards * np.sign((inwards * towards).sum(1, keepdims=True)))[:, None]
    near, deep = taken(view, places + inwards * 2), taken(view, places + inwards * 7)
    step = np.minimum(near, deep) - taken(view, places - inwards * 1.5)
    return np.asarray(np.clip(step, -10, 20).mean(-1), np.float64)
