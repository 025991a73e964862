"""From a reservation to the talk, two matters in one visit, and a day that the bureau closes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from iga_madoguchi.kit.clock import TOKYO
from tests.e2e.people import AYAMA_FACE, REMOTE, Cast, Person, face
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e
KAIGO_FACE, KAIGO_HZ = face(7), 880
LEAST_PX, PAD_PX = 64, 72


@pytest.fixture
def morning(browser: Browser, tmp_path: Path) -> Iterator[Cast]:
    """Everybody meets on a server whose clock says five past ten in Iga."""
    now = datetime.now(UTC)
    shown = now.astimezone(TOKYO).replace(hour=10, minute=5)
    server = Server(tmp_path / "data", IGA_CLOCK_OFFSET_S=str(round((shown - now).total_seconds())))
    server.start()
    cast = Cast(browser, server)
    yield cast
    problems = [problem for person in cast.people for problem in person.problems]
    cast.close()
    server.stop()
    assert problems == []


def small(person: Person, name: str) -> None:
    """The same screen on the office's smaller monitor."""
    person.page.set_viewport_size({"width": 1280, "height": 1024})
    person.shot(f"{name}-1280")
    person.page.set_viewport_size({"width": 1920, "height": 1080})


def smallest(person: Person, within: str) -> float:
    """The smaller side of the smallest button there, in pixels."""
    boxes = [button.bounding_box() for button in person.page.locator(within).get_by_role("button").all()]
    return min(min(box["width"], box["height"]) for box in boxes if box is not None)


def press_number(kiosk: Person, number: str) -> None:
    pad = kiosk.page.get_by_role("dialog")
    for digit in number:
        pad.get_by_role("button", name=digit, exact=True).click()
    pad.get_by_role("button", name="この番号で受け付ける").click()


def test_from_the_telephone_to_the_talk(morning: Cast) -> None:
    hoken, ayama = morning.hoken(), morning.ayama()
    expect(hoken.page.get_by_text("きょうの予約はありません。")).to_be_visible()
    hoken.shot("booking-none")
    hoken.press("予約をとる")
    dialog = hoken.page.get_by_role("dialog", name="予約をとる")
    dialog.get_by_role("button", name="阿山支所").click()
    dialog.get_by_role("button", name="更新・変更").click()
    dialog.get_by_role("button", name="聞こえにくい").click()
    slot = dialog.get_by_role("button", name="10:30", exact=True)
    slot.focus()
    hoken.page.keyboard.press("Space")
    expect(slot).to_have_attribute("aria-pressed", "true")
    hoken.shot("booking-dialog")
    small(hoken, "booking-dialog")
    dialog.get_by_role("button", name="予約する", exact=True).click()
    number = dialog.locator(".made-number").inner_text().strip()
    assert re.fullmatch(r"[0-9]{4}", number)
    hoken.shot("booking-made")
    dialog.get_by_role("button", name="閉じる").click()
    row = hoken.page.get_by_role("row", name=re.compile(number))
    expect(row).to_contain_text("10:30")

    row.get_by_role("button", name=re.compile("^取り消す")).click()
    expect(hoken.page.get_by_text("きょうの予約はありません。")).to_be_visible()
    hoken.shot("booking-undo")
    hoken.press("もとに戻す")
    expect(row).to_be_visible()
    hoken.shot("booking-board")
    small(hoken, "booking-board")

    ayama.shot("standby-with-number")
    ayama.press("予約番号をお持ちの方")
    wrong = "1000" if number != "1000" else "1001"
    press_number(ayama, wrong)
    expect(ayama.page.get_by_role("alert")).to_contain_text("紙の番号を見て、もう一度")
    assert smallest(ayama, "[role=dialog]") >= PAD_PX
    ayama.shot("number-wrong")
    press_number(ayama, number)
    ayama.on("kiosk.waiting")

    ring = hoken.page.get_by_role("alertdialog", name=re.compile("阿山支所"))
    expect(ring).to_contain_text("予約")
    expect(ring).to_contain_text("聞こえにくい")
    hoken.shot("booking-ring")
    hoken.press("応答する")
    hoken.on("desk.in_call")
    hoken.sees(REMOTE, AYAMA_FACE)
    # That the clock is moved is said in the head, not over the end of the call.
    expect(ayama.page.locator(".call-head .clock-note")).to_be_visible()
    hoken.press("通話を終わる")
    hoken.on("desk.board")
    expect(row).to_contain_text("来所")
    ayama.press("はじめにもどる")
    ayama.on("kiosk.standby")
    ayama.nothing_left()


