"""One paper on both sides: the still, the same view, marks on the same millimetre, the resident's finger."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.e2e.people import AYAMA_FACE, AYAMA_HZ, PAPER, Cast, Person
from tests.fakecam import Camera

pytestmark = pytest.mark.e2e

SENSOR = Camera(2, "書画カメラ", 3840, 2160, 8)
STILL, MARK, TABLE = "[data-testid=paper-still]", "[data-testid=paper-mark]", ".paper-table"

# The picture as received: the squares of the test camera are no sheet, whatever the finder makes of them.
# It may be several pictures in one, so their numbers are mixed; whose camera it was is in all of them.
SEEN = """async (selector) => {
    const image = new Image();
    image.src = `${document.querySelector(selector).src}&as=received`.replace(/^([^?&]*)&/, "$1?");
    await image.decode();
    const pen = new OffscreenCanvas(6, 4).getContext("2d");
    pen.drawImage(image, 0, 0, 6, 4);
    const row = pen.getImageData(0, 0, 4, 1).data;
    const ident = [0, 1, 2, 3].reduce((sum, at) => sum * 2 + (row[at * 4] > 127 ? 1 : 0), 0);
    return { ident, width: image.naturalWidth, height: image.naturalHeight };
}"""

# Where the middle of a mark is on the page: as the mark says it, and as it is seen on the still.
PLACES = """() => [...document.querySelectorAll("[data-testid=paper-mark]")].map((mark) => {
    const page = document.querySelector("[data-testid=paper-still]").getBoundingClientRect();
    const drawn = mark.querySelector(".mark-line").getBoundingClientRect();
    const points = mark.dataset.points.split(" ").map((pair) => pair.split(",").map(Number));
    const { turn } = document.querySelector(".paper-table").dataset;
    const unturned = (x, y) => ({ 0: [x, y], 90: [y, 1 - x], 180: [1 - x, 1 - y], 270: [1 - y, x] })[turn];
    const middle = (at) => {
        const values = points.map((point) => point[at]);
        return (Math.min(...values) + Math.max(...values)) / 2;
    };
    return {
        told: [middle(0), middle(1)],
        seen: unturned((drawn.x + drawn.width / 2 - page.x) / page.width,
            (drawn.y + drawn.height / 2 - page.y) / page.height),
    };
})"""


def connect(cast: Cast) -> tuple[Person, Person]:
    """(branch, desk) in a call; the branch's document camera has eight megapixels."""
    ayama, kodomo = cast.branch("ayama", [AYAMA_FACE, SENSOR], AYAMA_HZ), cast.kodomo()
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    kodomo.press("応答する")
    for person, screen in ((ayama, "kiosk.in_call"), (kodomo, "desk.in_call")):
        person.on(screen)
        person.sees(PAPER, SENSOR)
    return ayama, kodomo


def shoot(ayama: Person, kodomo: Person) -> None:
    kodomo.press("書類を撮影")
    for person in (kodomo, ayama):
        expect(person.page.locator(STILL)).to_be_visible(timeout=45_000)


def drag(person: Person, start: tuple[float, float], end: tuple[float, float]) -> None:
    """With the mouse over the table; places in 0..1 of it."""
    box = person.page.locator(TABLE).bounding_box()
    assert box is not None
    pixels = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in (start, end)]
    person.page.mouse.move(*pixels[0])
    person.page.mouse.down()
    person.page.mouse.move(*pixels[1], steps=8)
    person.page.mouse.up()


def view(person: Person) -> tuple[str, str]:
    table = person.page.locator(TABLE)
    return table.get_attribute("data-scale") or "", table.get_attribute("data-turn") or ""


def same_view(ayama: Person, kodomo: Person) -> None:
    scale, turn = view(kodomo)
    table = ayama.page.locator(TABLE)
    expect(table).to_have_attribute("data-scale", scale)
    expect(table).to_have_attribute("data-turn", turn)


def places(person: Person, count: int = 1) -> list[dict[str, Any]]:
    expect(person.page.locator(MARK)).to_have_count(count)
    found: list[dict[str, Any]] = person.page.evaluate(PLACES)
    return found


def marked_alike(ayama: Person, kodomo: Person, count: int = 1) -> None:
    """Every mark lies where it says, on both sides."""
    here, there = places(kodomo, count), places(ayama, count)
    for desk, branch in zip(here, there, strict=True):
        for told, *seen in zip(desk["told"], desk["seen"], branch["told"], branch["seen"], strict=True):
            assert all(abs(told - one) < 0.004 for one in seen), (desk, branch)


def test_both_sides_look_at_one_still_and_its_marks(cast: Cast) -> None:
    ayama, kodomo = connect(cast)
    shoot(ayama, kodomo)
    for person in (ayama, kodomo):
        seen = person.page.evaluate(SEEN, STILL)
        assert seen == {"ident": SENSOR.ident, "width": 3840, "height": 2160}

    kodomo.press("印をつける")
    drag(kodomo, (0.3, 0.35), (0.45, 0.42))
    marked_alike(ayama, kodomo)
    box = kodomo.page.locator(TABLE).bounding_box()
    assert box is not None
    kodomo.page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4)
    kodomo.page.mouse.wheel(0, -500)
    kodomo.page.locator(TABLE).press("r")
    same_view(ayama, kodomo)
    assert float(view(kodomo)[0]) > 1.5
    marked_alike(ayama, kodomo)
    kodomo.press("矢印")
    drag(kodomo, (0.5, 0.6), (0.6, 0.5))
    marked_alike(ayama, kodomo, 2)
    kodomo.shot("desk-paper-marks")
    ayama.shot("kiosk-paper-marks")

    kodomo.page.keyboard.press("Control+z")
    expect(ayama.page.locator(MARK)).to_have_count(1)
    kodomo.press("すべて消す")
    expect(ayama.page.locator(MARK)).to_have_count(0)
    kodomo.page.keyboard.press("Control+z")
    expect(ayama.page.locator(MARK)).to_have_count(1)
    kodomo.page.keyboard.press("Escape")
    expect(kodomo.page.get_by_role("button", name="印をつける")).to_have_attribute("aria-pressed", "false")

    kodomo.page.get_by_role("button", name="ライブ", exact=True).click()
    kodomo.sees(PAPER, SENSOR)
    ayama.sees(PAPER, SENSOR)
    for person in (ayama, kodomo):
        expect(person.page.locator(STILL)).to_have_count(0)


