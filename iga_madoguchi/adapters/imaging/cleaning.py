"""Paper becomes white wherever a lamp left it gray or yellow; ink, stamps and markers keep their colour.

The light on the paper is what remains when everything small and dark is closed over, channel by channel.
Where that is no paper (a photograph, a black bar, a wide colour), the light of the surroundings is taken.
"""

from __future__ import annotations

import cv2
import numpy as np

from iga_madoguchi.adapters.imaging.pixels import Floats, Picture

WHITE = 245
_STEP = 8  # page pixels per pixel of the light
_CLOSED = 1 / 40  # of the page's shorter side: 5 mm of A4; wider dark things are no print
_COLOUR = 0.09  # a ground whose colour differs so much from the page's own is not bare paper
_DARK = 0.30  # of the page's brightest light; a shadow is seldom darker, a black bar is
_FINE = 4.0  # px of the blur in the small picture; less, and its own pixels would show
_SHARP, _RADIUS = 0.9, 1.3  # how much of the difference to a blurred page is added, and its blur


def clean(page: Picture, even: bool) -> Picture:
    """White, sharp paper. Without `even` (a card, which is no white paper) the page is only made brighter
    as a whole."""
    lit = _even(page) if even else _brightened(page)
    soft = cv2.GaussianBlur(lit, (0, 0), _RADIUS)
    return np.asarray(cv2.addWeighted(lit, 1 + _SHARP, soft, -_SHARP, 0), np.uint8)


def _even(page: Picture) -> Picture:
    light = paper_light(page)
    full = cv2.resize(
        np.clip(light, 1, 255).astype(np.uint8), page.shape[1::-1], interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(cv2.divide(page, full, scale=WHITE), np.uint8)


def paper_light(page: Picture) -> Floats:
    """What bare paper would show, at an eighth of the page's size."""
    height, width = page.shape[:2]
    size = (max(width // _STEP, 1), max(height // _STEP, 1))
    small = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    reach = max(round(min(size) * _CLOSED) | 1, 3)
    closing = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, closing).astype(np.float32)
    bright = closed.mean(2)
    paper = bright > _DARK * float(np.percentile(bright, 95))
    tone = closed / np.maximum(bright, 1)[..., None]
    own = np.median(tone[paper], axis=0) if paper.any() else np.ones(3)
    paper &= np.abs(tone - own).max(2) < _COLOUR
    weight = cv2.erode(paper.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.float32)
    if weight.mean() < 0.05:
        return np.broadcast_to(np.percentile(closed, 95, axis=(0, 1)).astype(np.float32), closed.shape).copy()
    return _filled(closed, weight, reach)


def _filled(light: Floats, weight: Floats, reach: int) -> Floats:
    """Smooth where there is paper; elsewhere carried over from the paper around, near or far."""
    smooth = cv2.GaussianBlur(light * weight[..., None], (0, 0), reach / 2)
    known = cv2.GaussianBlur(weight, (0, 0), reach / 2)
    filled = smooth / np.maximum(known, 1e-4)[..., None]
    for far in (3 * reach, 12 * reach):
        wide = _far_blur(light * weight[..., None], far)
        amount = _far_blur(weight, far)
        trust = np.clip(known * 4, 0, 1)[..., None]
        filled = trust * filled + (1 - trust) * wide / np.maximum(amount, 1e-4)[..., None]
        known = np.maximum(known, amount)
    return np.asarray(filled, np.float32)


def _far_blur(values: Floats, sigma: float) -> Floats:
    """What is smooth over so many pixels is blurred in a picture of so much less: a twentieth of the time."""
    step = max(round(sigma / _FINE), 1)
    size = (max(values.shape[1] // step, 1), max(values.shape[0] // step, 1))
    small = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma * size[0] / values.shape[1])
    return np.asarray(cv2.resize(soft, values.shape[1::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def _brightened(page: Picture) -> Picture:
    """The lightest tones become nearly white, without a tint from the lamp that all of them share."""
    step = max(1, min(page.shape[:2]) // 256)
    lightest = np.percentile(page[::step, ::step], 97, axis=(0, 1)).astype(np.float32)
    gain = np.clip(WHITE / np.maximum(lightest, 1), 0.8, 2.5)
    gain = 0.5 * gain + 0.5 * gain.mean()  # a card may well be tinted itself
    table = np.clip(np.arange(256)[:, None] * gain, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(page, table.reshape(1, 256, 3)), np.uint8)
