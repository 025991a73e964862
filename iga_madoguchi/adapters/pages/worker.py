"""The child that opens documents and pictures: one order, one answer, then it ends.

Run by path with `python -I`, so that it sees nothing of the product. Before it reads a byte of the order it
gives up what it does not need: memory, time, files. Order and answer are a line of JSON and then the bytes.
"""

from __future__ import annotations

import importlib
import io
import json
import math
import os
import resource
import sys
import warnings
from typing import Any, NoReturn

MEMORY, CPU_S, FILES = 1 << 30, 10, 64
LIBRARIES = ("pypdfium2", "PIL.ImageOps", "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "PIL.WebPImagePlugin")
POINTS_LIMIT = 5000.0  # of a page's side, in 1/72 inch; A0 is 3370
SIDE_LIMIT = 12_000  # pixels of what is drawn
WEBP_QUALITY, JPEG_QUALITY = 88, 92  # a JPEG keeps its colours whole: thin red lines stay red


class Refused(Exception):
    """The document is at fault; the words are the code."""


def main() -> None:
    _give_up()
    _load()
    line = sys.stdin.buffer.readline(65_536)
    if not line:
        return  # the server has gone
    order = json.loads(line)
    blob = sys.stdin.buffer.read()
    try:
        answer, data = _ORDERS[order["do"]](blob, order)
    except Refused as refusal:
        answer, data = {"refused": str(refusal)}, b""
    except MemoryError:
        answer, data = {"refused": order["bomb"]}, b""
    _reply(answer, data)


def _give_up() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def _load() -> None:
    """What takes longest is there before the order comes."""
    for name in LIBRARIES:
        importlib.import_module(name)


def _reply(answer: dict[str, Any], data: bytes) -> NoReturn:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + data)
    sys.stdout.buffer.flush()
    # What a hostile document left behind in the libraries need not be tidied up.
    os._exit(0)


def _open(blob: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Sizes of all pages; the first one drawn, because somebody waits to see it."""
    import pypdfium2

    document = _opened(blob, order)
    sizes = []
    for number in range(len(document)):
        try:
            width, height = document.get_page_size(number)
        except pypdfium2.PdfiumError as error:
            raise Refused("papers.document.damaged") from error
        _check_points(width, height)
        scale = _scale(width, height, order)
        sizes.append([math.ceil(width * scale), math.ceil(height * scale)])
    return {"sizes": sizes}, _drawn(document, order | {"page": 1})


def _render(blob: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    document = _opened(blob, order)
    if not 1 <= order["page"] <= len(document):
        raise Refused("papers.page.unknown")
    return {}, _drawn(document, order)


def _drawn(document: Any, order: dict[str, Any]) -> bytes:
    import pypdfium2

    try:
        page = document[order["page"] - 1]
        width, height = page.get_size()
        _check_points(width, height)
        for image in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=5):
            across, down = image.get_px_size()
            if across * down > order["pixels_limit"]:
                raise Refused("papers.document.too_large")
        scale = _scale(width, height, order)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise Refused("papers.document.damaged") from error
    return _encoded(picture, "JPEG")


def _picture(blob: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    from PIL import ImageOps

    picture = ImageOps.exif_transpose(_decoded(blob, order)).convert("RGB")
    return {"size": picture.size}, _encoded(picture, "JPEG")


def _cover(blob: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    picture = _decoded(blob, order)
    kind = picture.format or "JPEG"
    picture = picture.convert("RGB")
    for x, y, width, height in order["rects"]:
        left, top = math.floor(x * picture.width), math.floor(y * picture.height)
        right, bottom = math.ceil((x + width) * picture.width), math.ceil((y + height) * picture.height)
        picture.paste((0, 0, 0), (left, top, min(right, picture.width), min(bottom, picture.height)))
    return {}, _encoded(picture, kind)


def _opened(blob: bytes, order: dict[str, Any]) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(blob)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        secret = "password" in str(error).lower() or "security" in str(error).lower()
        raise Refused(f"papers.document.{'encrypted' if secret else 'damaged'}") from error
    if count > order["pages_limit"]:
        raise Refused("papers.document.too_many_pages")
    if count == 0:
        raise Refused("papers.document.damaged")
    return document


def _check_points(width: float, height: float) -> None:
    if not (math.isfinite(width) and math.isfinite(height)) or min(width, height) < 1:
        raise Refused("papers.document.damaged")
    if max(width, height) > POINTS_LIMIT:
        raise Refused("papers.document.too_large")


def _scale(width: float, height: float, order: dict[str, Any]) -> float:
    # A hair less than wanted: drawing rounds up.
    most = math.sqrt(order["pixels_limit"] / 2 / (width * height))
    return float(min((order["width"] - 0.01) / width, most, SIDE_LIMIT / max(width, height)))


def _decoded(blob: bytes, order: dict[str, Any]) -> Any:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # our own limit below, before a pixel is decoded
    warnings.simplefilter("ignore")
    try:
        picture = Image.open(io.BytesIO(blob), formats=("JPEG", "PNG", "WEBP"))
        if picture.width * picture.height > order["pixels_limit"] or max(picture.size) > SIDE_LIMIT * 2:
            raise Refused("papers.picture.too_large")
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refused("papers.picture.damaged") from error
    return picture


def _encoded(picture: Any, kind: str) -> bytes:
    out = io.BytesIO()
    options = {"quality": WEBP_QUALITY} if kind == "WEBP" else {"quality": JPEG_QUALITY, "subsampling": 0}
    picture.save(out, kind, **options)
    return out.getvalue()


_ORDERS = {"open": _open, "render": _render, "picture": _picture, "cover": _cover}

if __name__ == "__main__":
    main()
