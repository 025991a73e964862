"""The staff's pages are for everybody too, and so are the resident's screens when something is wrong."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.pages import PAGES
from tests.e2e.eyes import told, unfit, violations
from tests.e2e.people import Cast, Person
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.long]

SIZES = ((1920, 1080), (1280, 1024))
# The buttons in here are within the window, where the eye finds them without a scroll.
OUT_OF_SIGHT = """(of) => [...document.querySelectorAll(of + " button")].filter((one) => {
    const { top, left, bottom, right } = one.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return bottom > innerHeight || right > innerWidth || !one.contains(hit);
  }).map((one) => one.textContent)"""


class Walk:
    """What axe-core found so far, by screen."""

    def __init__(self) -> None:
        self.faults: dict[str, list[str]] = {}
        self.seen: list[str] = []

    def look(self, person: Person, name: str) -> None:
        person.page.wait_for_timeout(400)  # what fades in has no contrast yet
        self.seen.append(name)
        found = violations(person.page)
        person.shot(f"staff-{name.strip('/').replace('/', '-').replace(' ', '-')}")
        if found:
            self.faults[name] = found

    def passed(self) -> None:
        assert self.faults == {}, told(self.faults)


def place(branch: Person, department: str) -> None:
    branch.press("相談をはじめる", exact=False)
    branch.page.get_by_role("button", name=re.compile(f"^{department}")).click()
    branch.on("kiosk.waiting")


def test_the_doors_and_every_page_of_the_bureau(cast: Cast) -> None:
    walk = Walk()
    stranger = cast.come_by(f"{cast.url}/enrol", [], 0)
    stranger.on("enrol")
    walk.look(stranger, "enrol")
    admin = cast.admin()
    for page in PAGES:
        if not page.path.startswith("/admin"):
            continue
        admin.page.goto(cast.url + page.path)
        expect(admin.page.locator("[data-screen] :is(h1, h2)").first).to_be_visible(timeout=15_000)
        walk.look(admin, page.path)
    assert len(walk.seen) > 10, walk.seen
    admin.page.goto(f"{cast.url}/admin/procedures")
    admin.page.get_by_role("link", name=re.compile("手帳")).first.click()
    admin.on("admin.procedures.edit")
    walk.look(admin, "a procedure")
    walk.look(cast.branch_staff("ayama"), "/staff")
    somebody = cast.come_by(cast.enrol_url("kaigo"), [], 0)
    somebody.on("login")
    walk.look(somebody, "login")
    cast.log_in(somebody, {"login": "nobody", "password": "nothing"})
    expect(somebody.page.locator(".door-notice")).to_be_visible()
    walk.look(somebody, "login refused")
    walk.passed()


def test_a_desk_from_the_ring_to_the_end(cast: Cast) -> None:
    walk = Walk()
    hoken, ayama, aoyama = cast.hoken(), cast.ayama(), cast.aoyama()
    page = hoken.page
    walk.look(hoken, "board")
    place(ayama, "保険年金課")
    place(aoyama, "保険年金課")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    expect(page.locator(".wait-list tbody tr").first).to_be_visible()
    walk.look(hoken, "ring and list")
    hoken.press("お待ちいただく")
    walk.look(hoken, "reasons")
    hoken.press("応答する")
    hoken.on("desk.in_call")
    expect(page.locator("[data-testid=paper-live]").first).to_be_visible()
    walk.look(hoken, "in call")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        assert page.evaluate(OUT_OF_SIGHT, ".volume") == [], (width, height)
        hoken.shot(f"staff-volume-{width}")
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    for name in ("転送", "参加者を追加"):
        hoken.press(name)
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
        walk.look(hoken, f"dialog {name}")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    hoken.press("書類を撮影")
    expect(page.locator(".paper-page img").first).to_be_visible(timeout=15_000)
    hoken.press("印をつける")
    walk.look(hoken, "paper")
    hoken.press("保留")
    expect(page.get_by_role("button", name="再開")).to_be_visible()
    walk.look(hoken, "held")
    hoken.press("再開")
    hoken.press("ことば集", exact=False)
    walk.look(hoken, "phrases")
    ayama.press("通話を終わる")
    aoyama.press("やめる")
    hoken.on("desk.board")
    walk.passed()


def test_a_resident_when_something_is_wrong(browser: Browser, own_server: Server) -> None:
    cast = Cast(browser, own_server)
    hoken, ayama = cast.hoken(), cast.branch("ayama", [], 0)
    faults: dict[str, list[str]] = {}

    def look(name: str) -> None:
        ayama.page.wait_for_timeout(400)
        ayama.shot(f"wrong-{name}")
        found = unfit(ayama.page)
        if found:
            faults[name] = found

    place(ayama, "保険年金課")
    hoken.press("応答する")
    ayama.on("kiosk.in_call")
    expect(ayama.page.get_by_text(re.compile("マイクが見つかりません")).first).to_be_visible()
    look("no camera")
    ayama.press("通話を終わる")
    ayama.on("kiosk.finished")
    ayama.press("はじめにもどる")
    ayama.on("kiosk.standby")
    today = local(datetime.now(UTC)).date().isoformat()
    own_server.command("calendar", "close", today, "--note", "電気工事")
    ayama.on("kiosk.closed")
    look("closed")
    own_server.kill()
    expect(ayama.page.locator(".lost")).to_be_visible(timeout=10_000)
    ayama.page.wait_for_timeout(2000)  # it comes slowly, so that nobody is troubled by a blink
    look("server lost")
    cast.close()
    assert faults == {}, told(faults)
