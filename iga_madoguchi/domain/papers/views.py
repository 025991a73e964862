"""Papers as screens and routes may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Point = tuple[float, float]


@dataclass(frozen=True)
class MarkView:
    """Points in 0..1 of the page. `tmp` is the id its drawer gave the sketch."""

    id: str
    page: int
    by: str
    shape: str
    points: tuple[Point, ...]
    text: str
    tmp: str


@dataclass(frozen=True)
class DrawnView:
    """A mark, and the paper it lies on or "live"."""

    paper: str
    mark: MarkView


@dataclass(frozen=True)
class MaskView:
    """A part of a page that is served black; numbers in 0..1 of the page."""

    id: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PageView:
    """`corners` in pixels of the picture as received, clockwise from the page's top left.

    `version` changes with the picture; None of `corners` means that no sheet was found.
    """

    number: int
    width: int
    height: int
    certain: bool
    turned: int
    corners: tuple[Point, ...] | None
    received_width: int
    received_height: int
    version: str
    masks: tuple[MaskView, ...]


@dataclass(frozen=True)
class PaperView:
    """`kind` is still, document, sample or blank; `kept_until` None: it goes with its call."""

    id: str
    kind: str
    title: str
    pages: tuple[PageView, ...]
    marks: tuple[MarkView, ...]
    kept_until: datetime | None


@dataclass(frozen=True)
class Shown:
    """What both sides see: a paper's id or "live"."""

    paper: str
    page: int


@dataclass(frozen=True)
class TableView:
    """Everything that lies on the counter of a call; `live` are the marks on the live picture."""

    papers: tuple[PaperView, ...]
    shown: Shown
    live: tuple[MarkView, ...]


@dataclass(frozen=True)
class CoverOrder:
    """A picture is wanted with these places black: x, y, width, height in mm from the frame's top left."""

    request: str
    frame: str
    places: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True)
class Place:
    """Where a picture or document came to lie."""

    paper: str
    page: int


@dataclass(frozen=True)
class PageImage:
    """`kind` is its media type."""

    data: bytes
    kind: str


@dataclass(frozen=True)
class IdentityCheckView:
    at: datetime
    document: str
    result: str
    staff_name: str


@dataclass(frozen=True)
class KeptView:
    """A kept paper as the console lists it: nothing of its content."""

    paper: str
    call_id: str
    kind: str
    added_at: datetime
    kept_until: datetime
