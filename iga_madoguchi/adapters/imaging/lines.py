"""Straight edges in a small version of the picture from which the print has been taken out."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from iga_madoguchi.adapters.imaging.pixels import Floats, Picture

SIDE = 960  # px of the longer side of the small version
LINES_LIMIT = 32  # without the thin ones
FAINT_LIMIT = 64
_PRINT = 9  # px; what is thinner than this and darker than its surroundings is print, not an edge
_RAISED = 8  # times; a shadow of 1 % must become visible
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
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8), scale


def surfaces(small: Picture) -> Picture:
    """Four views of the picture: L, a and b without print, and what is darker than its surroundings however
    little: the thin shadow at the edge of a sheet that lies on another one, but also print."""
    light, green_red, blue_yellow = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2Lab))
    clean = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((_PRINT, _PRINT), np.uint8))
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    thin = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    around = cv2.GaussianBlur(
        cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((_PRINT, _PRINT), np.uint8)), (0, 0), 12
    )
    local = np.clip((thin - around) * _RAISED + 160, 0, 255).astype(np.uint8)
    colours = [cv2.medianBlur(colour, _PRINT) for colour in (green_red, blue_yellow)]
    return np.asarray(cv2.merge([cv2.medianBlur(clean, 5), *colours, local]), np.uint8)


def straight_lines(surface: Picture, faint: bool) -> list[Line]:
    """The longest lines first; `faint` also takes the thin shadows, and much print with them."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    found = []
    for channel, stretch in list(zip(cv2.split(surface), (1, 3, 3, 1), strict=True))[: 4 if faint else 3]:
        stretched = np.clip((channel.astype(np.int16) - 128) * stretch + 128, 0, 255).astype(np.uint8)
        segments = detector.detect(stretched)[0]
        if segments is not None:
            found.append(segments.reshape(-1, 4))
    limit = FAINT_LIMIT if faint else LINES_LIMIT
    return _merged(np.concatenate(found).astype(np.float32), limit) if found else []


def _merged(segments: Floats, limit: int) -> list[Line]:
    """Segments of one edge become one line, beginning with the longest."""
    start, end = segments[:, :2], segments[:, 2:]
    length = np.linalg.norm(end - start, axis=1)
    keep = np.argsort(-length)[: 20 * limit]
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
    return lines[:limit]


def _fitted(start: Floats, end: Floats, length: Floats) -> Line:
    """Least squares through the segments' ends, long ones weighing more."""
    points, weights = np.concatenate([start, end]), np.concatenate([length, length])[:, None]
    middle = (points * weights).sum(0) / weights.sum()
    spread = ((points - middle) * weights).T @ (points - middle)
    normal = np.linalg.eigh(spread)[1][:, 0].astype(np.float32)
    return Line(normal, float(normal @ middle), float(length.sum()))
