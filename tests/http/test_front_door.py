"""Enrolment, login, logout, and the way to where one belongs."""

from __future__ import annotations

import pytest

from tests.http.conftest import Site

pytestmark = pytest.mark.anyio


async def test_a_code_makes_this_browser_that_terminal_once(site: Site) -> None:
    code, first, second = site.code("ayama"), site.browser(), site.browser()
    answer = await first.get("/enrol", params={"code": code})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers.get_list("set-cookie")[0].lower()
    assert all(part in cookie for part in ("iga_device=", "httponly", "samesite=lax", "max-age="))
    assert answer.headers["clear-site-data"] == '"storage"'
    assert (await first.get("/")).headers["location"] == "/kiosk"

    used = await second.get("/enrol", params={"code": code})
    unknown = await second.get("/enrol", params={"code": "unknown"})
    assert (used.status_code, used.text) == (unknown.status_code, unknown.text) == (422, unknown.text)
    assert "この登録コードは使えません" in used.text
    assert 'data-screen="enrol"' in used.text


async def test_the_whole_link_may_be_typed_in(site: Site) -> None:
    browser = site.browser()
    link = f"http://127.0.0.1:8000/enrol?code={site.code('ayama')}"
    assert (await browser.post("/enrol", data={"code": link})).status_code == 303
    assert (await browser.get("/")).headers["location"] == "/kiosk"


async def test_a_new_device_ends_the_old_one(site: Site) -> None:
    old = await site.enrolled("ayama")
    await site.enrolled("ayama")
    assert (await old.get("/")).headers["location"] == "/enrol"
    assert (await old.get("/session/check")).status_code == 401


async def test_guessing_codes_is_slowed_down(site: Site) -> None:
    browser = site.browser()
    answers = [(await browser.get("/enrol", params={"code": f"guess{n}"})).status_code for n in range(25)]
    assert answers[0] == 422
    assert answers[-1] == 429


async def test_a_desk_needs_a_person_and_goes_to_its_page(site: Site) -> None:
    browser = await site.enrolled("kodomo")
    assert (await browser.get("/")).headers["location"] == "/login"
    assert 'data-screen="login"' in (await browser.get("/login")).text
    browser = await site.logged_in("kodomo", "kodomo2")
    assert (await browser.get("/")).headers["location"] == "/desk"
    assert (await browser.post("/logout")).headers["location"] == "/"
    assert (await browser.get("/")).headers["location"] == "/login"


async def test_a_branchs_staff_need_no_login_and_have_their_own_page_only(site: Site) -> None:
    browser = await site.enrolled("ayama-staff")
    assert (await browser.get("/")).headers["location"] == "/staff"
    for path in ("/kiosk", "/desk", "/admin", "/login"):
        assert (await browser.get(path)).headers["location"] == "/", path
    kiosk = await site.enrolled("ayama")
    assert (await kiosk.get("/staff")).headers["location"] == "/"
    call = site.place(kiosk, "hoiku")
    absent = await browser.post("/media/token/no-such-call")
    answer = await browser.post(f"/media/token/{call}")
    assert (answer.status_code, answer.content) == (404, absent.content), "no picture of the call either"


async def test_wrong_and_unknown_get_the_same_answer(site: Site) -> None:
    browser = await site.enrolled("kodomo")
    wrong = await browser.post("/login", data={"login": "kodomo", "password": "wrong"})
    unknown = await browser.post("/login", data={"login": "kodomo", "password": ""})
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text == unknown.text


async def test_another_desk_s_person_is_told_where_to_go(site: Site) -> None:
    await site.logged_in("hoken", "hoken2")
    browser = await site.enrolled("kodomo")
    from tests.cast import PASSWORD

    answer = await browser.post("/login", data={"login": "hoken2", "password": PASSWORD})
    assert answer.status_code == 403
    assert "担当ではありません" in answer.text


async def test_a_stranger_at_one_terminal_keeps_nobody_out_at_another(site: Site) -> None:
    browser = await site.enrolled("kodomo")
    for _ in range(15):
        answer = await browser.post("/login", data={"login": "kodomo", "password": "wrong"})
    assert answer.status_code == 429
    await site.logged_in("hoken", "hoken2")


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:8001"])
async def test_forms_come_from_our_own_pages(site: Site, origin: str | None) -> None:
    browser = await site.enrolled("kodomo")
    if origin is None:
        del browser.headers["Origin"]
    else:
        browser.headers["Origin"] = origin
    for path in ("/login", "/logout", "/enrol"):
        answer = await browser.post(path, data={"login": "kodomo", "password": "x", "code": "y"})
        assert (answer.status_code, answer.json()["code"]) == (403, "http.origin")


async def test_what_is_typed_is_never_markup(site: Site) -> None:
    browser = await site.enrolled("kodomo")
    answer = await browser.post("/login", data={"login": '"><script>alert(1)</script>', "password": "x"})
    assert "<script>alert" not in answer.text


async def test_a_form_without_end_is_cut_off(site: Site) -> None:
    browser = await site.enrolled("kodomo")
    answer = await browser.post("/login", content=b"login=" + b"x" * 1_000_000)
    assert answer.status_code == 413


@pytest.mark.parametrize("page", ["/kiosk", "/desk", "/desk/", "/admin", "/admin/accounts", "/kiosk.html"])
async def test_a_page_is_only_for_its_kind_of_terminal(site: Site, page: str) -> None:
    stranger = site.browser()
    answer = await stranger.get(page)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    if not page.startswith("/kiosk"):
        branch = await site.enrolled("ayama")
        assert (await branch.get(page)).status_code == 303


async def test_every_answer_carries_the_headers(site: Site) -> None:
    answer = await site.browser().get("/enrol", headers={"Origin": "http://evil.example"})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'"
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert "server" not in answer.headers


async def test_health_says_little_to_strangers(site: Site) -> None:
    stranger = site.browser()
    assert (await stranger.get("/healthz")).json() == {"status": "ok"}
    absent = await stranger.get("/media/resource/nothing-there")
    for path in ("/readyz", "/metrics"):
        answer = await stranger.get(path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"
    assert absent.status_code == 405
    branch = await site.enrolled("ayama")
    assert (await branch.get("/metrics")).status_code == 404
    admin = await site.logged_in("digital", "bureau", "admin")
    site.services.lookout.look()
    told = (await admin.get("/metrics")).text
    assert "iga_process_open_fds" in told
    assert 'iga_check_state{check="database.away",subject=""} 0' in told
    assert "iga_open_incidents " in told
    site.readiness.ready = False
    assert (await stranger.get("/healthz")).status_code == 503


@pytest.mark.parametrize(
    "path", ["/ping", "/_health", "/_upload", "/_upload/x", "/_all_routes", "/_event", "/_event/"]
)
async def test_reflex_s_own_routes_are_shut(site: Site, path: str) -> None:
    browser = await site.enrolled("ayama")
    for answer in (await browser.get(path), await browser.post(path, content=b"x")):
        assert answer.status_code == 404


async def test_the_unexpected_gets_a_number_and_no_words(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("山田太郎 090-0000-0000")

    monkeypatch.setattr(site.services.sessions, "identify", broken)
    answer = await site.browser().get("/")
    assert answer.status_code == 500
    number = answer.json()["code"].removeprefix("incident.")
    assert number in caplog.text
    assert "山田" not in answer.text + caplog.text
