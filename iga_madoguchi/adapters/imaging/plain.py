"""The Imaging port without a sheet finder: the picture as it was received, upright."""

from __future__ import annotations

from collections.abc import Sequence

from iga_madoguchi.domain.papers.ports import Corner, Pages, Still


class PlainImaging:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def still(self, pictures: Sequence[bytes]) -> Still:
        made = self._pages.picture(pictures[0])
        size = made.size
        return Still(
            made.data, size.width, size.height, made.data, size.width, size.height, None, certain=False
        )

    def straighten(self, received: bytes, corners: tuple[Corner, ...] | None, turn: int) -> Still:
        return self.still([received])
