"""Pictures become JPEG again, without any metadata, small enough for their way."""

from __future__ import annotations

import io

from PIL import Image

from iga_madoguchi.adapters.imaging.bounds import PAGE_LIMIT, PICTURE_LIMIT
from iga_madoguchi.adapters.imaging.pixels import Picture

_PAGE_QUALITIES = (85, 75, 60, 45)
_RECEIVED_QUALITIES = (93, 85, 70, 45)


def page_bytes(page: Picture) -> bytes:
    """The best quality that stays within the limit of a page."""
    return _within(page, _PAGE_QUALITIES, PAGE_LIMIT)


def received_bytes(picture: Picture) -> bytes:
    """Good enough to be straightened again, and never larger than what may come in."""
    return _within(picture, _RECEIVED_QUALITIES, PICTURE_LIMIT)


def _within(picture: Picture, qualities: tuple[int, ...], limit: int) -> bytes:
    image, data = Image.fromarray(picture), b""
    for quality in qualities:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, subsampling=2)
        data = out.getvalue()
        if len(data) <= limit:
            break
    return data
