"""What papers need from the outside: someone who makes a straight page of a camera's picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Corner:
    """A point in pixels of the picture as received."""

    x: float
    y: float


@dataclass(frozen=True)
class Still:
    """What imaging makes of a picture.

    `received` is a JPEG, re-encoded, upright as received, without metadata; `page` the straightened and
    flattened page (WebP or JPEG), the same as `received` when no sheet was found. `corners` run clockwise
    from the page's top left. `certain` is False when the desk should look whether the right sheet was found.
    """

    received: bytes
    width: int
    height: int
    page: bytes
    page_width: int
    page_height: int
    corners: tuple[Corner, Corner, Corner, Corner] | None
    certain: bool


class Imaging(Protocol):
    """Works in a child process; every call blocks until it is done.

    Errors: InvalidInput `papers.picture.unreadable|too_large|type|corners|turn`,
    Unavailable `papers.imaging.busy|failed`.
    """

    def still(self, pictures: Sequence[bytes]) -> Still:
        """Of 1 to 8 frames of the same scene (JPEG, PNG or WebP), averaged."""
        ...

    def straighten(self, received: bytes, corners: tuple[Corner, ...] | None, turn: int) -> Still:
        """Again from `received` by the desk's corners, the page then turned clockwise by 0, 90, 180 or 270
        degrees. Without corners the page is the picture as received, turned."""
        ...
