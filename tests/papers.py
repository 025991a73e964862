"""Documents and pictures that branches and desks send, and those that somebody hostile would."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence

import pikepdf
from PIL import Image, ImageDraw

from iga_madoguchi.adapters.vault import FileVault

A4 = (595, 842)


def picture(size: tuple[int, int] = (800, 600), kind: str = "JPEG", colour: str = "white") -> bytes:
    """Light with a dark corner, in which no sheet is found, and in a JPEG the place where it was taken."""
    drawn = Image.new("RGB", size, colour)
    width, height = size
    ImageDraw.Draw(drawn).polygon([(0, height), (width // 2, height), (0, height // 2)], fill="black")
    out = io.BytesIO()
    options = {}
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x010E] = "SECRET-PLACE"
        options = {"exif": exif}
    drawn.save(out, kind, **options)
    return out.getvalue()


def pdf(pages: int = 1, size: tuple[float, float] = A4, page: str = "", extra: Sequence[bytes] = ()) -> bytes:
    """A PDF by hand: object 1 catalog, 2 pages, 3 a content stream, then `extra`, then the pages.

    `page` goes into each page's dictionary.
    """
    content = b"BT /F1 24 Tf 72 700 Td (Iga) Tj ET 100 100 200 200 re f"
    first = 4 + len(extra)
    kids = " ".join(f"{first + number} 0 R" for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *extra,
    ]
    box = f"/MediaBox [0 0 {size[0]} {size[1]}]"
    contents = "" if "/Contents" in page else "/Contents 3 0 R"
    leaf = f"<< /Type /Page /Parent 2 0 R {box} {contents} {page} >>".encode()
    return assembled(objects + [leaf] * pages)


def assembled(objects: Sequence[bytes]) -> bytes:
    """Objects numbered from 1, with their table."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return out.getvalue()


def pdf_of_itself() -> bytes:
    """The tree of pages has itself as its only branch."""
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"])


def pdf_with_script() -> bytes:
    script = b"<< /Type /Action /S /JavaScript /JS (app.alert\\('x'\\); this.exportDataObject\\(\\);) >>"
    return pdf(page="/AA << /O 4 0 R >>", extra=[script])


def pdf_with_bomb(side: int = 64_000) -> bytes:
    """A picture that is small in the file and 64,000 x 64,000 when it is unpacked."""
    packed = zlib.compress(b"\0" * 10_000_000)
    image = (
        f"<< /Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray "
        f"/BitsPerComponent 8 /Filter /FlateDecode /Length {len(packed)} >>\nstream\n"
    ).encode()
    draw = b"500 0 0 500 0 0 cm /I Do"
    content = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw)
    page = "/Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R"
    return pdf(page=page, extra=[image + packed + b"\nendstream", content])


def pdf_that_never_ends() -> bytes:
    """Millions of strokes in a few kilobytes."""
    packed = zlib.compress(b"0 0 m 500 800 l 3 5 m 400 200 l S " * 3_000_000)
    content = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    return pdf(page="/Contents 4 0 R", extra=[content])


def png_bomb(side: int = 64_000) -> bytes:
    """A PNG that says it is 64,000 x 64,000, with honest checksums."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def with_zip(data: bytes) -> bytes:
    """The same file, and an archive behind it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.txt", "x")
    return data + out.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


class HinderedVault(FileVault):
    """A vault in which something happens while the first key is being destroyed."""

    meanwhile: Callable[[], object] | None = None

    def destroy(self, key: str) -> None:
        act, self.meanwhile = self.meanwhile, None
        if act is not None:
            act()
        super().destroy(key)
