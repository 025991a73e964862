"""記入例 beside the resident's paper: laid by two touches, large at the branch, marked, printed, put away."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import Locator, expect

from tests.e2e import layout
from tests.e2e.eyes import unfit, violations
from tests.e2e.people import AYAMA_PAPER, PAPER, Cast, Person
from tests.e2e.server import Server
from tests.e2e.test_paper import STILL, TABLE, drag, marked_alike
from tests.printers import RealPrinter, wait_for

pytestmark = pytest.mark.e2e

TITLE = "児童手当 認定請求書"
OTHER = "国民健康保険 資格取得届"


def connect(cast: Cast) -> tuple[Person, Person]:
    ayama, kodomo = cast.ayama(), cast.kodomo()
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    kodomo.press("応答する")
    for person, screen in ((ayama, "kiosk.in_call"), (kodomo, "desk.in_call")):
        person.on(screen)
        person.sees(PAPER, AYAMA_PAPER)
    return ayama, kodomo


def whole(person: Person) -> float:
    """Height of the paper's picture, of the table it lies on."""
    still, table = person.page.locator(STILL), person.page.locator(TABLE)
    expect(still).to_be_visible(timeout=30_000)
    seen, room = still.bounding_box(), table.bounding_box()
    assert seen is not None
    assert room is not None
    assert seen["y"] >= room["y"] - 1
    assert seen["y"] + seen["height"] <= room["y"] + room["height"] + 1
    return seen["height"] / room["height"]


def forms(kodomo: Person) -> Locator:
    return kodomo.page.get_by_role("group", name="記入例・様式")


def test_a_sample_lies_beside_the_residents_paper(cast: Cast, server: Server, printer: RealPrinter) -> None:
    ayama, kodomo = connect(cast)

    # Nobody has said what it is about: that is said, and any form is found by its name, by keys alone.
    opener = kodomo.page.get_by_role("button", name="記入例・様式")
    opener.focus()
    kodomo.page.keyboard.press("Enter")
    expect(forms(kodomo)).to_contain_text("ご用がまだ選ばれていません")
    search = kodomo.page.get_by_role("searchbox", name="様式の名前でさがす")
    expect(search).to_be_focused()
    kodomo.page.keyboard.type("戸籍")
    expect(forms(kodomo).get_by_role("status")).to_contain_text("「戸籍」という様式はありません")
    search.fill("健康　取得")
    expect(forms(kodomo).get_by_role("listitem")).to_have_count(1)
    expect(forms(kodomo).get_by_role("button", name=f"{OTHER}の記入例を出す")).to_be_visible()
    kodomo.page.keyboard.press("Escape")
    expect(forms(kodomo)).to_have_count(0)
    expect(opener).to_be_focused()

    # The procedure's own form is first and has the focus: open, and Enter.
    guide = kodomo.page.get_by_role("region", name="手続きの案内")
    named = guide.get_by_role("option", name=re.compile("児童手当")).first.get_attribute("value")
    guide.get_by_role("combobox").select_option(named)
    expect(guide.get_by_role("listitem").first).to_be_visible()
    opener.click()
    near = forms(kodomo).get_by_role("list", name="このご用の様式")
    expect(near.get_by_role("button", name=f"{TITLE}の記入例を出す")).to_be_focused()
    assert violations(kodomo.page) == []
    kodomo.shot("desk-sample-choose")
    kodomo.page.keyboard.press("Enter")
    assert whole(kodomo) > 0.9
    assert whole(ayama) > 0.9, "the resident sees all of it, as large as it can be"
    expect(forms(kodomo)).to_have_count(0)
    expect(ayama.page.locator(".paper-tag")).to_contain_text("記入例（書き方の見本）")
    assert kodomo.page.locator(STILL).get_attribute("alt") == f"記入例　{TITLE}"
    ayama.sees(".paper-inset video", AYAMA_PAPER)
    kodomo.sees(".paper-side video", AYAMA_PAPER)

    kodomo.press("印をつける")
    drag(kodomo, (0.42, 0.2), (0.6, 0.25))
    marked_alike(ayama, kodomo)
    kodomo.page.keyboard.press("Escape")
    for size in ((1920, 1080), (1280, 1024)):
        for person, side in ((kodomo, "desk"), (ayama, "kiosk")):
            person.page.set_viewport_size({"width": size[0], "height": size[1]})
            person.page.wait_for_timeout(500)
            person.shot(f"{side}-sample-{size[0]}")
        assert layout.cut(ayama.page) == []
    for person in (kodomo, ayama):
        person.page.set_viewport_size({"width": 1920, "height": 1080})
    assert unfit(ayama.page) == []

    # The blank one, and on paper beside the resident.
    opener.click()
    kodomo.press(f"{TITLE}の白紙を出す")
    expect(ayama.page.locator(".paper-tag")).to_contain_text("何も書いていない用紙")
    server.command("printer", "set", "ayama", printer.uri)
    kodomo.press("この用紙を印刷")
    wait_for(lambda: len(printer.printed()) == 1)
    with pypdfium2.PdfDocument(printer.printed()[0]) as document:
        text = document[0].get_textpage().get_text_range()
    assert "児童手当" in text
    assert "記入例" not in text
    server.command("printer", "forget", "ayama")

    # What lies there already comes back by the same touch and is not laid twice; put away, the paper is seen.
    opener.click()
    kodomo.press(f"{TITLE}の記入例を出す")
    expect(ayama.page.locator(".paper-tag")).to_contain_text("記入例")
    expect(kodomo.page.locator(".paper-thumbs li")).to_have_count(3)
    kodomo.press("しまう")
    for person in (ayama, kodomo):
        expect(person.page.locator(TABLE)).to_have_attribute("data-shown", "live")
    expect(kodomo.page.locator(".paper-thumbs li")).to_have_count(2)
    kodomo.press("通話を終わる")
    for person in (ayama, kodomo):
        assert (person.foreign, person.problems) == ([], [])
