"""Documents and pictures in a child: what is good comes out, what is hostile is refused with its code."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from PIL import Image

from iga_madoguchi.adapters.pages.host import ChildPages
from iga_madoguchi.adapters.scanner import CommandScanner, NoScanner
from iga_madoguchi.domain.papers.ports import Rect, Size
from iga_madoguchi.errors import DomainError, InvalidInput, NotFound, Unavailable
from tests import papers

pages = ChildPages()


def image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_document_is_measured_and_drawn_page_by_page() -> None:
    document = papers.pdf(3)
    opened = pages.open(document)
    assert opened.sizes == (Size(1600, 2265),) * 3
    assert image(opened.first).size == (1600, 2265)
    drawn = image(pages.render(document, 3, 800))
    assert (drawn.format, drawn.size) == ("JPEG", (800, 1133))
    assert drawn.getpixel((270, 860)) == (0, 0, 0), "the black square"
    with pytest.raises(NotFound):
        pages.render(document, 4, 800)
    with pytest.raises(NotFound):
        pages.render(document, 0, 800)


HOSTILE_DOCUMENTS = {
    "encrypted": (papers.encrypted_pdf, "papers.document.encrypted"),
    "truncated": (lambda: papers.pdf(5)[:400], "papers.document.damaged"),
    "only the first words": (lambda: b"%PDF-1.7\n", "papers.document.damaged"),
    "junk": (lambda: b"%PDF-" + bytes(range(256)) * 10, "papers.document.damaged"),
    "of itself": (papers.pdf_of_itself, "papers.document.damaged"),
    "10,000 pages": (lambda: papers.pdf(10_000), "papers.document.too_many_pages"),
    "a page of seven metres": (lambda: papers.pdf(size=(20_000, 20_000)), "papers.document.too_large"),
}


@pytest.mark.parametrize("name", HOSTILE_DOCUMENTS)
def test_a_hostile_document_is_refused_when_it_is_opened(name: str) -> None:
    make, code = HOSTILE_DOCUMENTS[name]
    with pytest.raises(InvalidInput) as refused:
        pages.open(make())
    assert refused.value.code == code


@pytest.mark.parametrize("make", [papers.pdf_with_bomb, papers.pdf_that_never_ends], ids=["memory", "time"])
def test_a_page_that_would_take_everything_is_refused_when_it_is_drawn(make: object) -> None:
    started = time.monotonic()
    with pytest.raises(InvalidInput) as refused:
        pages.render(make(), 1, 1600)  # type: ignore[operator]
    assert refused.value.code == "papers.document.too_large"
    assert time.monotonic() - started < 20


def test_scripts_in_a_document_do_not_run() -> None:
    document = papers.pdf_with_script()
    assert pages.render(document, 1, 800) == pages.render(papers.pdf(), 1, 800)


def test_a_page_as_thin_as_a_hair_stays_within_bounds() -> None:
    (size,) = pages.open(papers.pdf(size=(2, 4000))).sizes
    assert max(size.width, size.height) <= 12_000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_encoded_anew_and_forgets_where_it_was_taken(kind: str) -> None:
    sent = papers.picture(kind=kind)
    made = pages.picture(sent)
    assert (image(made.data).format, image(made.data).size, made.size) == ("JPEG", (800, 600), Size(800, 600))
    assert b"SECRET-PLACE" not in made.data
    assert not image(made.data).getexif()


def test_a_picture_is_turned_upright() -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 60)).save(out, "JPEG", exif=exif)
    assert pages.picture(out.getvalue()).size == Size(60, 80)


HOSTILE_PICTURES = {
    "64,000 x 64,000": (papers.png_bomb, "papers.picture.too_large"),
    "72 megapixels": (lambda: papers.picture((9000, 8000), "PNG"), "papers.picture.too_large"),
    "truncated": (lambda: papers.picture()[:3000], "papers.picture.damaged"),
    "only its first words": (lambda: b"\xff\xd8\xff", "papers.picture.damaged"),
    "GIF inside": (lambda: b"GIF89a" + bytes(100), "papers.picture.damaged"),
    "a document": (papers.pdf, "papers.picture.damaged"),
}


@pytest.mark.parametrize("name", HOSTILE_PICTURES)
def test_a_hostile_picture_is_refused(name: str) -> None:
    make, code = HOSTILE_PICTURES[name]
    with pytest.raises(InvalidInput) as refused:
        pages.picture(make())
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_covered_parts_are_black_and_nothing_else_is(kind: str) -> None:
    sent = papers.picture((1000, 800), kind, "white")
    made = image(pages.cover(sent, [Rect(0.6, 0.5, 0.2, 0.25), Rect(0.9, 0.9, 0.1, 0.1)]))
    assert (made.format, made.size) == (kind, (1000, 800))
    assert max(made.getpixel((700, 500))) < 16
    assert max(made.getpixel((995, 795))) < 16
    assert min(made.getpixel((560, 500))) > 240


def test_a_child_lives_in_its_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real worker's limits, as a child reports them."""
    from iga_madoguchi.adapters.pages import host

    spy = tmp_path / "worker.py"
    text = host.WORKER.read_text(encoding="utf-8")
    report = "def _spy(blob, order):\n    return {'size': [resource.getrlimit(n) for n in (%s)]}, b''\n\n\n"
    limits = "resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE"
    text = text.replace("_ORDERS = {", report % limits + "_ORDERS = {'spy': _spy, ")
    spy.write_text(text, encoding="utf-8")
    monkeypatch.setattr(host, "WORKER", spy)
    answer, _ = ChildPages()._ask({"do": "spy", "bomb": ""}, b"")
    assert answer["size"] == [[1 << 30] * 2, [10, 11], [0, 0], [64, 64]]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("cat >/dev/null; exit 0", None),
        ("grep -q EICAR && exit 1; exit 0", "papers.upload.infected"),
        ("exit 2", "papers.scanner.later"),
        ("kill -9 $$", "papers.scanner.later"),
    ],
)
def test_a_scanner_lets_through_refuses_or_stops_everything(script: str, expected: str | None) -> None:
    scanner = CommandScanner(["sh", "-c", script])
    if expected is None:
        scanner.check(b"clean")
        return
    with pytest.raises(DomainError) as refused:
        scanner.check(b"EICAR")
    assert refused.value.code == expected


def test_without_a_scanner_nothing_is_scanned_and_with_a_missing_one_nothing_passes() -> None:
    NoScanner().check(b"EICAR")
    with pytest.raises(Unavailable):
        CommandScanner(["no-such-scanner"]).check(b"clean")
