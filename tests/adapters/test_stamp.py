"""The printed form: the same in two viewers, its text found again, and nothing of anybody in its metadata."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from iga_madoguchi.adapters import stamp
from iga_madoguchi.adapters.stamp import StampPrinter
from iga_madoguchi.adapters.stamping import drawing, pdf, typeface
from iga_madoguchi.domain.forms.catalogue import all_forms, form_of
from iga_madoguchi.domain.forms.template import Form, Rect
from iga_madoguchi.errors import NotFound, Unavailable

DPI = 150
FORMS = {form.id: form for form in all_forms()}
HARD = {
    "head_name": "髙﨑　𠮷郎",
    "head_kana": "タカサキ　ヨシロウ",
    "address": "ｺｰﾎﾟ上野ﾊﾟｰｸ　神・葛\U000e0100・辻\U000e0101・邉・齋・靑・羽　№①㈱",
    "member1_name": "髙橋<b>&amp;",
    "head_birth": "1983-05-03",
    "phone": "0595-22-9600",
}
Viewer = Callable[[bytes, Path], npt.NDArray[np.uint8]]


def pdfium(document: bytes, _folder: Path) -> npt.NDArray[np.uint8]:
    pdf = pypdfium2.PdfDocument(document)
    image = pdf[0].render(scale=DPI / 72).to_pil().convert("L")
    pdf.close()
    return np.asarray(image)


@pytest.fixture(autouse=True, scope="module")
def _viewer() -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("poppler-utils is not installed")


def poppler(document: bytes, folder: Path) -> npt.NDArray[np.uint8]:
    (folder / "form.pdf").write_bytes(document)
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-singlefile", "form.pdf", "form"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True)
    assert done.stderr == b"", "no complaint"
    return np.asarray(Image.open(folder / "form.pgm"))


def text_of(document: bytes) -> str:
    pdf = pypdfium2.PdfDocument(document)
    text: str = pdf[0].get_textpage().get_text_range()
    pdf.close()
    return text


def ink(page: npt.NDArray[np.uint8], rect: Rect) -> float:
    """Square millimetres of ink well inside a box."""
    scale = DPI / 25.4
    top, bottom = round((rect.y + 0.8) * scale), round((rect.y + rect.h - 0.8) * scale)
    left, right = round((rect.x + 0.8) * scale), round((rect.x + rect.w - 0.8) * scale)
    return float((255 - page[top:bottom, left:right].astype(float)).sum() / 255 / scale**2)


@pytest.fixture(scope="module")
def printer() -> StampPrinter:
    return StampPrinter()


@pytest.fixture(scope="module")
def hard(printer: StampPrinter) -> bytes:
    return printer.filled(
        FORMS["kokuho_shutoku"], HARD, [[(0.1, 0.5), (0.5, 0.1), (0.9, 0.5)]], ["確かめました"]
    )


def test_every_letter_is_found_again(hard: bytes) -> None:
    text = text_of(hard)
    for field, value in HARD.items():
        wanted = "昭和58年5月3日" if field == "head_birth" else value
        assert wanted in text, field
    assert "確かめました" in text


def test_poppler_finds_the_same_text(hard: bytes, tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(hard)
    run = ["pdftotext", "-enc", "UTF-8", "form.pdf", "-"]
    text = subprocess.run(run, cwd=tmp_path, check=True, capture_output=True).stdout.decode()
    for letters in ("髙﨑", "𠮷郎", "ｺｰﾎﾟ上野ﾊﾟｰｸ", "神", "葛\U000e0100"):
        assert letters in text, letters


def test_two_viewers_ink_the_same_places_alike(hard: bytes, printer: StampPrinter, tmp_path: Path) -> None:
    form = FORMS["kokuho_shutoku"]
    empty = printer.filled(form, {}, [], [])
    for field in form.fields:
        seen = []
        for view in (pdfium, poppler):
            seen.append(ink(view(hard, tmp_path), field.rect) - ink(view(empty, tmp_path), field.rect))
        if field.id in HARD or field.kind == "signature":
            assert min(seen) > 2, f"{field.id} is written in both"
            assert max(seen) / min(seen) < 1.15, f"{field.id}: {seen}"
        else:
            assert max(abs(one) for one in seen) < 0.05, f"{field.id} stays empty"


def test_nothing_is_named_that_is_not_inside(hard: bytes) -> None:
    """No viewer has to look for a typeface of its own."""
    with pikepdf.open(io.BytesIO(hard)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert descriptor.FontFile3.Subtype == "/CIDFontType0C"
            assert len(descriptor.FontFile3.read_bytes()) > 1000
            assert "+" in str(descriptor.FontName)
        assert pdf.check_pdf_syntax() == []
    assert len(hard) < 150_000


def test_the_metadata_names_the_form_and_nobody(hard: bytes) -> None:
    with pikepdf.open(io.BytesIO(hard)) as pdf:
        about = str(pdf.open_metadata()) + str(dict(pdf.docinfo))
        assert pdf.open_metadata()["dc:title"] == "国民健康保険 資格取得届"
    assert not any(value in about for value in ("髙", "9600", "葛"))


def test_the_same_content_is_the_same_document(printer: StampPrinter, hard: bytes) -> None:
    again = printer.filled(
        FORMS["kokuho_shutoku"], HARD, [[(0.1, 0.5), (0.5, 0.1), (0.9, 0.5)]], ["確かめました"]
    )
    assert again == hard


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_blank_form_and_its_picture(printer: StampPrinter, form: Form) -> None:
    text = text_of(printer.filled(form, {}, (), ()))
    assert "見本様式（要確認）" in text
    picture = Image.open(io.BytesIO(printer.picture(form, 1, 1000)))
    assert (picture.format, picture.width) == ("WEBP", 1200)
    assert abs(picture.height / picture.width - 297 / 210) < 0.002
    assert "〓" not in text, "every printed letter is in the typeface"


def test_a_page_that_is_not_there(printer: StampPrinter) -> None:
    for page in (0, 2, -1):
        with pytest.raises(NotFound):
            printer.picture(form_of("jido_teate"), page, 600)


def test_what_does_not_fit_is_set_smaller_and_stays_in_its_box(printer: StampPrinter, tmp_path: Path) -> None:
    form = FORMS["kokuho_shutoku"]
    long = {"address": "伊賀" * 40, "member1_relation": "世帯主の妻の弟", "head_name": "寿" * 60}
    full, empty = printer.filled(form, long, [], []), printer.filled(form, {}, [], [])
    assert "".join(text_of(full).split()).count("寿") == 60
    for view in (pdfium, poppler):
        filled, blank = view(full, tmp_path), view(empty, tmp_path)
        for field in form.fields:
            more = ink(filled, field.rect) - ink(blank, field.rect)
            assert (more > 1) == (field.id in long), field.id


def test_hostile_values_are_only_letters(printer: StampPrinter) -> None:
    values = {
        "head_name": ") Tj ET /Exec",
        "address": "\\) <</JS (app.alert(1))>>",
        "member1_name": "\x1f\u202e",
    }
    document = printer.filled(FORMS["kokuho_shutoku"], values, [], [])
    assert ") Tj ET /Exec" in text_of(document)
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/Lang", "/Metadata", "/ViewerPreferences"}


def test_a_missing_typeface_has_its_own_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(typeface, "FOLDER", tmp_path)
    typeface.letters.cache_clear()
    with pytest.raises(Unavailable) as missing:
        StampPrinter().unprintable("あ")
    assert missing.value.code == "forms.printer.no_font"
    typeface.letters.cache_clear()


def test_a_child_that_dies_or_hangs_is_told_from_a_document(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    form = dataclasses.replace(FORMS["jido_teate"], pages=((210.0, float("nan")),))
    with pytest.raises(Unavailable) as failed:
        StampPrinter().filled(form, {"name": "髙橋"}, [], [])
    assert failed.value.code == "forms.printer.failed"
    monkeypatch.setattr(stamp, "LIMIT_S", 0.01)
    with pytest.raises(Unavailable):
        StampPrinter().filled(FORMS["jido_teate"], {}, (), ())
    assert "髙橋" not in caplog.text


def test_the_child_has_limits() -> None:
    code = (
        "import resource, json\n"
        "from iga_madoguchi.adapters.stamping import child\n"
        "child.limit()\n"
        "print(json.dumps([resource.getrlimit(getattr(resource, n))[0] for n in"
        " ('RLIMIT_AS', 'RLIMIT_CPU', 'RLIMIT_FSIZE', 'RLIMIT_CORE')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=stamp._ROOT)
    assert done.stdout.decode().strip() == "[1073741824, 20, 0, 0]"


class Slow(StampPrinter):
    """A printer whose child takes its thirty seconds for one form."""

    def __init__(self, slow: str) -> None:
        super().__init__()
        self._slow, self.go_on, self.begun = slow, threading.Event(), threading.Event()

    def _draw(
        self, form: Form, marks: list[list[drawing.Mark]], picture: Mapping[str, Any] | None = None
    ) -> bytes:
        if form.id == self._slow:
            self.begun.set()
            self.go_on.wait(10)
        return super()._draw(form, marks, picture)


def test_a_page_that_is_there_waits_for_nobodys_drawing() -> None:
    first, second, *_ = all_forms()
    printer = Slow(second.id)
    ready = printer.picture(first, 1, 600)
    with ThreadPoolExecutor(2) as pool:
        pool.submit(printer.picture, second, 1, 600)
        printer.begun.wait(10)
        try:
            assert pool.submit(printer.picture, first, 1, 600).result(timeout=2) == ready
        except Late:
            pytest.fail("two seconds for what lies in memory")
        finally:
            printer.go_on.set()


def curves(points: Sequence[tuple[float, float]]) -> list[float]:
    """All numbers of a smooth line, in the order in which they are drawn."""
    drawn = pdf._Sheet(100.0, {})
    drawn._line({"ink": (0, 0, 0), "width": 1, "smooth": True, "points": points})
    return [float(number) for said in drawn._out for number in re.findall(rb"-?[\d.]+", said)]


def test_a_signature_that_crosses_itself_is_drawn_as_it_was_written() -> None:
    loop = [(10.0, 10.0), (20.0, 10.0), (30.0, 20.0), (10.0, 10.0), (20.0, 10.0), (5.0, 40.0), (1.0, 1.0)]
    # Nowhere twice, and the same line.
    again = [(x + (0.001 if n >= 3 else 0), y) for n, (x, y) in enumerate(loop)]
    assert curves(loop) == pytest.approx(curves(again), abs=0.02)
    ends = [(1.0, 1.0), (9.0, 9.0), (1.0, 1.0), (5.0, 5.0), (1.0, 1.0)]
    assert len(curves(ends)) == len(curves(loop[:5])), "no corner where the hand comes back to its last point"
