"""The found sheet's edges at full resolution, to a fraction of a pixel, and the corners where they meet."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from iga_madoguchi.adapters.imaging.pixels import Floats, Picture

PROFILES = 160  # per edge
_TRIES = 200  # of RANSAC
_PEAKS = 3  # of a profile that may be the edge
_LEAST_SLOPE = 1.0  # steps of colour per sample
_FEWEST = 12  # profiles on an edge
_NEAR = 1.2  # px a point may lie beside the edge it belongs to


@dataclass(frozen=True)
class Refined:
    """`support` is the share of places that lie on the edges, `weakest` that of the worst edge."""

    corners: Floats
    support: float
    weakest: float


def refine(picture: Picture, corners: Floats) -> Refined:
    """Twice: first within the coarse finder's doubt, then close by."""
    scale = max(picture.shape[:2]) / 960
    for reach in (max(5.0 * scale, 5.0), max(1.8 * scale, 4.0)):
        curves, supports = [], []
        for side in range(4):
            curve, support = _edge(picture, corners[side], corners[(side + 1) % 4], reach)
            curves.append(curve)
            supports.append(support)
        moved = np.array([_meet(curves[side - 1], curves[side]) for side in range(4)], np.float32)
        if not np.isfinite(moved).all() or np.abs(moved - corners).max() > 3 * reach:
            return Refined(corners, 0.0, 0.0)
        corners = moved
    return Refined(corners, sum(supports) / 4, min(supports))


@dataclass(frozen=True)
class _Curve:
    """start + along * t + across * (a + b t + c t^2); c is 0 for a straight edge. t runs from 0 to length."""

    start: Floats
    along: Floats
    across: Floats
    bend: Floats
    length: float

    def at(self, t: float) -> Floats:
        rise = self.bend[0] + self.bend[1] * t + self.bend[2] * t * t
        return np.asarray(self.start + self.along * t + self.across * rise, np.float32)


def _edge(picture: Picture, start: Floats, end: Floats, reach: float) -> tuple[_Curve, float]:
    length = float(np.linalg.norm(end - start))
    along = (end - start) / max(length, 1e-6)
    across = np.array([along[1], -along[0]], np.float32)  # outwards, for corners that run clockwise
    t = np.linspace(0.015, 0.985, PROFILES).astype(np.float32) * length
    offsets = np.arange(-reach, reach + 0.5, 0.5, dtype=np.float32)
    places = start + along * t[:, None, None] + across * offsets[None, :, None]
    places = places.astype(np.float32)
    taken = cv2.remap(
        picture, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    rises = _peaks(_slope(taken, offsets), offsets)
    bend, support = _fit(t, rises, length)
    return _Curve(start, along.astype(np.float32), across, bend, length), support


def _peaks(slope: Floats, offsets: Floats) -> Floats:
    """Where each profile is steepest, (profiles, _PEAKS), exact to less than a sample; NaN where it is not.

    Several, because what lies beside the sheet may have a stronger edge there than the sheet itself."""
    middle = slope[:, 1:-1]
    is_peak = (middle > slope[:, :-2]) & (middle >= slope[:, 2:]) & (middle > _LEAST_SLOPE)
    strength = np.where(is_peak, middle, 0)
    where = np.argsort(-strength, axis=1)[:, :_PEAKS]
    rows = np.arange(len(slope))[:, None]
    before, peak, after = slope[rows, where], slope[rows, where + 1], slope[rows, where + 2]
    curve = np.minimum(before - 2 * peak + after, -1e-6)
    exact = offsets[where + 1] + np.clip(0.5 * (before - after) / curve, -1, 1) * (offsets[1] - offsets[0])
    return np.where(strength[rows, where] > 0, exact, np.nan).astype(np.float32)


def _slope(taken: Floats, offsets: Floats) -> Floats:
    """How steeply each profile leaves the sheet's colour on its way outwards."""
    half = len(offsets) // 2
    inside = np.median(taken[:, : max(half - 2, 1)], axis=(0, 1))
    outside = np.median(taken[:, half + 3 :], axis=(0, 1))
    way = inside - outside
    size = float(np.linalg.norm(way))
    # On ground as light as the sheet only the thin shadow at its edge tells: look for darkening.
    way = way / size if size > 12 else np.full(3, 3**-0.5, np.float32)
    signal = cv2.GaussianBlur((taken @ way.astype(np.float32)), (0, 0), sigmaX=2.0, sigmaY=1.2)
    return np.asarray(-np.gradient(signal, axis=1), np.float32)


def _fit(t: Floats, rises: Floats, length: float) -> tuple[Floats, float]:
    """A straight line through a peak of most profiles, then a slightly bent one if the profiles on it reach
    to both ends."""
    none = np.zeros(3, np.float32)
    chance = np.random.default_rng(7)
    one, two = chance.integers(0, len(t), (2, _TRIES))
    rise_one = rises[one, chance.integers(0, _PEAKS, _TRIES)]
    rise_two = rises[two, chance.integers(0, _PEAKS, _TRIES)]
    usable = (np.abs(t[one] - t[two]) > length * 0.15) & np.isfinite(rise_one) & np.isfinite(rise_two)
    if not usable.any():
        return none, 0.0
    one, two, rise_one, rise_two = one[usable], two[usable], rise_one[usable], rise_two[usable]
    slopes = (rise_two - rise_one) / (t[two] - t[one])
    lines = rise_one[:, None] + slopes[:, None] * (t - t[one][:, None])
    # A bowed sheet's edge is no straight line: some tolerance first, little afterwards.
    tolerance = _NEAR + length / 800
    away = np.nan_to_num(np.abs(lines[..., None] - rises), nan=np.inf).min(-1)
    best = int(np.argmin(np.minimum(away / tolerance, 1).sum(1)))
    expected, bend = lines[best], none
    for within in (tolerance, _NEAR, _NEAR):
        distance = np.nan_to_num(np.abs(expected[:, None] - rises), nan=np.inf)
        nearest = distance.argmin(1)
        on = distance[np.arange(len(t)), nearest] < within
        if on.sum() < _FEWEST:
            return none, 0.0
        ends = [on[: PROFILES // 6].mean(), on[-PROFILES // 6 :].mean()]
        degree = 2 if min(ends) > 0.4 and on.mean() > 0.4 else 1
        fitted = np.polynomial.polynomial.polyfit(t[on] / length, rises[on, nearest[on]], degree)
        bend = np.zeros(3, np.float32)
        bend[: degree + 1] = fitted / length ** np.arange(degree + 1)
        expected = bend[0] + bend[1] * t + bend[2] * t * t
    distance = np.nan_to_num(np.abs(expected[:, None] - rises), nan=np.inf).min(1)
    return bend, float((distance < _NEAR).mean())


def _meet(before: _Curve, after: _Curve) -> Floats:
    """Where the end of one edge crosses the beginning of the next."""
    t, u = before.length, 0.0
    for _ in range(4):
        one, two = before.at(t), after.at(u)
        along = before.along + before.across * (before.bend[1] + 2 * before.bend[2] * t)
        onward = after.along + after.across * (after.bend[1] + 2 * after.bend[2] * u)
        cross = float(along[0] * onward[1] - along[1] * onward[0])
        if abs(cross) < 0.1:
            return np.full(2, np.nan, np.float32)
        gap = two - one
        t += float(gap[0] * onward[1] - gap[1] * onward[0]) / cross
        u += float(gap[0] * along[1] - gap[1] * along[0]) / cross
    return before.at(t)
