"""A call outlives what happens around it: the server's death, a device's, a second tab."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.people import AYAMA_FACE, AYAMA_HZ, AYAMA_PAPER, KODOMO_FACE, PAPER, REMOTE, Cast, Person
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e


def connect(ayama: Person, kodomo: Person) -> None:
    """A call from Ayama to こども未来課, answered."""
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    kodomo.press("応答する")
    ayama.on("kiosk.in_call")
    kodomo.on("desk.in_call")


@pytest.fixture
def own_cast(browser: Browser, own_server: Server) -> Iterator[Cast]:
    cast = Cast(browser, own_server)
    yield cast
    cast.close()


def test_the_server_is_killed_and_both_are_back_in_the_same_call(own_cast: Cast, own_server: Server) -> None:
    ayama, kodomo = own_cast.ayama(), own_cast.kodomo()
    connect(ayama, kodomo)
    kodomo.sees(REMOTE, AYAMA_FACE)
    own_server.kill()
    expect(ayama.page.get_by_text(re.compile("そのままお待ちください")).first).to_be_visible(timeout=10_000)
    ayama.shot("kiosk-lost")
    own_server.start()
    ready = time.monotonic()
    kodomo.sees(REMOTE, AYAMA_FACE)
    ayama.sees(REMOTE, KODOMO_FACE)
    kodomo.sees(PAPER, AYAMA_PAPER)
    kodomo.hears(AYAMA_HZ)
    assert time.monotonic() - ready < 30, "the figure itself is the bench's; this only says that it happens"
    ayama.on("kiosk.in_call")
    kodomo.on("desk.in_call")
    ayama.press("通話を終わる")
    kodomo.on("desk.board")


def test_paper_goes_off_and_on_and_no_old_page_stays(cast: Cast) -> None:
    ayama, kodomo = cast.ayama(), cast.kodomo()
    connect(ayama, kodomo)
    kodomo.sees(PAPER, AYAMA_PAPER)
    ayama.page.get_by_role("button", name=re.compile("用紙.*(やめる|かくす|とめる)")).click()
    expect(kodomo.page.locator(PAPER)).to_have_count(0)
    expect(kodomo.page.get_by_text("用紙は映っていません").first).to_be_visible()
    ayama.page.get_by_role("button", name=re.compile("用紙を(見せる|映す)")).click()
    kodomo.sees(PAPER, AYAMA_PAPER)
    ayama.press("通話を終わる")


def test_a_camera_pulled_out_is_said_and_the_voice_goes_on(cast: Cast) -> None:
    ayama, kodomo = cast.ayama(), cast.kodomo()
    connect(ayama, kodomo)
    kodomo.sees(REMOTE, AYAMA_FACE)
    ayama.page.evaluate("""async () => {
        const devices = await navigator.mediaDevices.enumerateDevices();
        fakecam.unplug(devices.find((one) => one.label === "顔カメラ").deviceId);
    }""")
    expect(ayama.page.get_by_text(re.compile("カメラが外れました")).first).to_be_visible()
    # The small picture says it too, in words that fit.
    own = ayama.page.locator(".self")
    expect(own).to_contain_text("カメラは映っていません")
    assert own.evaluate("(box) => box.scrollHeight <= box.clientHeight + 2")
    expect(kodomo.page.locator(REMOTE)).to_have_count(0)
    kodomo.hears(AYAMA_HZ)
    kodomo.sees(PAPER, AYAMA_PAPER)
    ayama.press("通話を終わる")


def test_no_camera_and_a_refused_one_still_talk(cast: Cast) -> None:
    ayama = cast.branch("ayama", [], AYAMA_HZ)
    kodomo = cast.kodomo()
    connect(ayama, kodomo)
    expect(ayama.page.get_by_text(re.compile("カメラが見つかりません")).first).to_be_visible()
    kodomo.hears(AYAMA_HZ)
    ayama.press("通話を終わる")
    ayama.on("kiosk.finished")


def test_a_second_tab_of_the_same_terminal_takes_over_and_says_so(cast: Cast) -> None:
    ayama, kodomo = cast.ayama(), cast.kodomo()
    connect(ayama, kodomo)
    second = Person(ayama.context.new_page(), ayama.context)
    second.page.goto(ayama.page.url)
    expect(ayama.page.get_by_text(re.compile("べつの画面|別の画面")).first).to_be_visible()
    second.on("kiosk.in_call")
    second.press("通話を終わる")
    kodomo.on("desk.board")
