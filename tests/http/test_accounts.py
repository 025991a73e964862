"""Passwords of one's own at the front door: set with a code, changed, shown to nobody, and guarded."""

from __future__ import annotations

import httpx
import pytest

from iga_madoguchi.domain.accounts import codes
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.audit.service import Actor
from tests.cast import PASSWORD
from tests.http.conftest import Site

pytestmark = pytest.mark.anyio
BUREAU = Actor("bureau", "digital")
OWN = "青い山と三匹のねこ、遠い雨の音"


def someone(site: Site) -> str:
    """A new person at the desk of こども未来課; their code."""
    database = site.services.database
    accounts.add_staff(database, "hanako", "山田 花子", "desk", "kodomo", None, BUREAU)
    return codes.issue(database, "hanako", BUREAU)


def asked(code: str, **more: str) -> dict[str, str]:
    return {"login": "hanako", "code": code, "password": OWN, "again": OWN, **more}


async def test_a_code_becomes_a_password_and_a_session(site: Site) -> None:
    code, browser = someone(site), await site.enrolled("kodomo")
    login = await browser.get("/login")
    assert 'href="/login/new"' in login.text
    page = await browser.get("/login/new")
    assert 'data-screen="login.new"' in page.text
    assert page.headers["cache-control"] == "no-store"
    answer = await browser.post("/login/new", data=asked(code))
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    cookie = answer.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("iga_session=", "httponly", "samesite=strict"))
    assert answer.headers["clear-site-data"] == '"storage"'
    assert (await browser.get("/session/check")).status_code == 204
    again = await browser.post("/login/new", data=asked(code))
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"code": "0000"}, 422, "設定コードがちがう"),
        ({"login": "nobody"}, 422, "設定コードがちがう"),
        ({"again": "another one, as long"}, 422, "2つのパスワードがちがいます"),
        ({"password": "short", "again": "short"}, 422, "15文字から128文字まで"),
        ({"password": "a" * 20, "again": "a" * 20}, 422, "当てられやすい"),
        ({"password": "", "again": ""}, 422, "15文字から128文字まで"),
    ],
)
async def test_what_is_refused_says_why_and_keeps_what_is_no_secret(
    site: Site, change: dict[str, str], status: int, said: str
) -> None:
    code, browser = someone(site), await site.enrolled("kodomo")
    answer = await browser.post("/login/new", data=asked(code) | change)
    assert (answer.status_code, said in answer.text) == (status, True), answer.text
    assert OWN not in answer.text
    assert "set-cookie" not in answer.headers
    assert f'value="{change.get("login", "hanako")}"' in answer.text
    assert (await browser.post("/login/new", data=asked(code))).status_code == 303, "the code is still good"


async def test_script_in_a_field_stays_text(site: Site) -> None:
    browser = await site.enrolled("kodomo")
    answer = await browser.post("/login/new", data=asked('"><script>alert(1)</script>', login="<b>"))
    assert "<script>alert" not in answer.text
    assert "<b>" not in answer.text


async def test_only_a_terminal_of_the_office_and_a_page_of_ours(site: Site) -> None:
    code = someone(site)
    for browser in (site.browser(), await site.enrolled("ayama"), await site.enrolled("ayama-staff")):
        assert (await browser.get("/login/new")).headers["location"] == "/"
        assert (await browser.post("/login/new", data=asked(code))).headers["location"] == "/"
        assert (await browser.get("/account")).headers["location"] == "/"
    desk = await site.enrolled("kodomo")
    foreign = {"origin": "http://evil.example"}
    assert (await desk.post("/login/new", data=asked(code), headers=foreign)).status_code == 403
    other = await site.enrolled("hoken")
    answer = await other.post("/login/new", data=asked(code))
    assert (answer.status_code, "担当ではありません" in answer.text) == (403, True)


async def test_guessing_is_slowed_down_at_this_terminal_only(site: Site) -> None:
    code, browser = someone(site), await site.enrolled("kodomo")
    answers = [(await browser.post("/login/new", data=asked(f"{n:016}"))).status_code for n in range(12)]
    assert (answers[0], answers[-1]) == (422, 429)
    other = await site.enrolled("hoken")
    assert (await other.post("/login/new", data=asked(code))).status_code == 403, "not 429"


async def test_the_owner_changes_it(site: Site) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    page = await browser.get("/account")
    assert 'data-screen="account"' in page.text
    assert 'href="/desk"' in page.text
    wrong = await browser.post("/account", data={"now": "not it", "password": OWN, "again": OWN})
    assert (wrong.status_code, "いまのパスワードがちがいます" in wrong.text) == (403, True)
    twice = await browser.post("/account", data={"now": PASSWORD, "password": OWN, "again": "x"})
    assert "2つのパスワードがちがいます" in twice.text
    kept = httpx.Cookies(browser.cookies)
    done = await browser.post("/account", data={"now": PASSWORD, "password": OWN, "again": OWN})
    assert (done.status_code, done.headers["location"]) == (303, "/account?changed")
    assert "パスワードを変えました" in (await browser.get("/account?changed")).text
    assert (await browser.get("/session/check")).status_code == 204
    browser.cookies = kept
    assert (await browser.get("/session/check")).status_code == 401, "the cookie from before is worth nothing"


async def test_a_foreign_page_changes_nothing(site: Site) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    fields = {"now": PASSWORD, "password": OWN, "again": OWN}
    answer = await browser.post("/account", data=fields, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
    assert (await browser.post("/login", data={"login": "kodomo2", "password": PASSWORD})).status_code == 303


async def test_the_password_again_is_asked_for_by_our_own_pages_and_slowly(site: Site) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    assert (await browser.post("/account/again", data={"password": PASSWORD})).status_code == 204
    wrong = await browser.post("/account/again", data={"password": "something else"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "accounts.password.wrong")
    evil = {"Origin": "http://evil.example"}
    assert (
        await browser.post("/account/again", data={"password": PASSWORD}, headers=evil)
    ).status_code == 403
    for _ in range(12):
        last = await browser.post("/account/again", data={"password": "x"})
    assert last.status_code == 429
    assert (await site.browser().post("/account/again", data={"password": PASSWORD})).status_code == 401
