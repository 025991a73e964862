"""A power cut, on the real upsd: every screen says it, nobody is cut off, and afterwards all is as it was."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Cast, Person
from tests.e2e.server import Server
from tests.nut import Upsd, nut


@pytest.fixture
def upsd() -> Iterator[Upsd]:
    # Browsers leave little of the processors: an old reading is no fault here.
    with nut(max_age_s=30) as running:
        yield running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    own = Server(tmp_path / "data")
    own.start()
    yield own
    own.stop()


def says(person: Person, words: str, seconds: float = 5) -> None:
    note = person.page.locator(".power-note")
    expect(note).to_contain_text(words, timeout=seconds * 1000)


@pytest.mark.long
def test_a_power_cut_is_said_everywhere_and_all_comes_back(cast: Cast, server: Server, upsd: Upsd) -> None:
    bureau, ayama, kodomo = cast.admin(), cast.ayama(), cast.kodomo()
    _register(bureau, upsd)

    ayama.press("相談をはじめる")
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    kodomo.press("応答する")
    ayama.on("kiosk.in_call")

    upsd.say("OB DISCHRG", runtime="1500", charge="80")
    began = time.monotonic()
    for person in (ayama, kodomo, bureau):
        says(person, "停電しています")
    took = time.monotonic() - began
    assert took < 5, took
    says(ayama, "あと約20分使えます。通話は続けられます。")
    for name, person in (("kiosk", ayama), ("desk", kodomo), ("bureau", bureau)):
        person.shot(f"power-{name}-battery")

    upsd.say("OB DISCHRG", runtime="500", charge="30")
    says(ayama, "お話は、いまのうちに終えてください")
    says(kodomo, "まもなくサーバーを止めます")
    ayama.on("kiosk.in_call")
    ayama.shot("power-kiosk-low")
    kodomo.shot("power-desk-low")
    assert server.command("power", "status")["holds_calls"]

    upsd.say("OL CHRG", runtime="600", charge="31")
    for person in (ayama, kodomo, bureau):
        expect(person.page.locator(".power-note")).to_have_count(0, timeout=20_000)
    ayama.on("kiosk.in_call")
    expect(bureau.page.locator("td", has_text="電気がもどりました")).to_be_visible()

    _stop_and_come_back(server, upsd, ayama, kodomo)
    ayama.press("通話を終わる")
    kodomo.on("desk.board")


def _register(bureau: Person, upsd: Upsd) -> None:
    bureau.page.get_by_role("link", name="電源").click()
    bureau.on("admin.power")
    expect(bureau.page.get_by_role("heading", level=1)).to_have_text(
        "UPS は登録されていません", timeout=15_000
    )
    bureau.page.get_by_label("UPS の名前").fill("ups1")
    bureau.page.get_by_label("ポート").fill(str(upsd.port))
    bureau.page.get_by_label("NUT の利用者").fill("madoguchi")
    bureau.page.get_by_label("パスワード").fill("secret")
    bureau.press("この UPS を使う")
    expect(bureau.page.get_by_role("heading", level=1)).to_have_text(
        "停電への備えは、正常です", timeout=10_000
    )
    bureau.shot("power-page-well")


def _stop_and_come_back(server: Server, upsd: Upsd, ayama: Person, kodomo: Person) -> None:
    """The battery is at its end: the stop is ordered, the machine goes down, and comes back with power."""
    upsd.say("OB LB", runtime="60", charge="5")
    says(ayama, "電気がもどると、自動で始まります")
    assert "FSD" in upsd.until(has="FSD").words, "upsmon stops the machine now"
    server.stop()
    upsd.restart()
    server.start()
    for person in (ayama, kodomo):
        expect(person.page.locator(".power-note")).to_have_count(0, timeout=40_000)
    ayama.on("kiosk.in_call")
    kodomo.on("desk.in_call")
    ayama.shot("power-kiosk-back")
