"""Whoever reads no Japanese is served all the same: seven languages, each from first touch to last."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from iga_madoguchi.kit import ruby
from iga_madoguchi.ui.text.languages import LANGUAGES
from tests.e2e.layout import cut
from tests.e2e.people import HOKEN_FACE, REMOTE, Cast, Person

pytestmark = pytest.mark.e2e
NAMES = {code: ruby.plain(language.name) for code, language in LANGUAGES.items()}
CONTRACT = ("文字を大きく", "画面の色", "ことば (Language)", "職員を呼ぶ")
FACE = "(of) => getComputedStyle(document.querySelector(of)).fontFamily.split(',')[0].replaceAll('\"', '')"
READY = (
    "(letter) => document.fonts.load('700 26px \"Noto Sans SC Variable\"', letter).then((all) => all.length)"
)
# Kanji on the screen that nobody reads who reads kana only; the officer's name is written as it is.
UNREAD = """() => {
  const walk = document.createTreeWalker(document.querySelector(".kiosk"), NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const own = "ruby, .vh, option, .nameplate > span, .lang-row, .opts-lang, .fp-page";
    const skipped = node.parentElement.closest(own);
    if (!skipped && /\\p{Script=Han}/u.test(node.data)) found.push(node.data);
  }
  return found;
}"""


def speak(person: Person, code: str) -> None:
    """Choose a language as it can be done on every screen, and wait until the page speaks it."""
    person.press("ことば (Language)")
    person.page.get_by_role("dialog").get_by_role("button", name=NAMES[code], exact=True).click()
    person.page.locator(".veil").wait_for(state="detached")
    expect(person.page.locator("html")).to_have_attribute("lang", LANGUAGES[code].tag)
    expect(person.page.locator(".dock").first).to_have_text(
        re.compile(re.escape(ruby.plain(LANGUAGES[code].kiosk.larger)[:2]))
    )


def test_a_call_in_portuguese_goes_on_in_chinese_and_in_easy_japanese(cast: Cast) -> None:
    ayama, hoken = cast.ayama(), cast.hoken()
    page = ayama.page
    for name in CONTRACT:
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    for code, name in NAMES.items():
        own = page.locator(".lang-row").get_by_role("button", name=name, exact=True)
        expect(own).to_have_attribute("lang", LANGUAGES[code].tag)

    ayama.press("Português")
    expect(page.locator("html")).to_have_attribute("lang", "pt-BR")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Fale com o setor certosem ir até a prefeitura."
    )
    ayama.press("Começar")
    expect(page.locator(".chip").first).to_have_text(re.compile("caderneta"))
    page.get_by_role("button", name=re.compile("^Seguro e Aposentadoria")).click()
    ayama.on("kiosk.waiting")
    expect(page.get_by_role("status").filter(has_text="Chamando: Seguro e Aposentadoria.")).to_be_visible()
    expect(hoken.page.get_by_role("alertdialog")).to_contain_text("Português")
    hoken.press("応答する")
    ayama.on("kiosk.in_call")
    ayama.sees(REMOTE, HOKEN_FACE)
    page.evaluate("(of) => { document.querySelector(of).dataset.kept = 'yes'; }", REMOTE)

    told = hoken.page.get_by_role("listitem")
    expect(told.filter(has_text="Português").first).to_be_visible()
    speak(ayama, "zh")
    expect(told.filter(has_text="中文").first).to_be_visible()
    expect(page.get_by_role("button", name="结束谈话", exact=True)).to_be_visible()
    assert page.evaluate(FACE, ".dock .btn") == "Noto Sans SC Variable"
    assert page.evaluate(FACE, ".nameplate [lang=ja]") == "Noto Sans JP Variable"
    assert page.evaluate(READY, "结") > 0, "it comes from our own server"
    ayama.shot("languages-call-zh")

    speak(ayama, "ja-easy")
    end = page.get_by_role("button", name="話を 終わる", exact=True)
    expect(end).to_be_visible()
    expect(end.locator("rt")).to_have_text(["はなし", "お"])
    expect(end.locator("rt").first).to_have_attribute("aria-hidden", "true")
    assert page.evaluate(UNREAD) == []
    ayama.shot("languages-call-ja-easy")
    assert page.evaluate("(of) => document.querySelector(of).dataset.kept", REMOTE) == "yes"
    ayama.sees(REMOTE, HOKEN_FACE)

    end.click()
    ayama.on("kiosk.finished")
    assert page.evaluate(UNREAD) == []
    ayama.press("はじめに もどる")
    ayama.on("kiosk.standby")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator(".hero ruby")).to_have_count(0)
    assert ayama.foreign == []


def test_a_language_changes_the_page_at_once(cast: Cast) -> None:
    """From the touch to the new words, in the browser; ms."""
    ayama = cast.ayama()
    took = []
    for code in ("es", "vi", "zh", "ja-easy", "en", "pt", "ja"):
        ayama.press("ことば (Language)")
        button = ayama.page.get_by_role("dialog").get_by_role("button", name=NAMES[code], exact=True)
        took.append(
            button.evaluate(
                """(button, lang) => new Promise((done) => {
                    const began = performance.now();
                    const title = document.querySelector(".hero h1");
                    const before = title.textContent;
                    const look = () => title.textContent !== before && done(performance.now() - began);
                    const all = { subtree: true, childList: true, characterData: true };
                    new MutationObserver(look).observe(title, all);
                    button.click();
                })"""
            )
        )
    print("touch to new words, ms:", [round(one) for one in took])  # noqa: T201
    assert sorted(took)[len(took) // 2] < 250, took


@pytest.mark.parametrize(
    ("size", "larger"),
    [
        pytest.param((1920, 1080), 0, id="1920"),
        pytest.param((1280, 1024), 0, marks=pytest.mark.long, id="1280"),
        pytest.param((1920, 1080), 2, marks=pytest.mark.long, id="1920-200"),
    ],
)
def test_nothing_is_cut_in_any_language(cast: Cast, size: tuple[int, int], larger: int) -> None:
    ayama, hoken = cast.ayama(), cast.hoken()
    page = ayama.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for _ in range(larger):
        ayama.press("文字を大きく")
    found: dict[str, list[str]] = {}

    def look(where: str) -> None:
        for code in LANGUAGES:
            speak(ayama, code)
            page.wait_for_timeout(150)  # the catalogue's words follow
            found[f"{where} {code}"] = cut(page)
            ayama.shot(f"languages-{size[0]}-{larger}-{where}-{code}")

    look("standby")
    speak(ayama, "ja")
    ayama.press("相談をはじめる", exact=False)
    ayama.on("kiosk.choose")
    look("choose")
    for code in LANGUAGES:
        speak(ayama, code)
        page.locator(".chip").first.click()
        sheet = page.get_by_role("dialog")
        expect(sheet.get_by_role("heading").first).to_be_in_viewport(ratio=1)
        expect(sheet.get_by_role("button").last).to_be_in_viewport(ratio=1)
        ayama.shot(f"languages-{size[0]}-{larger}-matter-{code}")
        page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
    speak(ayama, "ja")
    page.get_by_role("button", name=re.compile("^保険年金課")).click()
    ayama.on("kiosk.waiting")
    look("waiting")
    hoken.press("応答する")
    ayama.on("kiosk.in_call")
    look("in call")
    field = hoken.page.get_by_role("textbox", name="書いて伝える")
    field.fill("国民健康保険に入る日は、会社をやめた次の日です。きょう、ここで手続きができます。")
    field.press("Enter")
    expect(page.locator(".talk-text")).to_be_visible()
    look("caption")
    speak(ayama, "ja")
    ayama.press("通話を終わる")
    ayama.on("kiosk.finished")
    look("finished")
    assert {where: what for where, what in found.items() if what} == {}


def test_what_can_be_done_here_is_said_in_the_language_of_the_screen(cast: Cast) -> None:
    ayama = cast.ayama()
    slides = ayama.page.locator(".slides")
    ayama.press("Tiếng Việt")
    expect(slides).to_contain_text("Xin chuẩn bị")
    expect(slides).to_contain_text("Kokuho")
    ayama.press("日本語")
    expect(slides).not_to_contain_text("Kokuho")
    expect(slides).to_contain_text("国民健康保険")
