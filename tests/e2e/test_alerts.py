"""Somebody practises: the false alarm comes by a real relay, web server and lamp, and by screen and sound."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import CHROMIUM
from tests.e2e.people import Cast, Person
from tests.e2e.server import Server
from tests.outside import HOST, Hook, Post, hook, lamp

COUNT_TONES = """
  window.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) { window.tones += 1; return start.apply(this, at); };
"""
HALF_A_MINUTE = 30_000


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    made.open()
    yield made
    made.close()


@pytest.fixture
def other() -> Iterator[Hook]:
    with hook() as made:
        yield made


@pytest.fixture
def server(tmp_path: Path, post: Post, other: Hook) -> Iterator[Server]:
    own = Server(
        tmp_path / "data",
        IGA_ALERT_RELAY=f"smtp://{HOST}:{post.port}",
        IGA_ALERT_FROM="madoguchi@city.example",
        IGA_ALERT_TO="kyoku@city.example,hoshu@city.example",
        IGA_ALERT_WEBHOOK=f"http://{HOST}:{other.port}/alerts",
        IGA_ALERT_COMMAND=str(lamp(tmp_path)),
        IGA_ALERT_QUIET="18:00-08:00",
    )
    own.start()
    yield own
    own.stop()


@pytest.mark.long
def test_a_drill_arrives_by_every_means_and_says_that_it_is_one(
    cast: Cast, server: Server, post: Post, other: Hook, tmp_path: Path
) -> None:
    bureau = cast.admin()
    bureau.context.add_init_script(COUNT_TONES)
    bureau.page.get_by_role("link", name="知らせ", exact=True).click()
    bureau.on("admin.alerts")
    bureau.page.reload()
    bureau.on("admin.alerts")
    heading = bureau.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("届くかどうか、まだ確かめていない手段があります")
    _shots(bureau, "alerts-new")

    before = bureau.page.evaluate("window.tones")
    bureau.press("知らせの練習をする")
    strip = bureau.page.locator(".alarm")
    expect(strip).to_contain_text("【練習】知らせの練習です")
    arrived = bureau.page.locator(".alert-drill li")
    for means in ("管理の画面と音", "メール", "ほかのシステム", "警告灯"):
        expect(arrived.filter(has_text=means)).to_contain_text("届きました")
    expect(arrived.filter(has_text="管理の画面と音")).to_contain_text("音も出ました")
    expect(heading).to_have_text("知らせは届いています")
    assert bureau.page.evaluate("window.tones") > before, "it was really played"
    assert [subject.startswith("【練習】") for subject in post.subjects] == [True]
    assert [one["drill"] for one in other.told] == [True]
    assert (tmp_path / "told").read_text().startswith("drill ")
    _shots(bureau, "alerts-drilled")
    bureau.page.get_by_role("button", name="音を止める").click()
    expect(strip).to_contain_text("音は止めてあります")

    post.close()
    ayama = cast.ayama()
    ayama.on("kiosk.standby")
    ayama.page.close()
    expect(strip).to_contain_text("阿山支所の端末につながりません", timeout=90_000)
    bureau.press("音を止める")
    _until(lambda: any(one["event"] == "raised" for one in other.told))
    raised = next(one for one in other.told if one["event"] == "raised")
    assert (raised["drill"], raised["urgent"]) == (False, True)
    assert post.subjects[1:] == [], "the relay is away"
    bureau.shot("alerts-fault")


@pytest.mark.long
def test_a_browser_that_keeps_quiet_says_so_until_somebody_touches_the_page(
    cast: Cast, browser: Browser
) -> None:
    cookies = cast.admin().context.storage_state()
    args = ["--no-sandbox", "--autoplay-policy=document-user-activation-required"]
    quiet = browser.browser_type.launch(executable_path=CHROMIUM, args=args)
    try:
        wall = cast.come_in(quiet.new_context(locale="ja-JP", storage_state=cookies), (), 0)
        eye = wall.context.new_cdp_session(wall.page)
        wall.page.goto(f"{cast.url}/admin")
        # What Playwright evaluates counts as a touch; this does not.
        seen = {"expression": "document.querySelector('.alarm')?.dataset.audible", "returnByValue": True}
        _until(lambda: eye.send("Runtime.evaluate", seen)["result"].get("value") == "no")
        strip = wall.page.locator(".alarm")
        expect(strip).to_contain_text("この画面では、まだ音が出ません")
        _shots(wall, "alerts-blocked")
        wall.press("音を出せるようにする")
        expect(strip.get_by_text("まだ音が出ません")).to_have_count(0)
    finally:
        quiet.close()


def _until(true: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < 60
        time.sleep(0.2)


def _shots(bureau: Person, name: str) -> None:
    page: Page = bureau.page
    bureau.shot(name)
    page.set_viewport_size({"width": 1280, "height": 1024})
    wide = page.evaluate("document.documentElement.scrollWidth")
    bureau.shot(f"{name}-small")
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert wide <= 1280
