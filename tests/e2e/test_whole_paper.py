"""The paper's whole way: seen, marked, filled in together, signed, printed, kept, found again."""

from __future__ import annotations

import math
import re
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from playwright.sync_api import expect

from iga_madoguchi.adapters.stamp import StampPrinter
from iga_madoguchi.domain.forms.catalogue import form_of
from iga_madoguchi.domain.papers.guide import LONG, SHORT
from tests.e2e.people import AYAMA_FACE, AYAMA_HZ, SHOTS, Cast, Person
from tests.e2e.server import Server
from tests.e2e.test_cover import lay
from tests.e2e.test_forms import ADDRESS, NAME, WRITTEN, draw_name, link_of, start_form, write
from tests.e2e.test_paper import SENSOR, STILL, marked_alike, places, same_view, shoot
from tests.printers import RealPrinter, wait_for

pytestmark = pytest.mark.e2e

FORM, FIELD = "kokuho_shutoku", "head_name"
SHEET_PX = 10  # per mm
TALL, TURN = 1900.0, math.radians(1.5)  # of the sheet in the camera's picture: pixels, and how askew it lies
PRINTED = 8  # pixels a mm
MM = 1.5  # how far a mark may lie from the field it was drawn around


def under_the_camera() -> npt.NDArray[np.uint8]:
    """The blank form on a grey table, a little askew under 8 megapixels, head up."""
    page = pypdfium2.PdfDocument(StampPrinter().filled(form_of(FORM), {}, (), ()))[0]
    sheet = np.asarray(page.render(scale=SHEET_PX * 25.4 / 72).to_pil().convert("RGB"))[:, :, ::-1]
    height, width = sheet.shape[:2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    half = np.array([TALL * SHORT / LONG, TALL]) / 2
    turn = np.array([[math.cos(TURN), math.sin(TURN)], [-math.sin(TURN), math.cos(TURN)]])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half @ turn + (1920, 1080)
    view = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    table = np.full((2160, 3840, 3), (92, 104, 112), np.uint8)
    seen = cv2.warpPerspective(sheet, view, (3840, 2160), flags=cv2.INTER_AREA)
    where = cv2.warpPerspective(np.full((height, width), 255, np.uint8), view, (3840, 2160))
    table[where > 0] = seen[where > 0]
    noise = np.random.default_rng(1).normal(0, 2, table.shape)
    return np.clip(table + noise, 0, 255).astype(np.uint8)


def on_screen(desk: Person, x: float, y: float) -> tuple[float, float]:
    """Where a place of the page, in mm, is now."""
    still = desk.page.locator(STILL).bounding_box()
    assert still is not None
    return still["x"] + still["width"] * x / SHORT, still["y"] + still["height"] * y / LONG


def box_around(desk: Person, rect: tuple[float, float, float, float]) -> None:
    """Draws with the mouse around a place of the page, in mm, wherever it is on the screen now."""
    x, y, width, height = rect
    pixels = [on_screen(desk, *end) for end in ((x, y), (x + width, y + height))]
    desk.page.mouse.move(*pixels[0])
    desk.page.mouse.down()
    desk.page.mouse.move(*pixels[1], steps=10)
    desk.page.mouse.up()


def zoom_on(desk: Person, rect: tuple[float, float, float, float]) -> None:
    x, y, width, height = rect
    desk.page.mouse.move(*on_screen(desk, x + width / 2, y + height / 2))
    desk.page.mouse.wheel(0, -400)
    desk.page.wait_for_timeout(700)


def the_ink_of_the_field(picture: bytes) -> tuple[float, float]:
    """(mm, mm) of the upper left corner of the field's printed box on the straightened page."""
    page = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert page is not None
    rect = form_of(FORM).field(FIELD).rect  # type: ignore[union-attr]
    across, down = page.shape[1] / SHORT, page.shape[0] / LONG
    edge = 4  # mm around the corner where its two lines must be
    cut = page[
        round((rect.y - edge) * down) : round((rect.y + edge) * down),
        round((rect.x - edge) * across) : round((rect.x + edge) * across),
    ]
    # The field's own lines: the rows and columns with the most ink on the inner side.
    inner = cut[cut.shape[0] // 2 :, cut.shape[1] // 2 :]
    rows = cut[:, cut.shape[1] // 2 :].mean(axis=1)
    columns = cut[cut.shape[0] // 2 :, :].mean(axis=0)
    assert inner.size
    return rect.x - edge + int(columns.argmin()) / across, rect.y - edge + int(rows.argmin()) / down


def test_a_paper_goes_its_whole_way(cast: Cast, server: Server, printer: RealPrinter) -> None:
    server.command("printer", "set", "ayama", printer.uri)
    ayama, hoken, kodomo = cast.branch("ayama", [AYAMA_FACE, SENSOR], AYAMA_HZ), cast.hoken(), cast.kodomo()
    bureau, stranger = cast.admin(), cast.stranger()
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^保険年金課")).click()
    hoken.press("応答する")
    ayama.on("kiosk.in_call")
    hoken.on("desk.in_call")
    lay(ayama, under_the_camera())
    ayama.page.wait_for_timeout(500)

    with hoken.page.expect_response(re.compile(r"/papers/[^/]+/[^/]+/1\?")) as shown:
        shoot(ayama, hoken)
    address = shown.value.url
    straight = hoken.context.request.get(address.split("&width")[0]).body()
    rect = form_of(FORM).field(FIELD).rect  # type: ignore[union-attr]
    ink = the_ink_of_the_field(straight)
    assert abs(ink[0] - rect.x) < MM, (ink, rect)
    assert abs(ink[1] - rect.y) < MM, (ink, rect)

    place = (rect.x, rect.y, rect.w, rect.h)
    zoom_on(hoken, place)
    same_view(ayama, hoken)
    hoken.press("印をつける")
    box_around(hoken, place)
    marked_alike(ayama, hoken)
    (told,) = places(hoken)
    middle = (told["told"][0] * SHORT, told["told"][1] * LONG)
    assert abs(middle[0] - rect.x - rect.w / 2) < MM
    assert abs(middle[1] - rect.y - rect.h / 2) < MM
    hoken.shot("whole-mark-desk")
    ayama.shot("whole-mark-kiosk")
    hoken.page.keyboard.press("Escape")

    hoken.press("支所で印刷")
    hoken.press("印のところを印刷")
    wait_for(lambda: len(printer.printed()) == 1, 60)
    guide = picture_of(printer.printed()[0], "whole-guide")
    near = 2 * PRINTED
    dark = np.argwhere(guide[round(rect.y * PRINTED) - near : round((rect.y + rect.h) * PRINTED) + near] < 90)
    left = dark[:, 1].min() / PRINTED
    beside_the_words = dark[
        dark[:, 1] > (rect.x + rect.w / 2) * PRINTED
    ]  # they stand above the box, on its left
    top = beside_the_words[:, 0].min() / PRINTED
    bottom, right = dark.max(axis=0) / PRINTED
    corner = (left, top + rect.y - 2, right, bottom + rect.y - 2)
    wanted = (rect.x, rect.y, rect.x + rect.w, rect.y + rect.h)
    assert all(abs(is_at - at) < MM for is_at, at in zip(corner, wanted, strict=True)), (corner, wanted)

    kept = keep_still(hoken)
    call = fill_in(ayama, hoken)
    hoken.press("30日のあいだ保存する")
    hoken.press("閉じる")
    hoken.press("できた申請書を印刷")
    wait_for(lambda: len(printer.printed()) == 2, 60)
    assert printer.settings(printer.printed()[1])["IPP_MEDIA"] == "iso_a4_210x297mm"
    picture_of(printer.printed()[1], "whole-form")
    text = pypdfium2.PdfDocument(printer.printed()[1].read_bytes())[0].get_textpage().get_text_range()
    assert all(said in text for said in (NAME, ADDRESS, "昭和58年5月3日")), text
    hoken.press("通話を終わる")
    ayama.on("kiosk.finished")
    hoken.page.wait_for_timeout(2500)
    form, still = f"{server.url}{link_of(call)}", f"{server.url}{kept}"
    for url, kind in ((form, "application/pdf"), (still, "image/")):
        found = hoken.context.request.get(url)
        assert (found.status, found.headers["content-type"].startswith(kind)) == (200, True), url
        assert [other.context.request.get(url).status for other in (kodomo, ayama, bureau)] == [404] * 3, url
        assert stranger.context.request.get(url).status == 401, url
    server.command("printer", "forget", "ayama")
    in_the_record(hoken)


def in_the_record(hoken: Person) -> None:
    """The department finds the still and the form with what was written about the talk."""
    hoken.press("記録", exact=False)
    hoken.page.locator(".blanks, .record-list").get_by_role("button").first.click()
    papers = hoken.page.locator(".kept-papers")
    expect(papers).to_contain_text("静止画 1")
    expect(papers.get_by_role("link", name="開く")).to_have_attribute("href", re.compile("^/forms/.*/pdf$"))
    papers.get_by_role("button", name="見る").click()
    picture = papers.get_by_role("img", name="静止画 1")
    expect(picture).to_be_visible()
    picture.evaluate("image => image.decode()")
    hoken.shot("record-papers")


def picture_of(printed: Path, name: str) -> npt.NDArray[np.uint8]:
    """The first page in grey, PRINTED pixels a mm; also left to be looked at."""
    page = pypdfium2.PdfDocument(printed.read_bytes())[0]
    picture = page.render(scale=PRINTED * 25.4 / 72).to_pil().convert("L")
    SHOTS.mkdir(parents=True, exist_ok=True)
    picture.save(SHOTS / f"{name}.png")
    return np.asarray(picture)


def keep_still(hoken: Person) -> str:
    """The desk keeps the still; its path."""
    source = hoken.page.locator(STILL).get_attribute("src") or ""
    hoken.page.locator(".paper-keep").get_by_role("button", name="残す").click()
    expect(hoken.page.locator(".paper-kept")).to_be_visible()
    return source.partition("?")[0]


def fill_in(ayama: Person, hoken: Person) -> tuple[str, str]:
    call = start_form(hoken)
    for label, text in WRITTEN.items():
        write(hoken.page, label, text)
    hoken.page.get_by_label("会社の保険をやめた").check()
    expect(hoken.page.get_by_text("残り（必ず） 0")).to_be_visible()
    ayama.press("一覧で見る")
    ayama.press("ぜんぶ、これでよい")
    ayama.press("署名へすすむ")
    expect(ayama.page.get_by_test_id("signature-pad")).to_be_visible()
    draw_name(ayama.page)
    ayama.page.get_by_role("dialog").get_by_role("button", name="これでよい").click()
    ayama.press("この内容で出します")
    expect(ayama.page.get_by_text("お出しいただきました")).to_be_visible(timeout=30_000)
    expect(hoken.page.get_by_role("link", name="できた申請書を見る")).to_be_visible()
    return call
