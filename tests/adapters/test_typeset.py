"""The typesetter: real pages, nothing fetched, nothing of the server in the child, an end to everything."""

from __future__ import annotations

import http.server
import io
import re
import threading
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from iga_madoguchi.adapters import typeset
from iga_madoguchi.adapters.typeset import WeasyTypesetter
from iga_madoguchi.domain.printing.sheets import Text, sheet
from iga_madoguchi.errors import InvalidInput, Unavailable


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture(scope="module")
def typesetter() -> WeasyTypesetter:
    made = WeasyTypesetter()
    if made.missing:
        pytest.skip(f"Debian packages are missing: {' '.join(made.missing)}")
    return made


def test_a_sheet_is_a4_with_our_face_embedded_and_can_be_read(typesetter: WeasyTypesetter) -> None:
    pdf = typesetter.pdf(sheet("お持ち帰りメモ", [Text("髙﨑さん、9時に𠮷田へ。")], note="こども未来課"))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        box = [round(float(side)) for side in opened.pages[0].mediabox]
        fonts = [str(font["/BaseFont"]) for font in opened.objects if _is_font(font)]
    assert box == [0, 0, 595, 842]
    assert fonts
    assert all(re.match(r"/[A-Z]{6}\+Noto-Sans-CJK", font) for font in fonts), fonts
    read = text_of(pdf)
    shown = ("伊賀市 つながる窓口", "こども未来課", "お持ち帰りメモ", "髙﨑さん、9時に𠮷田へ。", "1 / 1")
    assert [words for words in shown if words not in read] == []


def _is_font(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"


def test_hostile_text_is_shown_not_run(typesetter: WeasyTypesetter) -> None:
    hostile = "<script>alert(1)</script></p></body><style>p{display:none}</style>&lt;&amp;\x00\x1b[31m"
    read = text_of(typesetter.pdf(sheet(hostile, [Text(hostile)], note=hostile)))
    flat = re.sub(r"\s", "", read)
    shown = "<script>alert(1)</script></p></body><style>p{display:none}</style>&lt;&amp;[31m"
    assert flat.count(shown) == 3, read


def test_nothing_is_fetched_not_even_from_this_machine(typesetter: WeasyTypesetter, tmp_path: Path) -> None:
    asked: list[str] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None: ...

    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'geheim' }")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        pdf = typesetter.pdf(
            f'<link rel=stylesheet href="file://{secret}"><link rel=stylesheet href="{url}/a.css">'
            f"<style>@import '{url}/b.css'; p {{ background: url({url}/c.png) }}</style>"
            f'<img src="{url}/d.png"><img src="file://{secret}"><link rel=attachment href="file://{secret}">'
            f'<svg><image href="{url}/e.png"/></svg><p>ここまで</p>'
        )
        # A font of one's own would need a file to write: there is none, and no document either.
        face = (
            f"<style>@font-face {{ font-family: x; src: url({url}/f.woff) }} p {{ font-family: x }}</style>"
        )
        with pytest.raises(Unavailable):
            typesetter.pdf(face + "<p>あ")
        server.shutdown()
    assert asked == []
    assert "geheim" not in text_of(pdf)
    assert "ここまで" in text_of(pdf)
    assert secret.read_bytes() not in pdf
    assert zlib.compress(secret.read_bytes()) not in pdf


def test_what_would_never_end_is_ended(typesetter: WeasyTypesetter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "WALL_S", 3.0)
    endless = "<div>" * 4 + "<table><tr><td>あ</td></tr></table>" * 30_000
    with pytest.raises(Unavailable) as ended:
        typesetter.pdf(endless)
    assert ended.value.code == "printing.typesetter.failed"
    with pytest.raises(InvalidInput):
        typesetter.pdf("あ" * typeset.SHEET_LIMIT)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "LIBRARIES", (("no-such-pango", "libpango-1.0-0"),))
    monkeypatch.setattr(typeset, "FONT", Path("/nowhere/font.ttc"))
    made = WeasyTypesetter()
    assert made.missing == ("libpango-1.0-0", "fonts-noto-cjk")
    with pytest.raises(Unavailable) as missing:
        made.pdf("<p>")
    assert missing.value.code == "printing.typesetter.missing"
    assert missing.value.data == {"package": "libpango-1.0-0 fonts-noto-cjk"}
