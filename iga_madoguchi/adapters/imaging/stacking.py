"""Several frames of one scene become one with less noise. A frame in which something moved is left out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import cv2
import numpy as np

from iga_madoguchi.adapters.imaging.bounds import STACK_LIMIT
from iga_madoguchi.adapters.imaging.pixels import Floats, Picture

SHIFT_LIMIT = 24.0  # px; farther, and the camera was moved to another view
STEADY = 0.12  # px; less is averaged as it is
_STEP = 4  # full pixels per pixel of comparison
_LEAST = 64  # px of the comparison's picture; in less, nothing can be told
_TILES = 12  # the comparison's picture has so many tiles per row
MOVED = 6.0  # of 255; a tile that differs by more in its mean is something that moved


def stack(frames: Iterable[Picture]) -> Picture:
    """The mean of the first frame and those that show the same; at least the first itself."""
    rest = iter(frames)
    first = next(rest)
    reference = _small(first)
    total, count = first.astype(np.uint16), 1
    # No more is even decoded than may be averaged.
    for frame in islice(rest, STACK_LIMIT // (first.shape[0] * first.shape[1]) - 1):
        fitting = _fitted(frame, reference) if frame.shape == first.shape else None
        if fitting is not None:
            total += fitting
            count += 1
    if count == 1:
        return first
    total += count // 2
    return (total // count).astype(np.uint8)


def _small(picture: Picture) -> Floats:
    size = (max(picture.shape[1] // _STEP, 1), max(picture.shape[0] // _STEP, 1))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)


def _fitted(frame: Picture, reference: Floats) -> Picture | None:
    """The frame laid on the first one; None when it shows something else."""
    small, moved = _small(frame), frame
    if min(small.shape) >= _LEAST:
        x, y = _shift(reference, small)
        if np.hypot(x, y) > SHIFT_LIMIT:
            return None
        if np.hypot(x, y) > STEADY:
            # What is left after the first move is small, and then exact.
            rest = _shift(reference, _small(_moved(frame, x, y)))
            moved = _moved(frame, x + rest[0], y + rest[1])
            small = _small(moved)
    tiles = cv2.resize(cv2.absdiff(small, reference), (_TILES, _TILES), interpolation=cv2.INTER_AREA)
    return moved if float(tiles.max()) <= MOVED else None


def _shift(reference: Floats, small: Floats) -> tuple[float, float]:
    """By how many full pixels the frame lies beside the first one."""
    window = cv2.createHanningWindow(small.shape[::-1], cv2.CV_32F)
    # Copies: OpenCV lays the window over the very pictures it was given.
    (x, y), _ = cv2.phaseCorrelate(reference.copy(), small.copy(), window)
    return x * _STEP, y * _STEP


def _moved(picture: Picture, x: float, y: float) -> Picture:
    way = np.array([[1, 0, x], [0, 1, y]], np.float32)
    moved = cv2.warpAffine(
        picture,
        way,
        picture.shape[1::-1],
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(moved, np.uint8)
