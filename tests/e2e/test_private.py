"""ないしょで答える: asked at the desk, answered by touch, read while a finger holds it, gone everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import fakecam
from tests.e2e.eyes import unfit
from tests.e2e.layout import cut
from tests.e2e.people import AYAMA_FACE, AYAMA_HZ, AYAMA_PAPER, CONTEXT, Cast, Person
from tests.e2e.server import Server
from tests.e2e.test_move_on import place
from tests.fakecam import Microphone

pytestmark = pytest.mark.e2e

QUESTION = "ご結婚について教えてください"
CALM = "声に出さなくて大丈夫です。画面でお答えください。担当だけに見えます。"
SENT = "送りました。画面から消えました。"
SIZES = """(root) => [...root.querySelectorAll("button")].map((one) => {
    const box = one.getBoundingClientRect();
    return { text: one.textContent, height: box.height, width: box.width };
})"""


@pytest.fixture
def own_cast(browser: Browser, own_server: Server) -> Iterator[Cast]:
    cast = Cast(browser, own_server)
    yield cast
    cast.close()


def talk(branch: Person, desk: Person) -> None:
    place(branch, "保険年金課")
    desk.press("応答する")
    desk.on("desk.in_call")
    branch.on("kiosk.in_call")


def panel(desk: Person) -> Locator:
    return desk.page.get_by_test_id("private-desk")


def sheet(branch: Person) -> Locator:
    return branch.page.get_by_test_id("private-sheet")


def ask(desk: Person, question: str) -> None:
    panel(desk).get_by_role("button", name="ないしょの質問").click()
    panel(desk).get_by_role("button", name=question).click()
    expect(panel(desk)).to_contain_text("答えを待っています。")


def uncovered(page: Page, answer: str) -> None:
    """The answer is seen while the mouse holds it, and only then."""
    place = page.get_by_test_id("private-answer")
    expect(place).to_be_visible()
    assert answer not in page.content()
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    expect(place).to_have_text(answer)


def covered_again(page: Page, answer: str) -> None:
    page.mouse.up()
    expect(page.get_by_test_id("private-answer")).to_have_text("押している間だけ見る")
    assert answer not in page.content()


def test_the_resident_answers_by_touch_and_nothing_is_left(cast: Cast) -> None:
    ayama, hoken, staff = cast.ayama(), cast.hoken(), cast.branch_staff("ayama")
    frames: list[str] = []
    staff.page.on(
        "websocket", lambda opened: opened.on("framereceived", lambda data: frames.append(str(data)))
    )
    staff.page.reload()
    talk(ayama, hoken)
    ayama.press("ないしょで答える")
    expect(panel(hoken)).to_contain_text("声に出さずに答えたいそうです")
    meter = ayama.page.get_by_test_id("voice")
    expect(meter).to_have_attribute("data-level", "good", timeout=10_000)
    expect(meter).to_contain_text("小さな声で大丈夫です")
    ayama.shot("private-kiosk-wish")
    hoken.shot("private-desk-wish")

    panel(hoken).get_by_role("button", name="ないしょの質問").click()
    panel(hoken).get_by_role("searchbox").fill("離婚")
    expect(panel(hoken).get_by_role("listitem")).to_have_count(1)
    hoken.shot("private-desk-search")
    panel(hoken).get_by_role("searchbox").fill("")
    hoken.page.set_viewport_size({"width": 1280, "height": 1024})
    hoken.shot("private-desk-list-1280")
    panel(hoken).get_by_role("button", name=QUESTION).click()
    expect(panel(hoken)).to_contain_text("答えを待っています。")
    hoken.shot("private-desk-waiting-1280")

    expect(sheet(ayama)).to_contain_text(CALM)
    expect(sheet(ayama).get_by_role("heading", name=QUESTION)).to_be_focused()
    beside(ayama)
    for button in sheet(ayama).evaluate(SIZES):
        assert button["height"] >= 72, button
    assert cut(ayama.page) == []
    assert unfit(ayama.page) == []
    ayama.shot("private-kiosk-question")
    ayama.page.reload()
    ayama.on("kiosk.in_call")
    expect(sheet(ayama)).to_contain_text(QUESTION)
    sheet(ayama).get_by_role("button", name="離婚した").click()
    expect(ayama.page.get_by_text(SENT)).to_be_visible()
    expect(sheet(ayama)).to_have_count(0)
    ayama.shot("private-kiosk-sent")
    expect(ayama.page.get_by_text(SENT)).to_have_count(0, timeout=8000)
    assert "離婚" not in ayama.page.content()

    expect(panel(hoken)).to_contain_text("答えが届きました。押している間だけ見えます。")
    expect(panel(hoken).get_by_role("button", name="読みました（消す）")).to_be_disabled()
    hoken.shot("private-desk-covered-1280")
    uncovered(hoken.page, "離婚した")
    hoken.shot("private-desk-uncovered-1280")
    covered_again(hoken.page, "離婚した")
    panel(hoken).get_by_role("button", name="読みました（消す）").click()
    expect(panel(hoken).get_by_role("button", name="ないしょの質問")).to_be_visible()
    expect(panel(hoken)).not_to_contain_text(QUESTION)
    assert frames, "the staff's screen was listening at all"
    for word in (QUESTION, "離婚した"):
        assert word not in staff.page.content()
        assert not any(word in frame for frame in frames)
    ayama.press("通話を終わる")
    hoken.on("desk.board")


def test_numbers_several_choices_and_a_question_of_its_own(cast: Cast) -> None:
    ayama, hoken = cast.ayama(), cast.hoken()
    talk(ayama, hoken)
    ask(hoken, "先月、入ったお金はいくらですか")
    for key in ("1", "2", "3", "0", "0", "0"):
        sheet(ayama).get_by_role("button", name=key, exact=True).click()
    expect(sheet(ayama).get_by_role("status").first).to_contain_text("123,000")
    for button in sheet(ayama).evaluate(SIZES):
        assert button["height"] >= 72, button
        assert button["width"] >= 72, button
    ayama.shot("private-kiosk-pad")
    sheet(ayama).get_by_role("button", name="この答えを送る").click()
    read(hoken, "123,000円")

    ask(hoken, "仕事をやめたのは何月ですか")
    sheet(ayama).get_by_role("button", name="9", exact=True).click()
    sheet(ayama).get_by_role("button", name="9", exact=True).click()
    expect(sheet(ayama)).to_contain_text("1から12までの数字")
    expect(sheet(ayama).get_by_role("button", name="この答えを送る")).to_be_disabled()
    sheet(ayama).get_by_role("button", name="わからない").click()
    read(hoken, "わからない")

    ask(hoken, "どんな病気のことですか")
    for choice in ("心臓・脳・血圧", "こころ"):
        sheet(ayama).get_by_role("button", name=choice).click()
    ayama.shot("private-kiosk-several")
    assert cut(ayama.page) == []
    sheet(ayama).get_by_role("button", name="この答えを送る").click()
    read(hoken, "心臓・脳・血圧、こころ")

    panel(hoken).get_by_role("button", name="ないしょの質問").click()
    panel(hoken).get_by_role("button", name="質問を書く").click()
    panel(hoken).get_by_label("質問", exact=True).fill("通帳はどなたが持っていますか")
    panel(hoken).get_by_label("答え（1行に1つ、2つから8つ）").fill("わたし")
    panel(hoken).get_by_role("button", name="たずねる").click()
    expect(panel(hoken)).to_contain_text("答えは2つから8つ")
    panel(hoken).get_by_label("答え（1行に1つ、2つから8つ）").fill("わたし\n夫")
    hoken.shot("private-desk-own")
    panel(hoken).get_by_role("button", name="たずねる").click()
    expect(sheet(ayama)).to_contain_text("通帳はどなたが持っていますか")
    ayama.shot("private-kiosk-own")
    panel(hoken).get_by_role("button", name="質問を取り消す").click()
    expect(sheet(ayama)).to_have_count(0)
    expect(ayama.page.get_by_text(SENT)).to_have_count(0)
    ayama.press("通話を終わる")
    hoken.on("desk.board")


@pytest.mark.parametrize(
    "name",
    [
        "やさしい日本語",
        "Português",
        *(
            pytest.param(name, marks=pytest.mark.long)
            for name in ("Tiếng Việt", "中文", "Español", "English")
        ),
    ],
)
def test_the_sheet_speaks_every_language(cast: Cast, name: str) -> None:
    ayama, hoken = cast.ayama(), cast.hoken()
    talk(ayama, hoken)
    ask(hoken, "在留資格を教えてください")
    expect(sheet(ayama)).to_be_visible()
    ayama.press("ことば (Language)")
    ayama.press(name)
    ayama.page.wait_for_timeout(300)
    ayama.shot(f"private-kiosk-{name}")
    assert cut(ayama.page) == []
    expect(sheet(ayama)).not_to_contain_text("在留資格を教えてください（")
    dock = ayama.page.locator(".dock button")
    for _ in range(2):
        dock.first.click()
    ayama.page.wait_for_timeout(300)
    ayama.shot(f"private-kiosk-{name}-large")
    beside(ayama)
    sheet(ayama).locator(".pk-words button").first.click()
    read(hoken, "答えたくない")
    ayama.page.locator(".dock .btn-end").click()
    hoken.on("desk.board")


def test_an_unread_answer_outlives_the_server(own_cast: Cast, own_server: Server) -> None:
    ayama, hoken = own_cast.ayama(), own_cast.hoken()
    talk(ayama, hoken)
    ask(hoken, QUESTION)
    expect(sheet(ayama)).to_be_visible()
    own_server.kill()
    own_server.start()
    expect(sheet(ayama)).to_contain_text(QUESTION)
    hoken.page.reload()
    hoken.on("desk.in_call")
    expect(panel(hoken)).to_contain_text("答えを待っています。", timeout=20_000)
    # The first touch may come before the line is there again; then it is said, and the next one arrives.
    for _ in range(10):
        if sheet(ayama).count():
            sheet(ayama).get_by_role("button", name="離婚した").click()
        ayama.page.wait_for_timeout(1000)
        if not sheet(ayama).count():
            break
    expect(panel(hoken)).to_contain_text("答えが届きました")
    own_server.kill()
    own_server.start()
    hoken.page.reload()
    hoken.on("desk.in_call")
    expect(panel(hoken)).to_contain_text("答えが届きました", timeout=20_000)
    read(hoken, "離婚した")
    data = b"".join(path.read_bytes() for path in own_server.data_dir.rglob("*.db*"))
    assert b"private_question" in data
    for text in ("離婚した", "private.question.read"):
        assert (text.encode() in data) == text.startswith("private.")


def test_the_handset_by_one_touch(browser: Browser, cast: Cast) -> None:
    context = browser.new_context(**CONTEXT)
    ayama = cast.come_in(context, [AYAMA_FACE, AYAMA_PAPER], AYAMA_HZ)
    devices = [Microphone(AYAMA_HZ, "マイク"), Microphone(880, "USB受話器")]
    ayama.page.add_init_script(fakecam.devices_script([AYAMA_FACE, AYAMA_PAPER], devices))
    ayama.page.goto(cast.enrol_url("ayama"))
    ayama.on("kiosk.standby")
    hoken = cast.hoken()
    talk(ayama, hoken)
    hoken.hears(AYAMA_HZ)
    ayama.shot("private-kiosk-handset")
    ayama.press("受話器で聞く")
    hoken.hears(880)
    ayama.press("スピーカーにもどす")
    hoken.hears(AYAMA_HZ)
    ayama.press("受話器で聞く")
    ayama.press("通話を終わる")
    hoken.on("desk.board")
    ayama.on("kiosk.finished")
    ayama.press("はじめにもどる")
    ayama.on("kiosk.standby")
    talk(ayama, hoken)
    expect(ayama.page.get_by_role("button", name="受話器で聞く")).to_be_visible()
    hoken.hears(AYAMA_HZ)
    ayama.press("通話を終わる")
    hoken.on("desk.board")


def beside(branch: Person) -> None:
    """The sheet is whole, and never over the officer's face."""
    face, over = branch.page.locator(".face").bounding_box(), sheet(branch).bounding_box()
    dock = branch.page.locator(".dock").bounding_box()
    assert face is not None
    assert over is not None
    assert dock is not None
    assert over["x"] >= face["x"] + face["width"]
    assert over["x"] + over["width"] <= 1920
    assert over["y"] >= face["y"] - 1
    assert over["y"] + over["height"] <= dock["y"]


def read(desk: Person, answer: str) -> None:
    expect(panel(desk)).to_contain_text("答えが届きました", timeout=10_000)
    uncovered(desk.page, answer)
    covered_again(desk.page, answer)
    panel(desk).get_by_role("button", name=re.compile("読みました")).click()
    expect(panel(desk).get_by_role("button", name="ないしょの質問")).to_be_visible()
