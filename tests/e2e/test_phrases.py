"""The phrase board: what the desk picks is read in Vietnamese, and answered by a number and on a picture."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.eyes import unfit
from tests.e2e.people import Cast, Person
from tests.e2e.test_languages import speak

pytestmark = pytest.mark.e2e

HOW_MANY = "いっしょに住んでいる人は、何人ですか。"
HOW_MANY_VI = "Có bao nhiêu người sống cùng nhà?"
PAIN = "どこか痛いところはありますか。"
PAIN_VI = "Anh/chị có đau ở đâu không?"
VOICES = """
const local = [{ name: "near", lang: "vi-VN", localService: true }];
speechSynthesis.getVoices = () => local;
"""
WHAT_IS_SAID = """async () => {
    const { textOf } = await import("/js/phrases/voice.js");
    return textOf(document.querySelector("main"));
}"""


def begin(cast: Cast) -> tuple[Person, Person]:
    """A resident who speaks Vietnamese, answered by the desk of 国保."""
    ayama, hoken = cast.ayama(), cast.hoken()
    speak(ayama, "vi")
    ayama.press("Bắt đầu")
    ayama.page.get_by_role("button", name=re.compile("^Bảo hiểm và lương hưu")).click()
    hoken.press("応答する")
    ayama.on("kiosk.in_call")
    hoken.on("desk.in_call")
    return ayama, hoken


def test_a_sentence_is_picked_read_and_answered_by_touch(cast: Cast) -> None:
    ayama, hoken = begin(cast)
    caption = ayama.page.locator(".talk-caption")
    log = hoken.page.get_by_role("log", name="やりとり")

    # By the keyboard alone: "/" opens the board, what is typed in kana finds, Enter shows.
    hoken.page.locator("body").press("/")
    search = hoken.page.get_by_role("combobox", name="ことばをさがす（かな・漢字）")
    expect(search).to_be_focused()
    paper = hoken.page.locator(".desk-paper").bounding_box()
    board = hoken.page.locator(".ph-board").bounding_box()
    assert paper is not None
    assert board is not None
    assert board["x"] + board["width"] <= paper["x"], "the board lies over the paper"
    search.press_sequentially("なんにん すんで")
    expect(hoken.page.get_by_role("listbox", name="住民に出すことば").locator("li")).to_have_count(1)
    hoken.shot("phrases-desk-search")
    search.press("Enter")
    expect(log.locator("[data-kind=phrase]").last).to_contain_text(HOW_MANY)

    # The resident reads it large in Vietnamese, small in Japanese, and the number pad is open.
    expect(caption.get_by_role("status")).to_contain_text(HOW_MANY_VI)
    expect(caption.locator(".talk-ja")).to_have_text(HOW_MANY)
    expect(caption.locator("svg.talk-sign path").first).to_be_visible()
    pad = ayama.page.get_by_role("dialog", name=HOW_MANY_VI)
    expect(pad).to_be_visible()
    expect(ayama.page.locator(".face")).to_be_visible()
    send = pad.get_by_role("button", name="Gửi câu trả lời này")
    expect(send).to_be_disabled()
    pad.get_by_role("button", name="4", exact=True).click()
    assert unfit(ayama.page) == []
    ayama.shot("phrases-kiosk-number")
    send.click()
    expect(pad).to_have_count(0)
    expect(log.locator("[data-kind=answer]").last).to_contain_text("4")

    # By the mouse: the tab of a moment, and a sentence of it that is answered on the picture of a body.
    hoken.page.get_by_role("button", name="聞き取り", exact=True).click()
    hoken.shot("phrases-desk-tab")
    hoken.page.get_by_role("option", name=PAIN).click()
    expect(caption.get_by_role("status")).to_contain_text(PAIN_VI)
    assert unfit(ayama.page) == []
    ayama.shot("phrases-kiosk-sentence")
    ayama.press("Chỉ trên hình cơ thể")
    figure = ayama.page.get_by_role("dialog", name=PAIN_VI)
    figure.locator("rect[data-part=knee]").first.click()
    expect(figure.get_by_role("button", name="Đầu gối")).to_have_attribute("aria-pressed", "true")
    assert unfit(ayama.page) == []
    ayama.shot("phrases-kiosk-body")
    figure.get_by_role("button", name="Gửi câu trả lời này").click()
    expect(log.locator("[data-kind=answer]").last).to_contain_text("ひざ")
    expect(ayama.page.locator(".talk-mine")).to_contain_text("Đầu gối")

    # What was used last is the first tab; by touch alone "once more" is said.
    expect(hoken.page.get_by_role("button", name="最近", exact=True)).to_be_visible()
    ayama.press("Xin nói lại một lần nữa")
    expect(log.locator("[data-kind=answer]").last).to_contain_text("もう一度お願いします")
    hoken.shot("phrases-desk-answered")
    assert ayama.foreign == []
    assert (ayama.problems, hoken.problems) == ([], [])
    hoken.press("通話を終わる")


def test_a_day_and_the_family_are_touched(cast: Cast) -> None:
    ayama, hoken = begin(cast)
    log = hoken.page.get_by_role("log", name="やりとり")
    pick(hoken, "生年月日を教えて")
    pad = ayama.page.get_by_role("dialog")
    expect(pad).to_be_visible()
    for digit in "550431":
        pad.get_by_role("button", name=digit, exact=True).click()
    expect(pad.get_by_role("alert")).to_have_text("Ngày này không có trong lịch.")
    for _ in range(2):
        pad.get_by_role("button", name="Xóa").click()
    for digit in "01":
        pad.get_by_role("button", name=digit, exact=True).click()
    assert unfit(ayama.page) == []
    ayama.shot("phrases-kiosk-date")
    pad.get_by_role("button", name="Gửi câu trả lời này").click()
    expect(log.locator("[data-kind=answer]").last).to_contain_text("昭和55年（1980年）4月1日")
    expect(ayama.page.locator(".talk-mine")).to_contain_text("ngày 1 tháng 4 năm 1980")

    pick(hoken, "どなたの手続きですか")
    pad = ayama.page.get_by_role("dialog")
    pad.get_by_role("button", name="Mẹ").click()
    assert unfit(ayama.page) == []
    ayama.shot("phrases-kiosk-family")
    ayama.page.keyboard.press("Escape")
    expect(pad).to_have_count(0)
    again = ayama.page.get_by_role("button", name="Chỉ trên hình gia đình")
    expect(again).to_be_focused()
    again.press("Enter")
    pad.get_by_role("button", name="Mẹ").click()
    pad.get_by_role("button", name="Gửi câu trả lời này").click()
    expect(log.locator("[data-kind=answer]").last).to_contain_text("母")

    pick(hoken, "1か月に、いくらなら")
    work = ayama.page.get_by_role("dialog").locator(".ph-work")
    expect(work).to_be_focused()
    ayama.page.keyboard.type("12000")
    ayama.shot("phrases-kiosk-money")
    ayama.press("Gửi câu trả lời này")
    expect(log.locator("[data-kind=answer]").last).to_contain_text("12,000円")
    hoken.press("通話を終わる")


def test_the_screen_is_read_aloud_only_by_a_voice_of_the_terminal(cast: Cast) -> None:
    ayama = cast.ayama()
    expect(ayama.page.get_by_role("button", name="読み上げる")).to_have_count(0)
    ayama.page.add_init_script(VOICES)
    ayama.page.reload()
    ayama.on("kiosk.standby")
    expect(ayama.page.get_by_role("button", name="読み上げる")).to_have_count(0)
    speak(ayama, "vi")
    expect(ayama.page.get_by_role("button", name="Đọc to")).to_be_visible()
    ayama.page.wait_for_timeout(400)
    assert unfit(ayama.page) == []
    ayama.shot("phrases-kiosk-aloud")
    said = ayama.page.evaluate(WHAT_IS_SAID)
    assert "Cùng xem giấy tờ trên màn hình trong lúc viết." in said
    assert "Bắt đầu" in said
    assert "Chữ to hơn" not in said, "the dock is no text of the screen"
    speak(ayama, "ja-easy")
    said = ayama.page.evaluate(WHAT_IS_SAID)
    assert said
    assert "《" not in said


def pick(hoken: Person, text: str) -> None:
    """The desk types a part of a sentence and takes the first that is found."""
    search = hoken.page.get_by_role("combobox", name="ことばをさがす（かな・漢字）")
    if not search.count():
        hoken.page.get_by_role("button", name="ことば集").click()
    search.fill(text)
    search.press("Enter")
    expect(search).to_have_value("")
