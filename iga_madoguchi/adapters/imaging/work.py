"""The two orders of the port, step by step, as the child does them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from iga_madoguchi.adapters.imaging import cleaning, shapes, straightening, writing
from iga_madoguchi.adapters.imaging.pixels import Floats, Picture
from iga_madoguchi.adapters.imaging.reading import read
from iga_madoguchi.adapters.imaging.sheet import find_sheet
from iga_madoguchi.adapters.imaging.stacking import stack
from iga_madoguchi.domain.papers.ports import Corner, Still
from iga_madoguchi.errors import InvalidInput

_BEYOND = 0.25  # of the picture's size that a dragged corner may lie outside of it
_SMALLEST = 0.001  # of the picture's area that a page may be
_TURNS = (0, 90, 180, 270)


def still(pictures: Sequence[bytes]) -> Still:
    """See the port."""
    picture = stack(read(data) for data in pictures)
    with ThreadPoolExecutor(1) as beside:
        received = beside.submit(writing.received_bytes, picture)
        sheet = find_sheet(picture)
        if sheet is None:
            return _as_received(picture, received.result(), 0)
        return _still(picture, received.result, sheet.corners, 0, sheet.certain)


def straighten(received: bytes, corners: tuple[Corner, ...] | None, turn: int) -> Still:
    """See the port."""
    if turn not in _TURNS:
        raise InvalidInput("papers.picture.turn")
    picture = read(received)
    if corners is None:
        return _as_received(picture, writing.received_bytes(picture), turn)
    points = _checked(corners, picture)
    return _still(picture, lambda: writing.received_bytes(picture), points, turn, certain=True)


def warm_up() -> None:
    """Tables that libraries build when they are first used are built before somebody waits for a page."""
    find_sheet(np.pad(np.full((240, 340, 3), 255, np.uint8), ((60, 60), (60, 60), (0, 0))))


def _checked(corners: tuple[Corner, ...], picture: Picture) -> Floats:
    height, width = picture.shape[:2]
    if len(corners) != 4 or not all(
        math.isfinite(value) for corner in corners for value in (corner.x, corner.y)
    ):
        raise InvalidInput("papers.picture.corners")
    points = np.array([[corner.x, corner.y] for corner in corners], np.float64)
    room = np.array([width, height]) * _BEYOND
    x, y = points.T
    area = abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2
    inside = bool(((points >= -room) & (points <= np.array([width, height]) + room)).all())
    if not inside or area < _SMALLEST * width * height or not shapes.is_convex(points.astype(np.float32)):
        raise InvalidInput("papers.picture.corners")
    return points.astype(np.float32)


def _still(
    picture: Picture, received: Callable[[], bytes], corners: Floats, turn: int, certain: bool
) -> Still:
    flat = straightening.straighten(picture, corners)
    page = cleaning.clean(flat, even=not straightening.is_card(picture, corners))
    page = straightening.turn(page, turn)
    one, two, three, four = (Corner(float(x), float(y)) for x, y in corners)
    return Still(
        received(),
        picture.shape[1],
        picture.shape[0],
        writing.page_bytes(page),
        page.shape[1],
        page.shape[0],
        (one, two, three, four),
        certain,
    )


def _as_received(picture: Picture, received: bytes, turn: int) -> Still:
    """The whole picture is the page: nothing is cut away that somebody might need."""
    page = straightening.turn(picture, turn)
    data = writing.received_bytes(page) if turn else received
    return Still(
        received, picture.shape[1], picture.shape[0], data, page.shape[1], page.shape[0], None, False
    )
