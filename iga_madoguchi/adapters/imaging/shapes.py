"""The shape of a sheet seen in perspective: how long its sides are to each other, and whether it can be
one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iga_madoguchi.adapters.imaging.pixels import Floats

A_SERIES = 2**0.5
CARD = 85.6 / 53.98
FOCAL = (
    1.2  # of the picture's longer side: a view of 45 degrees. It matters little for a sheet seen from above.
)

Doubles = npt.NDArray[np.float64]


def proportions(quads: Floats, width: int, height: int) -> tuple[Doubles, Doubles]:
    """For quadrilaterals (n, 4, 2): first side to second side on the sheet, and how far from square the
    corners are (0 is a rectangle)."""
    points = quads.astype(np.float64) - ((width - 1) / 2, (height - 1) / 2)
    points = points / (FOCAL * max(width, height))
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (points[:, k].T for k in range(4))
    dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    area = dx1 * dy2 - dx2 * dy1
    area = np.where(np.abs(area) < 1e-12, 1e-12, area)
    g, h = (sx * dy2 - dx2 * sy) / area, (dx1 * sy - sx * dy1) / area
    # The columns of the homography from the unit square are the sheet's sides in space.
    first = np.stack([x1 - x0 + g * x1, y1 - y0 + g * y1, g], -1)
    second = np.stack([x3 - x0 + h * x3, y3 - y0 + h * y3, h], -1)
    one, two = np.linalg.norm(first, axis=1) + 1e-12, np.linalg.norm(second, axis=1) + 1e-12
    return one / two, np.abs((first * second).sum(1)) / (one * two)


def aspect(corners: Floats, width: int, height: int) -> float:
    """First side to second side on the sheet, taken as A or B series or a card when it is nearly that."""
    measured = float(proportions(corners[None], width, height)[0][0])
    for known in (A_SERIES, CARD):
        for exact in (known, 1 / known):
            if abs(measured / exact - 1) < 0.045:
                return exact
    return measured


def clockwise(corners: Floats) -> Floats:
    """The same corners clockwise, beginning at the page's top left: its first side points most to the
    right."""
    middle = corners.mean(0)
    ordered = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    sides = np.roll(ordered, -1, 0) - ordered
    return np.roll(ordered, -int(np.argmax(sides[:, 0] / (np.linalg.norm(sides, axis=1) + 1e-9))), 0)


def is_convex(corners: Floats) -> bool:
    """Whether the corners run clockwise around something (in a picture, whose y grows downwards)."""
    sides = np.roll(corners, -1, 0) - corners
    following = np.roll(sides, -1, 0)
    return bool((sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0] > 0).all())
