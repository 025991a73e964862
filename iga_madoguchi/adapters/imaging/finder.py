"""Which four straight edges are those of the sheet on top: all quadrilaterals that a sheet could look like
are judged by what lies on both sides of their edges.

An edge need not be seen in full: a finger over a corner or a pen on the sheet hides a part of two lines,
which still meet where the corner is.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from iga_madoguchi.adapters.imaging import corner, lines, missing, shapes
from iga_madoguchi.adapters.imaging.lines import Line
from iga_madoguchi.adapters.imaging.pixels import Floats, Picture

GOOD_SCORE = 0.95  # below, the picture is looked at a second time with its contrasts raised
ACCEPTED = 0.45  # below, there is no sheet
_SMALLEST = 0.04  # of the picture's area
_OUTSIDE = 0.03  # of the picture's size that a corner may lie beyond its border
_SAMPLES = 40  # places along an edge
_BEHIND = np.linspace(0.05, 0.25, 10, dtype=np.float32)  # of an edge, behind its corner
_OFFERED = 12
_SAME = 5.0  # px of the small picture between corners of one and the same sheet
_COMPLETED = 40  # of those with three edges get their fourth
_JUDGED = 400  # candidates of which the edges are looked at
_INSIDE = 5.0  # px of the small picture from an edge to the sheet
_BEYOND = (1.0, 2.0, 3.5, 6.0)  # px from an edge to what lies around it; a shadow may be thin
_FAINT = 0.3  # what a step of the raised view counts beside the others
_MARGIN, _PRINTED = (4.0, 7.0, 10.0, 13.0), 40  # px inside an edge; steps of the raised view
_DIFFERENT = 5.0  # steps of L, a, b between two surfaces

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Candidate:
    """A possible sheet, its corners clockwise and exact to a few pixels of the picture: `score` up to about
    1.1, `weakest` the share of its worst edge that is seen, `alike` the share of its outline beyond which
    it looks the same as within: another sheet lies there."""

    corners: Floats
    score: float
    weakest: float
    alike: float


def find(picture: Picture) -> list[Candidate]:
    """The likeliest first, no two of them nearly the same."""
    small, scale = lines.shrink(picture)
    surface = lines.surfaces(small)
    judged = _judge(surface, faint=False)
    if not len(judged.score) or judged.score.max() < GOOD_SCORE:
        judged = _judge(surface, faint=True).and_also(judged)
    order = [int(index) for index in np.argsort(-judged.score) if judged.score[index] > ACCEPTED]
    chosen: list[int] = []
    for index in order:
        apart = [
            np.abs(_from_top_left(judged.quads[index]) - _from_top_left(judged.quads[other])).max()
            for other in chosen
        ]
        if all(distance > _SAME for distance in apart):
            chosen.append(index)
        if len(chosen) == _OFFERED:
            break
    return [
        Candidate(
            shapes.clockwise((judged.quads[index] + 0.5) * scale - 0.5).astype(np.float32),
            float(judged.score[index]),
            float(judged.weakest[index]),
            _alike(surface, judged.quads[index]),
        )
        for index in chosen
    ]


def _alike(surface: Picture, quad: Floats) -> float:
    start, end = quad, np.roll(quad, -1, 0)
    along = (end - start) / np.linalg.norm(end - start, axis=1, keepdims=True)
    outwards = np.stack([along[:, 1], -along[:, 0]], -1)[:, None]
    steps = np.linspace(0.03, 0.97, _SAMPLES, dtype=np.float32)
    places = start[:, None] + (end - start)[:, None] * steps[:, None]
    within = _colours(surface, places - outwards * 2 * _INSIDE)[..., :3]
    change = [np.abs(within - _colours(surface, places + outwards * far)[..., :3]) for far in (10.0, 16.0)]
    same = [(step[..., 0] < 12) & (step[..., 1:].max(-1) < 6) for step in change]
    return float((same[0] & same[1]).mean())


def _from_top_left(quad: Floats) -> Floats:
    return np.roll(quad, -int(np.argmin(quad.sum(1))), 0)


def _judge(surface: Picture, faint: bool) -> _Judged:
    """All quadrilaterals of lines with their scores; with `faint` also those with an edge to be guessed."""
    height, width = surface.shape[:2]
    found = lines.straight_lines(surface, faint)
    judged = _judged(surface, _quadrilaterals(found, width, height), faint)
    if not faint:
        return judged
    expected, covered = missing.with_three_edges(found, width, height)
    likely = _likely(expected, width, height)
    size = np.sqrt(np.abs(_signed_areas(expected[likely])) / (width * height))
    order = likely[np.argsort(-(covered[likely] + 1.5 * size))][: 3 * _JUDGED]
    three = _judged(surface, _running_clockwise(expected[order]), faint, edges=3)
    several = three.quads[np.argsort(-three.score)[:_COMPLETED]]
    view = np.ascontiguousarray(surface[..., 3])
    completed = missing.place_fourth(view, several)
    guessed = corner.with_two_edges(found, view)
    for _ in range(2):  # each of the two edges moves to where it shows, then again beside the moved other
        guessed = missing.place_fourth(view, guessed)
        guessed = np.roll(missing.place_fourth(view, np.roll(guessed, 1, 1)), -1, 1)
    more = _running_clockwise(np.concatenate([several, completed, guessed]))
    return judged.and_also(_judged(surface, more, faint))


@dataclass(frozen=True)
class _Judged:
    quads: Floats
    score: Numbers
    weakest: Numbers

    def and_also(self, other: _Judged) -> _Judged:
        return _Judged(
            np.concatenate([self.quads, other.quads]),
            np.concatenate([self.score, other.score]),
            np.concatenate([self.weakest, other.weakest]),
        )


def _judged(surface: Picture, quads: Floats, faint: bool, edges: int = 4) -> _Judged:
    """The likeliest by shape and size, each with its score; with `edges=3` the third edge (from corner 2 to
    corner 3) is not looked at."""
    height, width = surface.shape[:2]
    area = np.abs(_signed_areas(quads)) / (width * height)
    off = distortion(quads, width, height)
    shape = np.exp(-((off / 0.035) ** 2))
    first = np.argsort(-(shape + 0.5 * np.sqrt(area)))[: _JUDGED if edges == 4 else None]
    if not len(first):
        return _Judged(quads, area, area)
    seen, more, bright = _edges_seen(surface, quads[first], faint)
    # Edges that go on behind a corner, worst on both ends of a side: that side is a line printed on the
    # sheet.
    one, two = more[:, :, 1], np.roll(more[:, :, 0], -2, 1)
    onward = (0.6 * np.maximum(one, two) + 0.4 * np.minimum(one, two)) ** 2
    if edges == 3:
        seen, onward = seen[:, [0, 1, 3]], onward[:, [3]]
    weakest = seen.min(1)
    score = 0.5 * seen.mean(1) + 0.25 * weakest + 0.25 * shape[first] + 0.2 * np.sqrt(area[first])
    # Paper is light: even in a shadow lighter than most desks.
    score += 0.2 * np.clip((bright - 0.75) / 0.25, -1, 0)
    return _Judged(quads[first], score - 0.65 * onward.max(1), weakest)


def distortion(quads: Floats, width: int, height: int) -> Numbers:
    """How far from the shape of an A sheet or a card, however they lie; 0.01 is a percent of a side."""
    ratio, slant = shapes.proportions(quads, width, height)
    long_to_short = np.maximum(ratio, 1 / ratio)
    off = np.minimum(
        np.abs(np.log(long_to_short / shapes.A_SERIES)), np.abs(np.log(long_to_short / shapes.CARD)) + 0.01
    )
    return np.asarray(np.hypot(off, slant), np.float64)


def _running_clockwise(quads: Floats) -> Floats:
    """The edge from corner 2 to corner 3 stays where it is."""
    turning = _signed_areas(quads) < 0
    turned = quads.copy()
    turned[turning] = quads[turning][:, [1, 0, 3, 2]]
    return turned


def _likely(quads: Floats, width: int, height: int) -> npt.NDArray[np.intp]:
    """Which of them lie within the picture, are large enough and not too slanted or slender."""
    slack = _OUTSIDE * max(width, height)
    good = ((quads > -slack) & (quads < np.array([width, height]) + slack)).all((1, 2))
    good &= np.abs(_signed_areas(quads)) > _SMALLEST * width * height
    sides = np.maximum(np.linalg.norm(np.roll(quads, -1, 1) - quads, axis=2), 1e-6)
    opposite = np.stack([sides[:, 0] / sides[:, 2], sides[:, 1] / sides[:, 3]], 1)
    good &= (np.abs(np.log(opposite)) < np.log(1.3)).all(1)
    good &= sides[:, :2].min(1) * 3.2 > sides[:, :2].max(1)
    return np.flatnonzero(good)


def _quadrilaterals(found: list[Line], width: int, height: int) -> Floats:
    """All (n, 4, 2), clockwise, that could be a rectangle seen from above."""
    if len(found) < 4:
        return np.zeros((0, 4, 2), np.float32)
    normals = np.array([line.normal for line in found], np.float64)
    distances = np.array([line.distance for line in found])
    one, two = np.triu_indices(len(found), 1)
    parallel = np.abs((normals[one] * normals[two]).sum(1)) > np.cos(np.deg2rad(16))
    one, two = one[parallel], two[parallel]
    a, b = np.triu_indices(len(one), 1)
    crossing = np.abs((normals[one[a]] * normals[one[b]]).sum(1)) < np.sin(np.deg2rad(20))
    a, b = a[crossing], b[crossing]
    pairs = [(one[a], one[b]), (one[a], two[b]), (two[a], two[b]), (two[a], one[b])]
    quads = np.stack([_meeting(normals, distances, *pair) for pair in pairs], 1)
    return _running_clockwise(quads[_likely(quads, width, height)].astype(np.float32))


def _meeting(
    normals: Numbers, distances: Numbers, one: npt.NDArray[np.intp], two: npt.NDArray[np.intp]
) -> Numbers:
    """Where lines cross; far outside when they do not."""
    cross = normals[one, 0] * normals[two, 1] - normals[one, 1] * normals[two, 0]
    cross = np.where(np.abs(cross) < 1e-9, 1e-9, cross)
    x = (distances[one] * normals[two, 1] - distances[two] * normals[one, 1]) / cross
    y = (distances[two] * normals[one, 0] - distances[one] * normals[two, 0]) / cross
    return np.stack([x, y], 1)


def _signed_areas(quads: npt.NDArray[np.floating]) -> Numbers:
    x, y = quads[..., 0].astype(np.float64), quads[..., 1].astype(np.float64)
    return np.asarray((x * np.roll(y, -1, 1) - y * np.roll(x, -1, 1)).sum(1) / 2, np.float64)


def _edges_seen(surface: Picture, quads: Floats, faint: bool) -> tuple[Numbers, Numbers, Numbers]:
    """For each edge of each quadrilateral the share of its length where something else begins beyond it and
    the sheet's own colour lies within; and the same for what would be the edge's continuation behind each
    of its corners, where a sheet has none. Then how light the sheet is beside the lightest things in the
    picture."""
    start, end = quads, np.roll(quads, -1, 1)
    along = (end - start) / np.linalg.norm(end - start, axis=2, keepdims=True)
    outwards = (np.stack([along[..., 1], -along[..., 0]], -1))[:, :, None]
    steps = np.concatenate([_BEHIND[::-1] * -1, np.linspace(0.03, 0.97, _SAMPLES), 1 + _BEHIND]).astype(
        np.float32
    )
    places = start[:, :, None] + (end - start)[:, :, None] * steps[:, None]
    within = _colours(surface, places - outwards * _INSIDE)
    deeper = _colours(surface, places - outwards * 2.2 * _INSIDE)
    real = slice(len(_BEHIND), -len(_BEHIND))
    paper = np.median(within[:, :, real, :3].reshape(len(quads), -1, 3), axis=1)[:, None, None]
    own = np.abs(within[..., :3] - paper)[..., 1:].max(-1) < 7
    even = np.abs(within - deeper)[..., :3].max(-1) < 6
    step = np.zeros(within.shape[:-1], np.float32)
    for far in _BEYOND:
        change = within - _colours(surface, places + outwards * far)
        # Colour counts either way; a sheet is lighter than the shadow at its edge, seldom darker than its
        # ground.
        step = np.maximum(step, np.maximum(change[..., 0], np.abs(change[..., :3]).max(-1) * 0.8))
        if faint:
            step = np.maximum(step, change[..., 3] * _FAINT)
    if faint:
        # A margin is blank; between lines of print there is print again a little deeper.
        margin = [_colours(surface, places - outwards * depth)[..., 3] for depth in _MARGIN]
        blank = np.max(margin, 0) - np.min(margin, 0) < _PRINTED
        step = step * (0.55 + 0.45 * blank)
    seen = (step > _DIFFERENT) & own & even
    height, width = surface.shape[:2]
    visible = ((places >= 0) & (places < (width, height))).all(-1)
    behind = seen & visible
    more = np.stack([behind[:, :, : len(_BEHIND)].mean(-1), behind[:, :, -len(_BEHIND) :].mean(-1)], -1)
    clear = np.clip(step / (1.6 * _DIFFERENT), 0, 1) * (own & even) * (step > 0.4 * _DIFFERENT)
    bright = paper[:, 0, 0, 0] / max(float(np.percentile(surface[..., 0], 95)), 1.0)
    return (
        np.asarray(clear[:, :, real].mean(-1), np.float64),
        np.asarray(more, np.float64),
        np.asarray(bright, np.float64),
    )


def _colours(surface: Picture, places: Floats) -> Floats:
    if not places.size:
        return np.zeros((*places.shape[:-1], surface.shape[2]), np.float32)
    flat = places.reshape(places.shape[0], -1, 2).astype(np.float32)
    taken = cv2.remap(surface, flat[..., 0], flat[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return taken.reshape(*places.shape[:-1], surface.shape[2]).astype(np.float32)
