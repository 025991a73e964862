"""Somebody new comes in with a code and a password of her own, and is stopped; an admin shows two things."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.people import KODOMO_FACE, KODOMO_HZ, Cast, Person
from tests.e2e.server import Server
from tests.e2e.test_hostile import refusals

pytestmark = pytest.mark.e2e
CUT_OFF = """() => [...document.querySelectorAll("table")].map(
    (table) => table.scrollWidth > table.parentElement.clientWidth)"""
OUTSIDE_THE_BAR = """() => {
    const bar = document.querySelector(".bar").getBoundingClientRect();
    const links = [...document.querySelectorAll(".bar-links a")];
    return links.filter((link) => {
        const box = link.getBoundingClientRect();
        return box.top < bar.top || box.bottom > bar.bottom || box.right > bar.right;
    }).map((link) => link.textContent);
}"""
COUNT_TONES = """(() => {
    const make = AudioContext.prototype.createOscillator;
    window.tones = 0;
    AudioContext.prototype.createOscillator = function () {
        window.tones += 1;
        window.sounding = this.state;
        return make.call(this);
    };
})()"""
OWN = "青い山と三匹のねこ、遠い雨の音"


@pytest.fixture
def cast(browser: Browser, own_server: Server) -> Iterator[Cast]:
    made = Cast(browser, own_server)
    yield made
    problems = [problem for person in made.people for problem in person.problems]
    made.close()
    assert problems == []


def both_sizes(person: Person, name: str) -> None:
    for width, height in ((1280, 1024), (1920, 1080)):
        person.page.set_viewport_size({"width": width, "height": height})
        person.shot(f"{name}-{width}")
        wide, shown = person.page.evaluate("() => [document.body.scrollWidth, innerWidth]")
        assert wide <= shown, "nothing sticks out"
        assert not any(person.page.evaluate(CUT_OFF)), "no table is"


def test_somebody_new_comes_in_by_a_code_and_is_stopped(cast: Cast, own_server: Server) -> None:
    bureau = cast.admin()
    for width, height in ((1280, 1024), (1600, 900), (1920, 1080)):
        bureau.page.set_viewport_size({"width": width, "height": height})
        assert bureau.page.evaluate(OUTSIDE_THE_BAR) == [], width
        bureau.shot(f"overview-links-{width}")
    bureau.page.get_by_role("link", name="職員", exact=True).click()
    bureau.on("admin.accounts")
    expect(bureau.page.get_by_role("row").filter(has_text="管理 一郎")).to_contain_text("この画面")
    both_sizes(bureau, "accounts")
    bureau.press("職員を加える")
    both_sizes(bureau, "accounts-new")
    bureau.page.get_by_label("ユーザーID").fill("hanako")
    bureau.page.get_by_label("名前").fill("山田 花子")
    bureau.press("加える")
    expect(bureau.page.get_by_role("alert")).to_contain_text("端末を選んでください")
    bureau.page.get_by_role("combobox", name="端末").select_option("kodomo")
    bureau.press("加える")
    code = bureau.page.get_by_role("textbox", name="設定コード").input_value()
    both_sizes(bureau, "accounts-code")

    hanako = cast.come_by(cast.enrol_url("kodomo"), [KODOMO_FACE], KODOMO_HZ)
    hanako.on("login")
    hanako.page.get_by_role("link", name="はじめての方・パスワードを忘れた方").click()
    hanako.on("login.new")
    hanako.page.get_by_label("ユーザーID").fill("hanako")
    hanako.page.get_by_label("設定コード").fill(code.lower())
    for field in ("新しいパスワード", "新しいパスワード（もう一度）"):
        hanako.page.get_by_label(field, exact=True).fill("igashiyakusho2024")
    hanako.press("決めてログインする")
    expect(hanako.page.get_by_role("alert")).to_contain_text("当てられやすい")
    both_sizes(hanako, "login-new")
    for field in ("新しいパスワード", "新しいパスワード（もう一度）"):
        hanako.page.get_by_label(field, exact=True).fill(OWN)
    hanako.page.get_by_label("入力した文字を見る").check()
    expect(hanako.page.get_by_label("新しいパスワード", exact=True)).to_have_attribute("type", "text")
    hanako.press("決めてログインする")
    hanako.on("desk.board")

    row = bureau.page.get_by_role("row").filter(has_text="山田 花子")
    expect(row.get_by_role("button", name="ログアウトさせる")).to_be_visible()
    bureau.press("閉じる")
    bureau.press("止める 山田 花子")
    both_sizes(bureau, "accounts-stop")
    bureau.press("止める", exact=True)
    expect(bureau.page.get_by_text("山田 花子さんのログインを止めました。")).to_be_visible()
    hanako.on("login")
    cast.log_in(hanako, {"login": "hanako", "password": OWN})
    expect(hanako.page.get_by_role("alert")).to_contain_text("ユーザーIDかパスワードがちがいます")
    both_sizes(hanako, "login")
    bureau.press("また使えるようにする 山田 花子")
    cast.log_in(hanako, {"login": "hanako", "password": OWN})
    hanako.on("desk.board")

    admin = own_server.credentials["admin"]
    nobody_sat_there(own_server, admin["login"])
    bureau.page.get_by_role("switch", name="画面のロック").click()
    again = bureau.page.get_by_role("dialog", name="パスワードをもう一度")
    again.get_by_label("パスワード").fill("something else entirely")
    again.get_by_role("button", name="続ける").click()
    expect(again.get_by_role("alert")).to_contain_text("パスワードがちがいます")
    both_sizes(bureau, "accounts-again")
    again.get_by_label("パスワード").fill(admin["password"])
    again.get_by_role("button", name="続ける").click()
    expect(again).to_have_count(0)
    expect(bureau.page.get_by_role("switch", name="画面のロック")).to_be_checked()
    both_sizes(bureau, "accounts-lock")
    she_leaves_her_seat(cast, own_server, hanako)


def she_leaves_her_seat(cast: Cast, server: Server, hanako: Person) -> None:
    """Locked; it rings all the same; her password brings the same screen back, and the call."""
    hanako.context.add_init_script(COUNT_TONES)
    address = f"{cast.url}/desk/?from=here"
    hanako.page.goto(address)
    hanako.on("desk.board")
    nobody_sat_there(server, "hanako")
    hanako.on("lock")
    assert "hanako" not in hanako.page.inner_text("body")
    both_sizes(hanako, "lock")
    hanako.page.go_back()
    hanako.on("lock")
    hanako.page.go_forward()
    hanako.on("lock")
    ayama = cast.ayama()
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    expect(hanako.page.get_by_role("alert").first).to_contain_text("呼び出しが来ています")
    assert "阿山" not in hanako.page.content(), "not who it is"
    hanako.page.wait_for_function("() => window.tones > 3 && window.sounding === 'running'")
    both_sizes(hanako, "lock-rings")
    hanako.page.get_by_label("パスワード").fill(OWN)
    hanako.press("もとの画面にもどる")
    hanako.on("desk.board")
    assert hanako.page.url == address
    hanako.press("応答する")
    hanako.on("desk.in_call")
    nobody_sat_there(server, "hanako")
    hanako.page.wait_for_timeout(6000)
    hanako.on("desk.in_call")
    hanako.press("通話を終わる")
    hanako.on("desk.board")
    assert [problem for person in cast.people for problem in person.problems] == []
    cast.close()
    assert server.stop() == 0
    found = {kind for kind, _ in refusals(server)}
    assert found <= {"session"}, "what people do is no attempt; a page that was turned out may try once more"


def nobody_sat_there(server: Server, login: str) -> None:
    """For an hour."""
    before = str(datetime.now(UTC) - timedelta(hours=1)).partition("+")[0]
    with contextlib.closing(sqlite3.connect(server.data_dir / "madoguchi.db")) as base, base:
        base.execute(
            "update staff_session set started_at = ?, acted_at = null, shown_at = null where ended_at is null"
            " and staff_id = (select id from staff where login = ?)",
            (before, login),
        )


def digits(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30 * steps))


def secret_on(person: Person) -> str:
    return person.page.locator(".door-app code").inner_text().replace(" ", "")


def leave(person: Person) -> None:
    person.press("ログアウト")
    person.on("login")


def test_an_admin_sets_up_an_app_and_then_a_passkey(cast: Cast, own_server: Server) -> None:
    account = own_server.credentials["admin"]
    # A passkey belongs to a name; the machine's own is one.
    named = cast.enrol_url("digital").replace("127.0.0.1", "localhost")
    bureau = cast.come_by(named, [], 0)
    bureau.on("login")
    cast.log_in(bureau, account)
    bureau.on("admin.overview")
    expect(bureau.page.get_by_text("管理者は、パスワードだけでログインできます")).to_be_visible()
    bureau.page.get_by_role("link", name="2段階の確認を使うように").click()
    bureau.on("admin.accounts")
    bureau.page.get_by_role("switch", name="管理者の2段階の確認").click()
    expect(bureau.page.get_by_role("switch", name="管理者の2段階の確認")).to_be_checked()
    both_sizes(bureau, "accounts-rule")

    leave(bureau)
    cast.log_in(bureau, account)
    bureau.on("login.setup")
    both_sizes(bureau, "login-setup")
    secret = secret_on(bureau)
    bureau.page.get_by_label("確認コード").fill("123456")
    bureau.press("登録してログインする")
    expect(bureau.page.get_by_role("alert").first).to_contain_text("確認コードがちがいます")
    bureau.page.get_by_label("確認コード").fill(digits(secret))
    bureau.press("登録してログインする")
    bureau.on("admin.overview")

    bureau.page.goto(f"http://localhost:{own_server.port}/account")
    bureau.page.get_by_role("link", name="2段階の確認を見る・変える").click()
    bureau.on("account.second")
    browser = bureau.context.new_cdp_session(bureau.page)
    browser.send("WebAuthn.enable")
    browser.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    bureau.press("パスキーを加える")
    expect(bureau.page.get_by_text("パスキーを加えられませんでした")).to_be_visible()
    bureau.page.get_by_label("いまのパスワード").fill(account["password"])
    bureau.press("パスキーを加える")
    expect(bureau.page.get_by_role("status")).to_contain_text("加えました")
    both_sizes(bureau, "account-second")
    bureau.page.get_by_role("link", name="もとの画面にもどる").click()
    bureau.on("admin.overview")

    leave(bureau)
    cast.log_in(bureau, account)
    bureau.on("login.second")
    both_sizes(bureau, "login-second")
    bureau.press("パスキーを使う")
    bureau.on("admin.overview")
    leave(bureau)
    cast.log_in(bureau, account)
    bureau.on("login.second")
    bureau.page.get_by_label("確認コード").fill(digits(secret, 1))
    bureau.press("ログイン")
    bureau.on("admin.overview")


def test_the_password_is_changed_by_its_owner(cast: Cast, own_server: Server) -> None:
    bureau = cast.admin()
    bureau.page.goto(f"{cast.url}/admin/accounts")
    bureau.press("ご自分のパスワードを変える")
    bureau.on("account")
    both_sizes(bureau, "account")
    bureau.page.get_by_label("いまのパスワード").fill(own_server.credentials["admin"]["password"])
    for field in ("新しいパスワード", "新しいパスワード（もう一度）"):
        bureau.page.get_by_label(field, exact=True).fill(OWN)
    bureau.press("変える")
    expect(bureau.page.get_by_role("status")).to_contain_text("パスワードを変えました")
    bureau.page.get_by_role("link", name="もとの画面にもどる").click()
    bureau.on("admin.overview")
