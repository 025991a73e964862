"""Every screen of the residents is for everybody: by eye, by touch, by keyboard alone, in each language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from iga_madoguchi.kit import ruby
from iga_madoguchi.ui.text.languages import LANGUAGES
from tests.e2e.eyes import told, unfit
from tests.e2e.people import Cast, Person
from tests.e2e.test_languages import NAMES, speak

pytestmark = pytest.mark.e2e

FOCUSED = """() => {
  const one = document.activeElement;
  return (one.getAttribute("aria-label") ?? one.textContent).trim();
}"""
LARGE = ("100 %", "150 %", "200 %")
COLOURS = ("standard", "high contrast", "dark")


class Round:
    """What was found wrong so far, by screen."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.faults: dict[str, list[str]] = {}

    def look(self, name: str) -> None:
        self.person.page.wait_for_timeout(400)  # what fades in has no contrast yet
        found = unfit(self.person.page)
        if found:
            self.faults[name] = found
            self.person.shot(f"access-{name.replace(' ', '-')}")

    def passed(self) -> None:
        assert self.faults == {}, told(self.faults)


def each_look(ayama: Person, round_: Round, screen: str) -> None:
    """The screen in every size, in every colour, and in the last of both; and back."""
    for colour in COLOURS:
        for size in LARGE:
            if colour == COLOURS[0] or size in (LARGE[0], LARGE[-1]):
                round_.look(f"{screen} {colour} {size}")
            ayama.press("文字を大きく")
        ayama.press("画面の色")


def test_before_the_call(cast: Cast) -> None:
    cast.kodomo()
    ayama = cast.ayama()
    page, round_ = ayama.page, Round(ayama)
    each_look(ayama, round_, "standby")
    for name, open_, close in panels(ayama):
        open_()
        expect(page.get_by_role("dialog")).to_be_visible()
        round_.look(name)
        close()
        expect(page.get_by_role("dialog")).to_have_count(0)
    ayama.press("相談をはじめる", exact=False)
    ayama.on("kiosk.choose")
    each_look(ayama, round_, "choose")
    page.locator(".chip").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    round_.look("matter")
    page.keyboard.press("Escape")
    ayama.press("ことばで探す", exact=False)
    round_.look("search")
    round_.passed()


def panels(ayama: Person) -> list[tuple[str, Callable[[], None], Callable[[], None]]]:
    """What opens over the standby screen, and how."""

    def escape() -> None:
        ayama.page.keyboard.press("Escape")

    return [
        (name, lambda name=name: ayama.press(name), escape)
        for name in ("ことば (Language)", "職員を呼ぶ", "予約番号をお持ちの方")
    ]


def test_in_the_call_and_after_it(cast: Cast) -> None:
    kodomo, ayama = cast.kodomo(), cast.ayama()
    page, round_ = ayama.page, Round(ayama)
    ayama.press("相談をはじめる", exact=False)
    page.get_by_role("button", name="こども未来課", exact=False).first.click()
    ayama.on("kiosk.waiting")
    each_look(ayama, round_, "waiting")
    kodomo.press("応答する")
    ayama.on("kiosk.in_call")
    each_look(ayama, round_, "in call")
    for code in NAMES:
        speak(ayama, code)
        round_.look(f"in call {code}")
    speak(ayama, "ja")
    kodomo.press("保留")
    expect(page.locator(".held")).to_be_visible()
    round_.look("held")
    kodomo.press("再開")
    ayama.press("通話を終わる")
    ayama.on("kiosk.finished")
    each_look(ayama, round_, "finished")
    round_.passed()


@pytest.mark.long
def test_in_every_language(cast: Cast) -> None:
    ayama = cast.ayama()
    round_ = Round(ayama)
    for code in NAMES:
        speak(ayama, code)
        round_.look(f"standby {code}")
        ayama.page.locator(".start").click()
        ayama.on("kiosk.choose")
        round_.look(f"choose {code}")
        ayama.press(ruby.plain(LANGUAGES[code].kiosk.to_start))
        ayama.on("kiosk.standby")
    round_.passed()


def test_the_screens_flow_into_a_narrow_window(cast: Cast) -> None:
    """320 CSS pixels, as with four times larger letters: nothing is cut off to the side."""
    ayama = cast.ayama()
    page = ayama.page
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate(wide) <= 0
    ayama.press("相談をはじめる", exact=False)
    ayama.on("kiosk.choose")
    assert page.evaluate(wide) <= 0


def test_a_whole_call_by_keyboard_alone(cast: Cast) -> None:
    kodomo, ayama = cast.kodomo(), cast.ayama()
    page = ayama.page

    def tab_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if focused.startswith(name):
                return
        raise AssertionError(f"{name} is out of reach of the Tab key")

    tab_to("相談をはじめる")
    page.keyboard.press("Enter")
    ayama.on("kiosk.choose")
    tab_to("こども未来課")
    page.keyboard.press("Enter")
    ayama.on("kiosk.waiting")
    kodomo.page.keyboard.press("Enter")  # the ring has the focus
    kodomo.on("desk.in_call")
    ayama.on("kiosk.in_call")
    tab_to("文字を大きく")
    page.keyboard.press("Space")
    tab_to("職員を呼ぶ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    # The focus is back where the panel was opened.
    assert page.evaluate("() => document.activeElement.textContent").strip() == "職員を呼ぶ"
    tab_to("通話を終わる")
    page.keyboard.press("Enter")
    ayama.on("kiosk.finished")
    tab_to("はじめにもどる")
    page.keyboard.press("Enter")
    ayama.on("kiosk.standby")
