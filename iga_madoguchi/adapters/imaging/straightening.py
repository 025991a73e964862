"""A sheet seen from somewhere becomes a page seen from above."""

from __future__ import annotations

import cv2
import numpy as np

from iga_madoguchi.adapters.imaging import shapes
from iga_madoguchi.adapters.imaging.pixels import Floats, Picture

A4_PX = (1819, 2573)  # 220 dpi: what a 4K camera sees of an A4 sheet that fills its picture
SIDE_LIMIT = 2573
SIDE_LEAST = 16


def straighten(picture: Picture, corners: Floats) -> Picture:
    """The page within the corners, its first side on top; an A sheet at A4's 220 dpi, everything else as
    large as it was seen."""
    width, height = page_size(picture, corners)
    # Corners are the sheet's very edges; the middle of a page's first pixel lies half a pixel within.
    onto = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5
    way = cv2.getPerspectiveTransform(corners.astype(np.float32), onto)
    return np.asarray(
        cv2.warpPerspective(
            picture, way, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def page_size(picture: Picture, corners: Floats) -> tuple[int, int]:
    """Width and height of the straightened page in pixels."""
    ratio = shapes.aspect(corners, picture.shape[1], picture.shape[0])
    if max(ratio, 1 / ratio) == shapes.A_SERIES:
        return A4_PX if ratio < 1 else (A4_PX[1], A4_PX[0])
    sides = np.linalg.norm(np.roll(corners, -1, 0) - corners, axis=1)
    wide = float(max(sides[0], sides[2], max(sides[1], sides[3]) * ratio))
    wide = min(wide, SIDE_LIMIT, SIDE_LIMIT * ratio)
    return max(round(wide), SIDE_LEAST), max(round(wide / ratio), SIDE_LEAST)


def is_card(picture: Picture, corners: Floats) -> bool:
    """Whether it has the shape of a driving licence."""
    ratio = shapes.aspect(corners, picture.shape[1], picture.shape[0])
    return max(ratio, 1 / ratio) == shapes.CARD


def turn(page: Picture, degrees: int) -> Picture:
    """Clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(page, -degrees // 90))