def test_the_desk_sees_the_residents_finger(cast: Cast) -> None:
    ayama, kodomo = connect(cast)
    shoot(ayama, kodomo)
    ayama.press("指でしめす")
    table = ayama.page.locator(TABLE)
    box = table.bounding_box()
    assert box is not None
    ayama.page.touchscreen.tap(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    finger = kodomo.page.get_by_test_id("paper-pointer")
    expect(finger).to_be_visible()
    near(finger, kodomo.page.locator(TABLE))
    expect(finger).to_have_count(0, timeout=5_000)
    expect(kodomo.page.locator(MARK)).to_have_count(0)

    drag(ayama, (0.4, 0.4), (0.6, 0.5))
    expect(kodomo.page.locator(f"{MARK}[data-by=branch][data-shape=line]")).to_have_count(1)
    marked_alike(ayama, kodomo)
    ayama.press("指でしめす")
    expect(kodomo.page.locator(MARK)).to_have_count(0)


def near(pointer: Locator, table: Locator) -> None:
    """The middle of the page is in the middle of the table on both sides."""
    ring, box = pointer.bounding_box(), table.bounding_box()
    assert ring is not None
    assert box is not None
    assert abs(ring["x"] + ring["width"] / 2 - box["x"] - box["width"] / 2) < 8
    assert abs(ring["y"] + ring["height"] / 2 - box["y"] - box["height"] / 2) < 8


def test_reloading_loses_nothing_and_the_end_leaves_nothing(cast: Cast) -> None:
    ayama, kodomo = connect(cast)
    shoot(ayama, kodomo)
    kodomo.press("印をつける")
    drag(kodomo, (0.3, 0.35), (0.45, 0.42))
    kodomo.page.locator(TABLE).press("+")
    same_view(ayama, kodomo)
    before, mark = view(kodomo), places(kodomo)
    for person, screen in ((ayama, "kiosk.in_call"), (kodomo, "desk.in_call")):
        person.page.reload()
        person.on(screen)
        expect(person.page.locator(STILL)).to_be_visible(timeout=15_000)
        expect(person.page.locator(TABLE)).to_have_attribute("data-scale", before[0])
        assert [one["told"] for one in places(person)] == [one["told"] for one in mark]
    marked_alike(ayama, kodomo)

    ayama.press("通話を終わる")
    ayama.on("kiosk.finished")
    kodomo.on("desk.board")
    for person in (ayama, kodomo):
        person.nothing_left()
        expect(person.page.locator(f"{STILL}, {MARK}, img[src*='/papers/']")).to_have_count(0)


def test_a_paper_that_is_not_shown_is_not_taken(cast: Cast) -> None:
    ayama, kodomo = connect(cast)
    ayama.press("用紙を見せるのをやめる")
    kodomo.press("書類を撮影")
    expect(kodomo.page.get_by_role("status").filter(has_text="用紙を見せるのを止めています")).to_be_visible()
    expect(kodomo.page.locator(STILL)).to_have_count(0)


def test_the_resident_takes_a_still_and_the_desk_lays_out_a_document(cast: Cast) -> None:
    ayama, kodomo = connect(cast)
    ayama.press("書類を写す")
    for person in (ayama, kodomo):
        expect(person.page.locator(STILL)).to_be_visible(timeout=45_000)
    kodomo.press("続きのページを撮る")
    expect(kodomo.page.get_by_role("heading", name="2 / 2ページ")).to_be_visible(timeout=45_000)
    expect(ayama.page.locator(TABLE)).to_have_attribute("data-page", "2")
    kodomo.page.get_by_label("資料のファイル").set_input_files(
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"not a document"}
    )
    expect(kodomo.page.get_by_role("status").filter(has_text="PDF か写真")).to_be_visible()
    kodomo.page.get_by_label("資料のファイル").set_input_files(
        {"name": "guide.png", "mimeType": "image/png", "buffer": png()}
    )
    expect(ayama.page.locator(".paper-tag")).to_contain_text("担当からの資料", timeout=10_000)
    expect(kodomo.page.get_by_role("heading", name="guide")).to_be_visible()
    kodomo.press("消す")
    kodomo.press("もどす")
    kodomo.press("消す")
    kodomo.press("すぐ消す")
    expect(kodomo.page.get_by_role("heading", name="guide")).to_have_count(0)
    expect(ayama.page.locator(".paper-tag")).not_to_contain_text("担当からの資料")


def png() -> bytes:
    """A small white page."""
    out = BytesIO()
    Image.new("RGB", (210, 297), "white").save(out, "PNG")
    return out.getvalue()
