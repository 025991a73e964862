"""Nobody is turned away: the bureau looks in by consent, a vigil gives way, a ticket rings from the bench."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.people import (
    AOYAMA_FACE,
    AYAMA_FACE,
    AYAMA_HZ,
    AYAMA_PAPER,
    HOKEN_FACE,
    HOKEN_HZ,
    PAPER,
    REMOTE,
    Cast,
    Person,
    face,
)
from tests.e2e.server import Server
from tests.e2e.test_move_on import place, sees_face

BUREAU_FACE, BUREAU_HZ = face(8), 990
IN = "デジタル自治推進局が参加しています"


@pytest.fixture
def own_cast(browser: Browser, own_server: Server) -> Iterator[Cast]:
    cast = Cast(browser, own_server)
    yield cast
    problems = [problem for person in cast.people for problem in person.problems]
    cast.close()
    assert problems == []


def talk(branch: Person, desk: Person, department: str) -> None:
    place(branch, department)
    desk.press("応答する")
    desk.on("desk.in_call")
    branch.on("kiosk.in_call")


def ask_to_look_in(admin: Person, reason: str) -> None:
    admin.page.get_by_text("参加をお願いする").first.click()
    admin.shot("together-overview-ask")
    admin.press(reason)
    admin.on("admin.call")


def both_sizes(person: Person, name: str) -> None:
    person.shot(name)
    person.page.set_viewport_size({"width": 1280, "height": 1024})
    person.shot(f"{name}-1280")
    person.page.set_viewport_size({"width": 1920, "height": 1080})


def test_the_bureau_joins_when_both_agree_and_both_see_it(own_cast: Cast, own_server: Server) -> None:
    ayama, hoken = own_cast.ayama(), own_cast.hoken()
    admin = own_cast.admin([BUREAU_FACE], BUREAU_HZ)
    talk(ayama, hoken, "保険年金課")
    ask_to_look_in(admin, "窓口から手伝いをたのまれた")
    expect(admin.page.get_by_role("status").filter(has_text="返事を待っています")).to_be_visible()
    both_sizes(admin, "together-asking-admin")
    asked = ayama.page.get_by_role("alertdialog", name=re.compile("入ってもよいですか"))
    expect(asked).to_be_visible()
    expect(asked).to_contain_text("担当から手伝いをたのまれました")
    ayama.shot("together-asked-kiosk")
    expect(hoken.page.get_by_role("alertdialog", name=re.compile("入ってもよいですか"))).to_be_visible()
    both_sizes(hoken, "together-asked-desk")
    ayama.press("いいですよ")
    expect(ayama.page.get_by_text("担当の返事を待っています")).to_be_visible()
    expect(admin.page.locator(REMOTE)).to_have_count(0)
    hoken.press("いいですよ")
    for person in (ayama, hoken):
        expect(person.page.get_by_role("status").filter(has_text=IN)).to_be_visible()
        sees_face(person, BUREAU_FACE)
    sees_face(admin, AYAMA_FACE)
    sees_face(admin, HOKEN_FACE)
    expect(admin.page.locator(PAPER)).to_have_count(0)
    hoken.sees(PAPER, AYAMA_PAPER)
    ayama.shot("together-in-kiosk")
    both_sizes(hoken, "together-in-desk")
    both_sizes(admin, "together-in-admin")
    admin.page.goto(own_server.url + "/admin")
    expect(admin.page.get_by_text("参加しています。")).to_be_visible()
    both_sizes(admin, "together-back-admin")
    admin.page.get_by_role("link", name="画面を開く").click()
    sees_face(admin, AYAMA_FACE)
    ayama.press("やめてもらう")
    expect(admin.page.get_by_role("heading", name="参加している通話はありません")).to_be_visible()
    admin.shot("together-over-admin")
    for person in (ayama, hoken):
        expect(person.page.get_by_text(IN)).to_have_count(0)
    hoken.hears(AYAMA_HZ)
    admin.nothing_left()


def test_one_refusal_is_enough(own_cast: Cast) -> None:
    ayama, hoken = own_cast.ayama(), own_cast.hoken()
    admin = own_cast.admin([BUREAU_FACE], BUREAU_HZ)
    talk(ayama, hoken, "保険年金課")
    ask_to_look_in(admin, "窓口への助言")
    hoken.press("いいですよ")
    ayama.press("ことわる")
    expect(admin.page.get_by_role("heading", name="参加している通話はありません")).to_be_visible()
    expect(hoken.page.get_by_text("住民の方の返事")).to_have_count(0)
    ayama.hears(HOKEN_HZ)
    ayama.press("通話を終わる")


def test_a_vigil_gives_way_to_a_resident_and_comes_back(own_cast: Cast) -> None:
    ayama, hoken, aoyama = own_cast.ayama(), own_cast.hoken(), own_cast.aoyama()
    hoken.press("見守りをお願いする")
    both_sizes(hoken, "together-vigil-choose")
    hoken.press("阿山支所")
    expect(ayama.page.get_by_role("alertdialog", name="見守りのお願い")).to_be_visible()
    ayama.shot("together-vigil-asked-kiosk")
    ayama.press("つなぐ")
    sees_face(hoken, AYAMA_FACE)
    sees_face(ayama, HOKEN_FACE)
    hoken.hears(AYAMA_HZ)
    ayama.shot("together-vigil-kiosk")
    both_sizes(hoken, "together-vigil-desk")

    place(aoyama, "保険年金課")
    expect(hoken.page.get_by_role("alertdialog", name=re.compile("青山支所"))).to_be_visible()
    expect(ayama.page.locator(REMOTE)).to_have_count(0)
    ayama.nothing_left()
    expect(hoken.page.get_by_text("住民の方のために止めています")).to_be_visible()
    both_sizes(hoken, "together-vigil-paused-desk")
    hoken.press("応答する")
    hoken.sees(REMOTE, AOYAMA_FACE)
    hoken.press("通話を終わる")
    sees_face(hoken, AYAMA_FACE)
    sees_face(ayama, HOKEN_FACE)

    place(ayama, "保険年金課")
    hoken.press("応答する")
    hoken.sees(REMOTE, AYAMA_FACE)
    ayama.press("通話を終わる")
    sees_face(hoken, AYAMA_FACE)
    ayama.press("見守りを終わる")
    expect(hoken.page.get_by_role("button", name="見守りをお願いする")).to_be_visible()
    ayama.nothing_left()


def test_who_sits_down_is_rung_while_others_may_use_the_terminal(own_cast: Cast) -> None:
    ayama, hoken, aoyama = own_cast.ayama(), own_cast.hoken(), own_cast.aoyama()
    talk(aoyama, hoken, "保険年金課")
    place(ayama, "保険年金課")
    ayama.shot("together-waiting")
    ayama.press("順番が来たら鳴らす")
    ayama.on("kiosk.standby")
    expect(ayama.page.get_by_role("status").filter(has_text=re.compile(r"受付番号\s*2"))).to_be_visible()
    ayama.shot("together-bench")
    both_sizes(hoken, "together-bench-desk-in-call")
    ayama.press("相談をはじめる")
    ayama.on("kiosk.choose")
    ayama.press("はじめにもどる")
    hoken.press("通話を終わる")
    expect(ayama.page.get_by_role("heading", name="受付番号 2の方、順番です")).to_be_visible()
    expect(hoken.page.get_by_role("status").filter(has_text="席でお待ちの方の順番です")).to_be_visible()
    ayama.shot("together-turn")
    both_sizes(hoken, "together-turn-desk")
    ayama.press("話をはじめる")
    ayama.on("kiosk.in_call")
    ayama.sees(REMOTE, HOKEN_FACE)
    expect(ayama.page.get_by_text("田中 由美")).to_be_visible()
    hoken.sees(REMOTE, AYAMA_FACE)
    ayama.press("通話を終わる")
    ayama.on("kiosk.finished")
