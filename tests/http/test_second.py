"""The second step of a login at the front door, over plain requests: nobody passes with half of it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

import httpx
import pyotp
import pytest

from iga_madoguchi.domain.accounts import factors, rules, service
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.halves import TRIES
from iga_madoguchi.domain.accounts.models import StaffFactor
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.http.second import TRIES_AT_ONCE
from iga_madoguchi.jobs.papers import PaperKeeper
from tests.cast import PASSWORD
from tests.http.conftest import Site

pytestmark = pytest.mark.anyio
EVIL = {"origin": "http://evil.example"}


def shown(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30 * steps))


def secret_on(page: str) -> str:
    return page.split("<code>")[1].split("</code>")[0].replace(" ", "")


async def half_in(site: Site, role: str = "admin") -> httpx.AsyncClient:
    """A browser at the bureau where somebody has shown their password."""
    rules.switch_second_factor(site.services.database, True, SYSTEM)
    browser = await site.enrolled("digital")
    if "kanri" not in {one.login for one in accounts.all_staff(site.services.database)}:
        accounts.add_staff(site.services.database, "kanri", "管理 花子", role, None, PASSWORD, SYSTEM)
    answer = await browser.post("/login", data={"login": "kanri", "password": PASSWORD})
    assert answer.headers["location"] == "/login/second"
    assert "iga_session" not in browser.cookies
    return browser


async def test_the_first_time_an_app_is_set_up_and_the_next_time_shown(site: Site) -> None:
    browser = await half_in(site)
    cookie = browser.cookies.jar
    assert [(one.name, one.path) for one in cookie if one.name == "iga_half"] == [("iga_half", "/")]
    page = await browser.get("/login/second")
    assert 'data-screen="login.setup"' in page.text
    assert "<svg" in page.text
    secret = secret_on(page.text)
    wrong = await browser.post("/login/second", data={"code": "12345"})
    assert (wrong.status_code, secret_on(wrong.text)) == (403, secret), "the same app is still being set up"
    done = await browser.post("/login/second", data={"code": shown(secret)})
    assert (done.status_code, done.headers["location"]) == (303, "/admin")
    assert (await browser.get("/session/check")).status_code == 204
    assert (await browser.get("/login/second")).headers["location"] == "/login", "half of it is over"

    again = await half_in(site)
    page = await again.get("/login/second")
    assert 'data-screen="login.second"' in page.text
    assert secret not in page.text
    assert (await again.post("/login/second", data={"code": shown(secret)})).status_code == 403, "used"
    done = await again.post("/login/second", data={"code": shown(secret, 1)})
    assert done.status_code == 303


async def test_half_of_it_opens_nothing(site: Site) -> None:
    browser = await half_in(site)
    assert (await browser.get("/session/check")).status_code == 401
    assert (await browser.get("/")).headers["location"] == "/login"
    for path in ("/account", "/account/second"):
        assert (await browser.get(path)).headers["location"] == "/"
    assert (await browser.get("/audit/log.csv?first=2026-01-01&last=2026-01-02")).status_code == 401


async def test_after_some_tries_the_password_is_asked_again(site: Site) -> None:
    browser = await half_in(site)
    secret = secret_on((await browser.get("/login/second")).text)
    for _ in range(TRIES - 1):
        assert (await browser.post("/login/second", data={"code": "1"})).status_code == 403
    last = await browser.post("/login/second", data={"code": "1"})
    assert 'data-screen="login"' in last.text
    right = await browser.post("/login/second", data={"code": shown(secret)})
    assert right.headers["location"] == "/login"
    assert factors.of(site.services.database, "kanri") == ()


async def test_many_at_once_are_many_tries(site: Site) -> None:
    browser = await half_in(site)
    secret = secret_on((await browser.get("/login/second")).text)
    tries = [*(f"{n:06}" for n in range(40)), shown(secret)]
    await asyncio.gather(*(browser.post("/login/second", data={"code": one}) for one in tries))
    assert (await browser.get("/session/check")).status_code == 401
    entries = audit.newest(site.services.database)
    assert len([one for one in entries if one.action == "accounts.second.refused"]) <= TRIES


async def test_a_password_is_not_asked_for_and_guessed_on_without_end(site: Site) -> None:
    browser = await half_in(site)
    answers = []
    for _ in range(3):
        await browser.post("/login", data={"login": "kanri", "password": PASSWORD})
        answers += [
            (await browser.post("/login/second", data={"code": "1"})).status_code for _ in range(TRIES)
        ]
    assert answers.count(403) == TRIES_AT_ONCE
    assert answers[-1] == 303, "back to the login"


async def test_who_comes_next_does_not_go_on_where_somebody_stopped(site: Site) -> None:
    for leave in ("get", "post", "out"):
        browser = await half_in(site)
        secret = secret_on((await browser.get("/login/second")).text)
        if leave == "get":
            await browser.get("/login")
        elif leave == "post":
            accounts.add_staff(site.services.database, "kansa", "監査", "auditor", None, PASSWORD, SYSTEM)
            await browser.post("/login", data={"login": "kansa", "password": PASSWORD})
        else:
            await browser.post("/logout")
        answer = await browser.post("/login/second", data={"code": shown(secret)})
        assert answer.headers["location"] == "/login", leave


async def test_an_app_outlives_a_restart_and_is_in_every_backup(site: Site) -> None:
    browser, made = await half_in(site), site.services
    secret = secret_on((await browser.get("/login/second")).text)
    assert (await browser.post("/login/second", data={"code": shown(secret)})).status_code == 303
    keeper = PaperKeeper(made.database, made.hub, made.vault, made.sealer)
    keeper._recover()
    again = await half_in(site)
    assert (await again.post("/login/second", data={"code": shown(secret, 1)})).status_code == 303
    with made.database.reading() as session:
        claimed = made.backups.claims(session)
    (key,) = factors.keys(made.database)
    assert f"keys/{key}" in claimed.keys


async def test_a_full_disk_is_no_wrong_code(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = await half_in(site)
    secret = secret_on((await browser.get("/login/second")).text)

    def full() -> str:
        raise Unavailable("papers.disk.full")

    monkeypatch.setattr(site.services.sealer, "new_key", full)
    answer = await browser.post("/login/second", data={"code": shown(secret)})
    assert (answer.status_code, answer.json()["code"]) == (503, "papers.disk.full")


async def test_only_a_passkey_at_a_terminal_called_by_number_says_what_to_do(site: Site) -> None:
    browser = await half_in(site)
    with site.services.database.transaction() as session:
        staff = service.find(session, "kanri")
        session.add(
            StaffFactor(
                staff_id=staff.id or 0,
                kind="passkey",
                name="パスキー",
                credential="x",
                added_at=site.services.clock.now(),
            )
        )
    await browser.post("/login", data={"login": "kanri", "password": PASSWORD})
    page = (await browser.get("/login/second")).text
    assert '<p class="door-notice" >この端末では、パスキーを使えません' in page


async def test_the_half_is_worth_nothing_elsewhere_and_to_foreign_pages(site: Site) -> None:
    browser = await half_in(site)
    secret = secret_on((await browser.get("/login/second")).text)
    stolen = next(one.value for one in browser.cookies.jar if one.name == "iga_half")
    for thief in (site.browser(), await site.enrolled("kodomo"), await site.enrolled("ayama")):
        thief.cookies.set("iga_half", str(stolen), path="/login")
        answer = await thief.post("/login/second", data={"code": shown(secret)})
        assert answer.headers["location"] == "/login"
    for path in ("/login/second", "/login/second/options", "/login/second/passkey"):
        assert (await browser.post(path, headers=EVIL)).status_code == 403
    assert (await browser.post("/login/second", data={"code": shown(secret)})).status_code == 303


async def test_a_passkey_needs_a_name_and_an_answer_of_its_own(site: Site) -> None:
    browser = await half_in(site)
    assert (await browser.post("/login/second/options")).status_code == 401, "by number there is none"
    assert 'data-passkey="/login/second" hidden' in (await browser.get("/login/second")).text
    for body in (b"", b"{", b"[]", b'{"id": "x"}', b"\xed\xa0\x80"):
        assert (await browser.post("/login/second/passkey", content=body)).status_code == 401


async def test_what_a_passkey_says_is_not_trusted(site: Site) -> None:
    local = {"origin": "http://localhost:8000", "host": "localhost:8000"}
    browser = await half_in(site)
    options = await browser.post("/login/second/options", headers=local)
    assert options.json()["rp"]["id"] == "localhost"
    forged = {
        "id": "AAAA",
        "rawId": "AAAA",
        "type": "public-key",
        "response": {"clientDataJSON": "e30", "attestationObject": "oA"},
    }
    for content in (json.dumps(forged).encode(), b"\xff\xfe", b"{}", b"[" * 10_000):
        await browser.post("/login/second/options", headers=local)
        answer = await browser.post("/login/second/passkey", content=content, headers=local)
        assert answer.status_code in (401, 403), answer.text
    too_long = await browser.post("/login/second/passkey", content=b"x" * 20_000, headers=local)
    assert too_long.status_code in (401, 413, 422)
    assert factors.of(site.services.database, "kanri") == ()


async def test_one_s_own_are_added_and_taken_away_with_the_password(site: Site) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    page = (await browser.get("/account/second")).text
    assert "まだありません" in page
    secret = secret_on(page)
    wrong = await browser.post("/account/second", data={"now": "no", "code": shown(secret), "act": "app"})
    assert (wrong.status_code, "いまのパスワードがちがいます" in wrong.text) == (422, True)
    asked = {"now": PASSWORD, "code": shown(secret), "act": "app"}
    assert (await browser.post("/account/second", data=asked, headers=EVIL)).status_code == 403
    done = await browser.post("/account/second", data=asked)
    assert done.headers["location"] == "/account/second?added"
    page = (await browser.get("/account/second?added")).text
    assert "確認コードのアプリ" in page
    assert secret not in page, "the next one has a secret of its own"
    (held,) = factors.of(site.services.database, "kodomo2")
    for act in ("remove:0", "remove:x", f"remove:{'9' * 40}"):
        answer = await browser.post("/account/second", data={"now": PASSWORD, "act": act})
        assert (answer.status_code, "もうありません" in answer.text) == (422, True)
    done = await browser.post("/account/second", data={"now": PASSWORD, "act": f"remove:{held.id}"})
    assert done.headers["location"] == "/account/second?removed"
    assert factors.of(site.services.database, "kodomo2") == ()


async def test_nobody_takes_away_another_s(site: Site) -> None:
    hoken = await site.logged_in("hoken", "hoken2")
    secret = secret_on((await hoken.get("/account/second")).text)
    await hoken.post("/account/second", data={"now": PASSWORD, "code": shown(secret), "act": "app"})
    (held,) = factors.of(site.services.database, "hoken2")
    kodomo = await site.logged_in("kodomo", "kodomo2")
    answer = await kodomo.post("/account/second", data={"now": PASSWORD, "act": f"remove:{held.id}"})
    assert answer.status_code == 422
    assert len(factors.of(site.services.database, "hoken2")) == 1


async def test_a_code_from_the_bureau_does_not_pass_by_the_second_step(site: Site) -> None:
    from iga_madoguchi.domain.accounts import codes

    browser = await half_in(site)
    code = codes.issue(site.services.database, "kanri", SYSTEM)
    own = "青い山と三匹のねこ、遠い雨の音"
    answer = await browser.post(
        "/login/new", data={"login": "kanri", "code": code, "password": own, "again": own}
    )
    assert answer.headers["location"] == "/login/second"
    assert "iga_session" not in browser.cookies
