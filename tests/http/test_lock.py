"""The lock page over plain requests: nothing is had meanwhile, it rings, and the same screen comes back."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest

from iga_madoguchi.domain.accounts import idle, rules
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.models import StaffSession
from iga_madoguchi.domain.accounts.proof import session_id
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.calls import service as calls
from tests.cast import PASSWORD
from tests.http.conftest import Site, Town

pytestmark = pytest.mark.anyio


async def lock(site: Site, browser: httpx.AsyncClient) -> None:
    """As if nobody had touched this screen for an hour."""
    made, who = site.services, site.identity(browser)
    rules.switch(made.database, rules.IDLE_LOCK, True, SYSTEM)
    with made.database.transaction() as session:
        row = session.get(StaffSession, session_id(who.ref))
        assert row is not None
        row.started_at = row.started_at - 2 * idle.SEEN_EVERY * 60
        row.acted_at = row.shown_at = None
        session.add(row)
    idle.sweep(made.database, attendance.talking_at)
    await asyncio.sleep(0.01)


async def test_while_it_is_locked_there_is_the_lock_page_and_nothing_else(site: Site) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    await lock(site, browser)
    assert (await browser.get("/")).headers["location"] == "/lock"
    page = await browser.get("/desk?x=1")
    assert page.headers["location"] == "/lock?to=/desk%3Fx%3D1"
    shown = await browser.get(page.headers["location"])
    assert "画面をロックしています" in shown.text
    assert 'name="to" value="/desk?x=1"' in shown.text
    for path in ("/session/check", "/media/choice", "/papers/x", "/records/1"):
        answer = await browser.get(path)
        assert answer.status_code in (401, 404, 405), (path, answer.status_code)
    assert (await browser.post("/session/seen")).status_code == 401, "a hand alone opens nothing"
    assert (await browser.get("/account")).headers["location"] == "/"


async def test_the_same_screen_comes_back_for_the_same_person(site: Site) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    who, cookie = site.identity(browser), browser.cookies["iga_session"]
    await lock(site, browser)
    wrong = await browser.post("/lock", data={"password": "nothing of the kind", "to": "/desk"})
    assert (wrong.status_code, "パスワードがちがいます" in wrong.text) == (403, True)
    right = await browser.post("/lock", data={"password": PASSWORD, "to": "/desk?x=1"})
    assert (right.status_code, right.headers["location"]) == (303, "/desk?x=1")
    assert "clear-site-data" not in right.headers, "the page's own token goes on"
    assert (site.identity(browser), browser.cookies["iga_session"]) == (who, cookie)


@pytest.mark.parametrize(
    "to",
    ["//evil.example", "https://evil.example/desk", "/desk/../logout", "/kiosk", "/desk\r\nX: y"],
)
async def test_the_way_back_leads_nowhere_else(site: Site, to: str) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    await lock(site, browser)
    assert 'name="to" value=""' in (await browser.get("/lock", params={"to": to})).text
    right = await browser.post("/lock", data={"password": PASSWORD, "to": to})
    assert right.headers["location"] == "/desk"


async def test_guessing_at_a_lock_is_slow_and_foreign_pages_do_not(site: Site) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    await lock(site, browser)
    evil = await browser.post("/lock", data={"password": PASSWORD}, headers={"Origin": "http://evil.example"})
    assert evil.status_code == 403
    for _ in range(12):
        answer = await browser.post("/lock", data={"password": "x"})
    assert answer.status_code == 429


async def test_another_person_logs_in_instead(site: Site) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    old = browser.cookies["iga_session"]
    await lock(site, browser)
    assert 'data-screen="login"' in (await browser.get("/login")).text
    await site.logged_in("hoken", "hoken2")  # somebody else at another desk is none of it
    accounts.add_staff(site.services.database, "sato", "佐藤", "desk", "kodomo", PASSWORD, SYSTEM)
    assert (await browser.post("/login", data={"login": "sato", "password": PASSWORD})).status_code == 303
    await asyncio.sleep(0.01)
    assert site.identity(browser).staff_login == "sato"
    assert browser.cookies["iga_session"] != old


async def test_it_rings_while_it_is_locked_and_says_nothing_of_whom(site: Site) -> None:
    browser, ayama = await site.logged_in("kodomo", "kodomo2"), await site.enrolled("ayama")
    await lock(site, browser)
    began = asyncio.create_task(browser.get("/lock/ring", params={"was": "quiet"}))
    await asyncio.sleep(0.2)
    assert site.services.presence.online("kodomo"), "somebody may come back"
    assert not began.done()
    asked = time.monotonic()
    call = site.place(ayama, "hoiku")
    answer = await asyncio.wait_for(began, 3)
    assert (answer.json(), time.monotonic() - asked < 2) == ({"state": "rings"}, True)
    assert attendance.rings_at(site.services.database, "kodomo")
    quiet = asyncio.create_task(browser.get("/lock/ring", params={"was": "rings"}))
    await asyncio.sleep(0.1)
    calls.hang_up(site.services.database, site.services.presence, site.identity(ayama), call)
    assert (await asyncio.wait_for(quiet, 3)).json() == {"state": "quiet"}


async def test_the_ring_tells_the_open_one_and_nobody_else(site: Site) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    assert (await browser.get("/lock/ring")).json() == {"state": "open"}
    assert (await browser.get("/lock")).headers["location"] == "/"
    assert (await site.browser().get("/lock/ring")).status_code == 401
    await lock(site, browser)
    waiting = asyncio.create_task(browser.get("/lock/ring", params={"was": "quiet"}))
    await asyncio.sleep(0.1)
    await browser.post("/lock", data={"password": PASSWORD})
    assert (await asyncio.wait_for(waiting, 3)).json() == {"state": "open"}


async def test_a_running_call_goes_on(site: Site, town: Town) -> None:
    who = town.identity(town.kodomo)
    await lock(site, town.kodomo)
    assert site.services.sessions.get(who.ref) == who
    assert (await town.kodomo.post(f"/media/token/{town.call}")).status_code == 200


async def test_a_hand_is_told_by_a_page_of_ours(site: Site) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    assert (await browser.post("/session/seen")).status_code == 204
    evil = await browser.post("/session/seen", headers={"Origin": "http://evil.example"})
    assert evil.status_code == 403
    with site.services.database.reading() as session:
        row = session.get(StaffSession, session_id(site.identity(browser).ref))
        assert row is not None
        assert row.acted_at is not None
