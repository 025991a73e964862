"""What papers need from the outside: an encrypted store, picture processing, page images, a scanner.

Each of them may work in a child process; all are called from threads and block.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Vault(Protocol):
    """Encrypted blobs. They lie where no backup reaches; `keep` moves a key's blobs to where one does.

    Unavailable `papers.disk.full` when a blob or key cannot be written; nothing is half-stored then.
    """

    def open(self) -> None:
        """Make what is missing on the first start, and try the master key on what is there.

        Raises Unavailable `papers.vault.key_missing`, `papers.vault.key_wrong`, `papers.disk.full`.
        """
        ...

    def rotate(self, new: bytes | None = None) -> int:
        """Wrap every data key with a new master key; how many. Nobody else may use the vault meanwhile.

        Without `new`, the data directory's own key is replaced; Conflict `papers.vault.key_given` where it
        has none. A rotation that was cut short goes on when it is called again.
        """
        ...

    def new_key(self) -> str:
        """Id of a fresh data key: a file of its own, wrapped by the master key."""
        ...

    def put(self, key: str, data: bytes) -> str:
        """Blob id; on the disk before it is returned."""
        ...

    def get(self, key: str, blob: str) -> bytes:
        """Raises NotFound `papers.blob.gone`; Unavailable `papers.blob.damaged` when it was tampered with."""
        ...

    def drop(self, key: str, blob: str) -> None:
        """One blob that another replaced; idempotent."""
        ...

    def keep(self, key: str) -> None:
        """From now on a backup reaches the blobs of this key; idempotent."""
        ...

    def destroy(self, key: str) -> None:
        """The key first, which makes every old copy unreadable, then its blobs; idempotent."""
        ...

    def holds(self, key: str) -> bool:
        """Whether the key is there, so that what it sealed may still be read."""
        ...

    def sweep(self, known: Mapping[str, Collection[str]]) -> int:
        """Remove every key and blob but these; how many there were. Only while nobody puts anything."""
        ...


@dataclass(frozen=True)
class Corner:
    """A point in pixels of the picture as received."""

    x: float
    y: float


Corners = tuple[Corner, Corner, Corner, Corner]


@dataclass(frozen=True)
class Still:
    """What imaging makes of a picture. `corners` run clockwise from the page's top left.

    `received` is a re-encoded JPEG, upright, without metadata; `page` the straightened page, the same as
    `received` when no sheet was found. `certain`: the finder trusts it; the desk is asked to check otherwise.
    """

    received: bytes
    width: int
    height: int
    page: bytes
    page_width: int
    page_height: int
    corners: Corners | None
    certain: bool


class Imaging(Protocol):
    """Works in a child process; every call blocks until it is done.

    Errors: InvalidInput `papers.picture.unreadable|too_large|type|corners|turn`,
    Unavailable `papers.imaging.busy|failed`.
    """

    def prepare(self) -> None:
        """A picture will come soon: be ready for it. Returns at once, never raises."""
        ...

    def still(self, pictures: Sequence[bytes]) -> Still:
        """1 to 8 frames of the same scene (JPEG, PNG, WebP), averaged."""
        ...

    def straighten(self, received: bytes, corners: tuple[Corner, ...] | None, turn: int) -> Still:
        """Again from `received` by the desk's corners, the page then turned clockwise by 0, 90, 180 or 270
        degrees. Without corners the page is the picture as received, turned."""
        ...

    def close(self) -> None:
        """End the child process; what waits is refused."""
        ...


@dataclass(frozen=True)
class Size:
    """Of a page or picture, in pixels as it is shown by default."""

    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """A re-encoded JPEG, upright, without metadata."""

    data: bytes
    size: Size


@dataclass(frozen=True)
class Rect:
    """A part of a page; all numbers in 0..1 of its width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Opened:
    """A PDF's pages by size, and the first one as JPEG of the default width."""

    sizes: tuple[Size, ...]
    first: bytes


class Pages(Protocol):
    """Documents as page images, made in a child process with limits.

    Errors: InvalidInput `papers.document.encrypted|damaged|too_many_pages|too_large`,
    `papers.picture.damaged|too_large`, Unavailable `papers.document.later`.
    """

    def open(self, document: bytes) -> Opened:
        """What there is to see in a PDF; whether its first page can be drawn shows here."""
        ...

    def render(self, document: bytes, page: int, width: int) -> bytes:
        """JPEG of one page of a PDF, from 1."""
        ...

    def picture(self, data: bytes) -> Picture:
        """A JPEG, PNG or WebP, decoded and encoded anew."""
        ...

    def cover(self, picture: bytes, rects: Sequence[Rect]) -> bytes:
        """The same picture with these parts black."""
        ...

    def close(self) -> None:
        """End what waits for the next order."""
        ...


class Scanner(Protocol):
    def check(self, data: bytes) -> None:
        """Raises InvalidInput `papers.upload.infected`, Unavailable `papers.scanner.later`."""
        ...
