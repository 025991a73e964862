"""From bytes of anybody to an upright RGB picture: every bound is checked before a pixel is decoded."""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from iga_madoguchi.adapters.imaging.bounds import PIXELS_LIMIT, SIDE_LIMIT
from iga_madoguchi.adapters.imaging.pixels import Picture
from iga_madoguchi.errors import InvalidInput

# Ours come first: Pillow would only warn, and refuse with an error of its own at twice the number.
Image.MAX_IMAGE_PIXELS = None
_MAY_HOLD_SEVERAL = ("JPEG", "MPO")  # phones append a preview; the first picture is the one that was taken


def read(data: bytes) -> Picture:
    """Upright RGB of a JPEG, PNG or WebP; what else a file carries is left behind.

    Raises InvalidInput `papers.picture.type` (by content, never by name; an animation is no picture),
    `too_large`, `unreadable`.
    """
    kind = _kind(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about damaged metadata, which is dropped anyhow
            with Image.open(io.BytesIO(data), formats=(kind,)) as image:
                if max(image.size) > SIDE_LIMIT or image.width * image.height > PIXELS_LIMIT:
                    raise InvalidInput("papers.picture.too_large")
                if image.format not in _MAY_HOLD_SEVERAL and getattr(image, "is_animated", False):
                    raise InvalidInput("papers.picture.type")
                image.load()
                ImageOps.exif_transpose(image, in_place=True)
                return _rgb(image)
    except InvalidInput:
        raise
    except MemoryError:
        raise InvalidInput("papers.picture.too_large") from None
    except UnidentifiedImageError:
        raise InvalidInput("papers.picture.unreadable") from None
    except Exception as error:  # codecs meet hostile bytes with every kind of error
        raise InvalidInput("papers.picture.unreadable") from error


def _kind(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    raise InvalidInput("papers.picture.type")


def _rgb(image: Image.Image) -> Picture:
    if image.mode.startswith("I"):  # 16 bits of gray; Pillow itself would cut them off at 255
        gray = (np.asarray(image).astype(np.int64).clip(0, 65535) >> 8).astype(np.uint8)
        return np.repeat(gray[:, :, None], 3, axis=2)
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
