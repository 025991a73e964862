"""The found sheet's edges at full resolution, to a fraction of a pixel, and the corners where they meet."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from iga_madoguchi.adapters.imaging.pixels import Floats, Picture

PROFILES = 160  # per edge
_TRIES = 80  # of RANSAC
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
    slope = _slope(taken, offsets)
    where = slope.argmax(1)
    strength = slope.max(1)
    inner = np.clip(where, 1, len(offsets) - 2)
    rows = np.arange(PROFILES)
    before, peak, after = slope[rows, inner - 1], slope[rows, inner], slope[rows, inner + 1]
    curve = before - 2 * peak + after
    shift = np.where(np.abs(curve) > 1e-6, 0.5 * (before - after) / np.where(curve == 0, 1, curve), 0)
    rise = offsets[inner] + np.clip(shift, -1, 1) * 0.5
    strong = strength > max(2.0, 0.2 * float(np.median(strength)))
    bend, support = _fit(t[strong], rise[strong].astype(np.float32), length)
    return _Curve(start, along.astype(np.float32), across, bend, length), support


def _slope(taken: Floats, offsets: Floats) -> Floats:
    """How steeply each profile leaves the sheet's colour on its way outwards."""
    half = len(offsets) // 2
    inside = np.median(taken[:, : max(half - 2, 1)], axis=(0, 1))
    outside = np.median(taken[:, half + 3 :], axis=(0, 1))
    way = inside - outside
    size = float(np.linalg.norm(way))
    # On ground as light as the sheet only the thin shadow at its edge tells: look for darkening.
    way = way / size if size > 12 else np.full(3, 3**-0.5, np.float32)
    signal = cv2.GaussianBlur((taken @ way.astype(np.float32)), (0, 0), sigmaX=2.0, sigmaY=0.8)
    return np.asarray(-np.gradient(signal, axis=1), np.float32)


def _fit(t: Floats, rise: Floats, length: float) -> tuple[Floats, float]:
    """A straight line through most points, then a slightly bent one if the points reach over the whole
    edge."""
    none = np.zeros(3, np.float32)
    if len(t) < 12:
        return none, 0.0
    chance = np.random.default_rng(7)
    one, two = chance.integers(0, len(t), (2, _TRIES))
    apart = np.abs(t[one] - t[two]) > length * 0.15
    one, two = one[apart], two[apart]
    if not len(one):
        return none, 0.0
    slopes = (rise[two] - rise[one]) / (t[two] - t[one])
    away = np.abs(rise[one][:, None] + slopes[:, None] * (t - t[one][:, None]) - rise)
    # A bowed sheet's edge is no straight line: some tolerance first, little afterwards.
    tolerance = _NEAR + length / 800
    best = int(np.argmax(np.minimum(away / tolerance, 1).sum(1) * -1))
    on = away[best] < tolerance
    bend = none
    for _ in range(3):
        if on.sum() < 12:
            return none, 0.0
        spread = float(np.ptp(t[on])) / length
        degree = 2 if spread > 0.7 and on.sum() > PROFILES * 0.4 else 1
        fitted = np.polynomial.polynomial.polyfit(t[on] / length, rise[on], degree)
        bend = np.zeros(3, np.float32)
        bend[: degree + 1] = fitted / length ** np.arange(degree + 1)
        on = np.abs(bend[0] + bend[1] * t + bend[2] * t * t - rise) < _NEAR
    return bend, float(on.sum()) / PROFILES


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