def test_staff_of_the_branch_make_one_at_the_terminal(morning: Cast) -> None:
    ayama, hoken = morning.ayama(), morning.hoken()
    ayama.press("職員を呼ぶ")
    ayama.press("予約をとる・受け付ける")
    dialog = ayama.page.get_by_role("dialog")
    dialog.get_by_role("button", name="保険年金課").click()
    today = dialog.get_by_role("status").inner_text()
    dialog.get_by_role("button", name="つぎの日").click()
    expect(dialog.get_by_role("status")).not_to_have_text(today)
    dialog.get_by_role("button", name="前の日").click()
    expect(dialog.get_by_role("status")).to_have_text(today)
    dialog.get_by_role("button", name="10:30").click()
    assert smallest(ayama, "[role=dialog]") >= LEAST_PX
    ayama.shot("branch-booking")
    dialog.get_by_role("button", name="予約する").click()
    expect(dialog.locator(".made-number")).to_have_text(re.compile("^[0-9]{4}$"))
    ayama.shot("branch-booking-made")
    expect(hoken.page.get_by_role("row", name=re.compile("10:30"))).to_contain_text("阿山支所")
    dialog.get_by_role("button", name="来られました").click()
    ayama.on("kiosk.waiting")
    expect(hoken.page.get_by_role("alertdialog", name=re.compile("阿山支所"))).to_contain_text("予約")


def test_two_matters_in_one_visit(cast: Cast) -> None:
    ayama, hoken = cast.ayama(), cast.hoken()
    kaigo, kodomo = cast.desk("kaigo", KAIGO_FACE, KAIGO_HZ), cast.kodomo()
    ayama.press("相談をはじめる", exact=False)
    ayama.on("kiosk.choose")
    ayama.shot("choose-with-plan")
    ayama.press("ほかの用もある")
    for department in ("保険年金課", "介護高齢福祉課", "こども未来課"):
        ayama.page.get_by_role("button", name=re.compile(f"^{department}")).click()
    expect(ayama.page.get_by_role("list", name="ご案内の順番").get_by_role("listitem")).to_have_count(3)
    assert smallest(ayama, "main") >= LEAST_PX
    ayama.shot("choose-planning")
    ayama.press("この順で相談する")
    ayama.on("kiosk.waiting")
    expect(ayama.page.get_by_role("list", name="きょうの順番").get_by_role("listitem")).to_have_count(3)
    ayama.shot("plan-waiting")
    ticket = hoken.page.locator("#ring-facts .num").inner_text()
    hoken.shot("plan-ring")
    hoken.press("応答する")
    hoken.on("desk.in_call")
    hoken.sees(REMOTE, AYAMA_FACE)
    ayama.on("kiosk.in_call")
    ayama.shot("plan-in-call")
    hoken.shot("plan-desk-call")
    small(hoken, "plan-desk-call")
    hoken.press("つぎの窓口へ", exact=False)
    hoken.on("desk.board")

    ring = kaigo.page.get_by_role("alertdialog", name=re.compile("阿山支所.*介護高齢福祉課"))
    expect(ring).to_contain_text("保険年金課からの転送")
    expect(ring.locator("#ring-facts .num")).to_have_text(ticket)
    kaigo.press("応答する")
    kaigo.on("desk.in_call")
    kaigo.sees(REMOTE, AYAMA_FACE)
    kaigo.press("通話を終わる")
    ayama.on("kiosk.finished")
    ayama.shot("plan-finished")
    ayama.press("つぎのこども未来課に相談する")
    ayama.on("kiosk.waiting")
    kodomo.press("応答する")
    kodomo.on("desk.in_call")
    ayama.on("kiosk.in_call")
    expect(ayama.page.get_by_role("list", name="きょうの順番")).to_have_count(0)
    kodomo.press("通話を終わる")
    ayama.on("kiosk.finished")
    ayama.press("はじめにもどる")
    ayama.on("kiosk.standby")
    ayama.nothing_left()


def test_the_bureau_closes_a_day_and_takes_it_back(morning: Cast) -> None:
    admin, ayama = morning.admin(), morning.ayama()
    admin.shot("overview-with-calendar")
    small(admin, "overview-with-calendar")
    admin.page.get_by_role("link", name="開庁の日と時間").click()
    admin.on("admin.calendar")
    today = admin.page.locator("input[name=day]").get_attribute("min") or ""
    admin.page.get_by_label("日", exact=True).fill(today)
    admin.page.get_by_label(re.compile("^理由")).fill("電気工事")
    admin.press("この日を変える")
    ayama.on("kiosk.closed")
    expect(ayama.page.get_by_text(re.compile("きょうは電気工事でお休みです"))).to_be_visible()
    expect(admin.page.get_by_text(re.compile("お休みにしました"))).to_be_visible()
    admin.shot("calendar-closed-day")
    small(admin, "calendar-closed-day")
    admin.page.get_by_role("row", name=re.compile("電気工事")).get_by_role("button").click()
    ayama.on("kiosk.standby")
    admin.shot("calendar-removed")
    admin.press("もとに戻す")
    ayama.on("kiosk.closed")
    admin.page.get_by_label("土曜日の始まり").fill("09:00")
    admin.press("いつもの時間を変える")
    expect(admin.page.get_by_role("alert")).to_contain_text("両方")
    admin.shot("calendar-problem")
