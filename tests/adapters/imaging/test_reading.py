"""What may come in, judged by content and before a pixel is decoded."""

from __future__ import annotations

import io
import struct
import time
import zlib

import numpy as np
import pytest
from PIL import Image

from iga_madoguchi.adapters.imaging import bounds, work
from iga_madoguchi.adapters.imaging.reading import read
from iga_madoguchi.errors import InvalidInput

SIZE = (320, 200)


def encoded(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)  # type: ignore[arg-type]
    return out.getvalue()


def half_red() -> Image.Image:
    """Red on the left, green on the right."""
    image = Image.new("RGB", SIZE, (200, 30, 30))
    image.paste((30, 160, 30), (SIZE[0] // 2, 0, *SIZE))
    return image


def declared(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_cameras_and_scanners_send_is_read(kind: str) -> None:
    picture = read(encoded(half_red(), kind))
    assert picture.shape == (200, 320, 3)
    assert picture[100, 40, 0] > 150 > picture[100, 280, 0], "red is first"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "type"),
        (b"GIF89a" + bytes(40), "type"),
        (b"%PDF-1.7 " + bytes(40), "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        (encoded(half_red(), "GIF"), "type"),
        (encoded(half_red(), "TIFF"), "type"),
        (encoded(half_red(), "WEBP", save_all=True, append_images=[Image.new("RGB", SIZE)]), "type"),
        (encoded(half_red(), "PNG", save_all=True, append_images=[Image.new("RGB", SIZE)]), "type"),
        (declared(64_000, 64_000), "too_large"),
        (declared(8_001, 8_000), "too_large"),
        (declared(bounds.SIDE_LIMIT + 1, 1), "too_large"),
        (declared(4_000, 4_000), "unreadable"),
        (encoded(half_red(), "JPEG")[:-400], "unreadable"),
        (encoded(half_red(), "PNG")[:60], "unreadable"),
        (encoded(half_red(), "WEBP")[:60], "unreadable"),
        (b"\xff\xd8\xff" + bytes(100), "unreadable"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "unreadable"),
        (b"RIFF\x00\x00\x00\x00WEBP" + bytes(100), "unreadable"),
    ],
)
def test_everything_else_is_refused_at_once(data: bytes, code: str) -> None:
    started = time.monotonic()
    with pytest.raises(InvalidInput) as refused:
        read(data)
    assert refused.value.code == f"papers.picture.{code}"
    assert time.monotonic() - started < 0.5


def test_a_picture_is_upright_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "taken at Hanako's"
    data = encoded(half_red(), "JPEG", exif=exif, comment=b"Hanako")
    picture = read(data)
    assert picture.shape == (320, 200, 3)
    assert picture[40, 100, 0] > 150 > picture[280, 100, 0], "what was left is above"
    still = work.still([data])
    assert b"Hanako" not in still.received
    assert not Image.open(io.BytesIO(still.received)).getexif()


def test_a_second_file_behind_the_picture_does_not_come_through() -> None:
    still = work.still([encoded(half_red(), "JPEG") + b"PK\x03\x04<script>alert(1)</script>"])
    assert b"<script>" not in still.received + still.page


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P", "RGBA", "LA"])
def test_every_kind_of_pixel_becomes_rgb(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = read(
        encoded(
            half_red().convert("L").convert(mode) if mode in ("1", "P") else half_red().convert(mode), kind
        )
    )
    assert picture.shape == (200, 320, 3)


def test_cmyk_keeps_its_colours_and_transparency_is_white() -> None:
    picture = read(encoded(half_red().convert("CMYK"), "JPEG"))
    assert picture[100, 40, 0] > picture[100, 40, 1] + 60
    assert (read(encoded(Image.new("RGBA", SIZE, (0, 0, 0, 0)), "PNG")) == 255).all()


def test_sixteen_bits_are_made_eight() -> None:
    steps = np.linspace(0, 65535, SIZE[0] * SIZE[1]).astype(np.uint16).reshape(SIZE[1], SIZE[0])
    picture = read(encoded(Image.fromarray(steps), "PNG"))
    assert abs(int(picture[100, 160, 0]) - 128) <= 2
    assert (picture[-1, -1] == 255).all()


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("size", [(1, 1), (3, 200), (640, 360)])
def test_a_picture_of_nothing_is_its_own_page(size: tuple[int, int], level: int) -> None:
    still = work.still([encoded(Image.new("RGB", size, (level,) * 3), "PNG")])
    assert (still.width, still.height) == (still.page_width, still.page_height) == size
    assert still.corners is None
    assert not still.certain
    assert still.page == still.received


def test_noise_is_no_sheet() -> None:
    noise = np.random.default_rng(5).integers(0, 256, (540, 960, 3), dtype=np.uint8)
    assert not work.still([encoded(Image.fromarray(noise), "JPEG")]).certain
