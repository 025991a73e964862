"""Straight edges in a small version of the picture from which the print has been taken out."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from iga_madoguchi.adapters.imaging.pixels import Floats, Picture

SIDE = 960  # px of the longer side of the small version
LINES_LIMIT = 32
_PRINT = 9  # px; what is thinner than this and darker than its surroundings is print, not an edge
_SHORTEST = 18.0  # px of a segment
_ANGLE, _AWAY = np.deg2rad(1.6), 2.5  # rad and px between segments of one line


@dataclass(frozen=True)
class Line:
    """Points p with normal . p = distance, and how long the segments are that lie on it."""

    normal: Floats
    distance: float
    length: float


def shrink(picture: Picture) -> tuple[Picture, float]:
    """A version of at most 960 px and how many pixels of the picture one of its pixels is."""
    height, width = picture.shape[:2]
    scale = max(height, width) / SIDE
    if scale <= 1:
        return picture, 1.0
    size = (max(round(width / scale), 1), max(round(height / scale), 1))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA), scale


def surfaces(small: Picture, enhance: bool) -> Picture:
    """Lightness and colour (L, a, b) without print; `enhance` brings out what is nearly as light as its ground."""
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2Lab)
    light, green_red, blue_yellow = cv2.split(lab)
    closing = cv2.getStructuringElement(cv2.MORPH_RECT, (_PRINT, _PRINT))
    light = cv2.medianBlur(cv2.morphologyEx(light, cv2.MORPH_CLOSE, closing), 5)
    if enhance:
        light = cv2.createCLAHE(4.0, (8, 8)).apply(light)
    colours = [cv2.medianBlur(colour, _PRINT) for colour in (green_red, blue_yellow)]
    return np.asarray(cv2.merge([light, *colours]), np.uint8)


def straight_lines(surface: Picture) -> list[Line]:
    """The longest lines first."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    found = []
    for channel, stretch in zip(cv2.split(surface), (1, 3, 3), strict=True):
        stretched = np.clip((channel.astype(np.int16) - 128) * stretch + 128, 0, 255).astype(np.uint8)
        segments = detector.detect(stretched)[0]
        if segments is not None:
            found.append(segments.reshape(-1, 4))
    if not found:
        return []
    segments = np.concatenate(found).astype(np.float32)
    return _merged(segments)


def _merged(segments: Floats) -> list[Line]:
    """Segments of one edge become one line, beginning with the longest."""
    start, end = segments[:, :2], segments[:, 2:]
    length = np.linalg.norm(end - start, axis=1)
    keep = np.argsort(-length)[: 20 * LINES_LIMIT]
    keep = keep[length[keep] >= _SHORTEST]
    start, end, length = start[keep], end[keep], length[keep]
    along = (end - start) / np.maximum(length, 1e-6)[:, None]
    normals = np.stack([-along[:, 1], along[:, 0]], 1)
    middle = (start + end) / 2
    free = np.ones(len(length), bool)
    lines = []
    for index in range(len(length)):
        if not free[index]:
            continue
        normal = normals[index]
        turned = np.abs(normals @ np.array([-normal[1], normal[0]])) < np.sin(_ANGLE)
        near = np.abs((middle - middle[index]) @ normal) < _AWAY + 0.004 * np.linalg.norm(
            middle - middle[index], axis=1
        )
        mine = free & turned & near
        free &= ~mine
        lines.append(_fitted(start[mine], end[mine], length[mine]))
    lines.sort(key=lambda line: -line.length)
    return lines[:LINES_LIMIT]


def _fitted(start: Floats, end: Floats, length: Floats) -> Line:
    """Least squares through the segments' ends, long ones weighing more."""
    points, weights = np.concatenate([start, end]), np.concatenate([length, length])[:, None]
    middle = (points * weights).sum(0) / weights.sum()
    spread = ((points - middle) * weights).T @ (points - middle)
    normal = np.linalg.eigh(spread)[1][:, 0].astype(np.float32)
    return Line(normal, float(normal @ middle), float(length.sum()))
