"""The first call, from the touch on the screen to the empty terminal afterwards."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.people import (
    AYAMA_FACE,
    AYAMA_HZ,
    AYAMA_PAPER,
    HOKEN_FACE,
    KODOMO_FACE,
    KODOMO_HZ,
    PAPER,
    REMOTE,
    Cast,
)
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

SLOW_OFFERS = """() => {
  const own = window.fetch;
  window.offers = 0;
  window.fetch = async (...given) => {
    const answer = own(...given);
    if (/\\/media\\/wh[ie]p\\//.test(String(given[0]))) {
      window.offers++;
      await Promise.all([answer, new Promise((done) => setTimeout(done, 1200))]);
    }
    return answer;
  };
}"""


def test_a_branch_reaches_a_department_face_voice_and_paper(cast: Cast) -> None:
    ayama, kodomo, hoken = cast.ayama(), cast.kodomo(), cast.hoken()
    ayama.shot("kiosk-standby")
    kodomo.shot("desk-board")

    ayama.press("相談をはじめる", exact=False)
    ayama.on("kiosk.choose")
    expect(ayama.page.get_by_role("button", name=re.compile("^保育幼稚園課"))).to_be_enabled()
    ayama.shot("kiosk-choose")
    ayama.page.get_by_role("button", name=re.compile("^保育幼稚園課")).click()
    ayama.on("kiosk.waiting")
    expect(ayama.page.get_by_role("status").filter(has_text="呼び出しています")).to_be_visible()
    ayama.shot("kiosk-waiting")

    ring = kodomo.page.get_by_role("alertdialog", name=re.compile("阿山支所.*保育幼稚園課"))
    expect(ring).to_be_visible(timeout=2_000)
    expect(ring.get_by_role("button", name="応答する")).to_be_focused()
    kodomo.shot("desk-ringing")
    expect(hoken.page.get_by_role("alertdialog")).to_have_count(0)

    kodomo.press("応答する")
    kodomo.on("desk.in_call")
    ayama.on("kiosk.in_call")
    kodomo.sees(REMOTE, AYAMA_FACE)
    kodomo.sees(PAPER, AYAMA_PAPER)
    kodomo.hears(AYAMA_HZ)
    ayama.sees(REMOTE, KODOMO_FACE)
    ayama.sees(PAPER, AYAMA_PAPER)
    ayama.hears(KODOMO_HZ)
    expect(kodomo.page.get_by_test_id("quality")).to_have_attribute(
        "data-fps", re.compile(r"^[1-9]"), timeout=5_000
    )
    ayama.shot("kiosk-in-call")
    kodomo.shot("desk-in-call")

    ayama.press("通話を終わる")
    ayama.on("kiosk.finished")
    kodomo.on("desk.board")
    ayama.shot("kiosk-finished")
    ayama.nothing_left()
    kodomo.nothing_left()
    ayama.press("はじめにもどる")
    ayama.on("kiosk.standby")
    assert "保育幼稚園課と" not in ayama.page.inner_text("body")


def test_a_slow_terminal_offers_each_line_once(cast: Cast) -> None:
    """A second line beside the first one would only make it slower still."""
    ayama, kodomo = cast.ayama(), cast.kodomo()
    for person in (ayama, kodomo):
        person.page.evaluate(SLOW_OFFERS)
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    ayama.on("kiosk.waiting")
    kodomo.page.wait_for_timeout(3_500)
    kodomo.press("応答する")
    kodomo.sees(REMOTE, AYAMA_FACE)
    ayama.sees(REMOTE, KODOMO_FACE)
    assert [person.page.evaluate("window.offers") for person in (ayama, kodomo)] == [2, 2]
    ayama.press("通話を終わる")
    kodomo.on("desk.board")


def test_two_desks_answer_one_call_and_the_slower_learns_who_did(cast: Cast, server: Server) -> None:
    server.command("terminal", "serve", "hoken", "hoiku")
    ayama, kodomo, hoken = cast.ayama(), cast.kodomo(), cast.hoken()
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^保育幼稚園課")).click()
    for desk in (kodomo, hoken):
        expect(desk.page.get_by_role("alertdialog")).to_be_visible()
    # Both clicks are on their way before either answer is back.
    for desk in (kodomo, hoken):
        desk.page.get_by_role("button", name="応答する").evaluate(
            "(button) => setTimeout(() => button.click(), 50)"
        )
    ayama.on("kiosk.in_call")
    in_call = [desk for desk in (kodomo, hoken) if desk.page.locator("[data-screen='desk.in_call']").count()]
    if not in_call:
        kodomo.page.wait_for_timeout(500)
        in_call = [
            desk for desk in (kodomo, hoken) if desk.page.locator("[data-screen='desk.in_call']").count()
        ]
    assert len(in_call) == 1
    slower = hoken if in_call == [kodomo] else kodomo
    expect(slower.page.get_by_text(re.compile("先に応答しました"))).to_be_visible()
    expect(slower.page.get_by_role("alertdialog")).to_have_count(0)
    ayama.sees(REMOTE, KODOMO_FACE if in_call == [kodomo] else HOKEN_FACE)
    in_call[0].press("通話を終わる")
    ayama.on("kiosk.finished")


def test_the_second_branch_waits_its_turn_and_a_declined_one_keeps_its_ticket(cast: Cast) -> None:
    ayama, aoyama, kodomo = cast.ayama(), cast.aoyama(), cast.kodomo()
    for branch in (ayama, aoyama):
        branch.press("相談をはじめる", exact=False)
        branch.page.get_by_role("button", name=re.compile("^こども未来課")).click()
        branch.on("kiosk.waiting")
    expect(aoyama.page.get_by_role("status").filter(has_text=re.compile(r"お待ちの人数\D*1"))).to_be_visible()
    aoyama.shot("kiosk-waiting-queue")
    expect(kodomo.page.get_by_role("alertdialog", name=re.compile("阿山支所"))).to_be_visible()

    kodomo.press("お待ちいただく")
    kodomo.page.get_by_role("button", name=re.compile("3分")).first.click()
    expect(kodomo.page.get_by_role("alertdialog", name=re.compile("青山支所"))).to_be_visible()
    kodomo.shot("desk-board-waiting")
    kodomo.press("応答する")
    aoyama.on("kiosk.in_call")
    kodomo.on("desk.in_call")
    aoyama.press("通話を終わる")
    aoyama.on("kiosk.finished")
    kodomo.on("desk.board")
    kodomo.page.get_by_role("button", name=re.compile("^呼び出す")).first.click()
    ayama.on("kiosk.in_call")
    kodomo.press("通話を終わる")
    ayama.on("kiosk.finished")
