"""The bureau's page of the operation log, an auditor who has nothing else, and a log that was bent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from iga_madoguchi.db.engine import open_engine
from tests.domain.audit.bending import bend
from tests.e2e.people import Cast, Person
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e


@pytest.fixture
def cast(browser: Browser, own_server: Server) -> Iterator[Cast]:
    made = Cast(browser, own_server)
    yield made
    problems = [problem for person in made.people for problem in person.problems]
    made.close()
    assert problems == []


def rows(person: Person) -> list[str]:
    return person.page.locator(".log-list tbody tr strong").all_inner_texts()


def both_sizes(person: Person, name: str) -> None:
    for width, height in ((1280, 1024), (1920, 1080)):
        person.page.set_viewport_size({"width": width, "height": height})
        person.shot(f"{name}-{width}")
        wide, shown = person.page.evaluate("() => [document.body.scrollWidth, innerWidth]")
        assert wide <= shown, "nothing sticks out"


def test_the_log_is_read_narrowed_taken_away_and_checked(cast: Cast, own_server: Server) -> None:
    bureau = cast.admin()
    bureau.page.get_by_role("link", name="操作記録").click()
    bureau.on("admin.audit")
    expect(bureau.page.get_by_role("status").first).to_contain_text("まだ確かめていません")
    expect(bureau.page.locator(".log-list tbody tr").first).to_be_visible()
    assert "端末を登録しました" in rows(bureau)
    both_sizes(bureau, "audit")
    for _ in range(2):
        bureau.press("いま確かめる")
        expect(bureau.page.get_by_role("status").first).to_contain_text("書いたときのままです")

    bureau.page.get_by_label("種類").select_option("accounts")
    bureau.press("さがす")
    expect(bureau.page.locator(".log-list tbody tr strong").filter(has_text="端末を登録")).to_have_count(0)
    assert set(rows(bureau)) == {
        "ログインしました",
        "職員を加えました",
        "ログインの決まりを切りかえました",
    }
    with bureau.page.expect_download() as taken:
        bureau.page.get_by_role("link", name="表（CSV）").click()
    table = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert "accounts.login.accepted" in table
    assert "terminals." not in table, "what is taken away is what was asked for"

    bureau.page.get_by_label("はじめの日").fill("2026-05-02")
    bureau.page.get_by_label("終わりの日").fill("2026-05-01")
    bureau.press("さがす")
    expect(bureau.page.get_by_role("alert")).to_contain_text("終わりの日よりあと")
    bureau.page.get_by_label("はじめの日").fill("2020-05-01")
    bureau.page.get_by_label("終わりの日").fill("2020-05-02")
    bureau.press("さがす")
    expect(bureau.page.locator(".log-list")).to_contain_text("その記録はありません")
    bureau.press("きょう")
    expect(bureau.page.locator(".log-list tbody tr").first).to_be_visible()


def test_an_auditor_sees_the_log_and_nothing_else_and_that_it_was_bent(
    cast: Cast, own_server: Server
) -> None:
    own_server.command("user", "add", "kansa", "--role", "auditor", "--name", "監査 花子")
    password = own_server.command("user", "passwd", "kansa", "--json")
    auditor = cast.come_by(cast.enrol_url("digital"), [], 0)
    cast.log_in(auditor, {"login": "kansa", "password": password["password"]})
    auditor.on("admin.audit")
    expect(auditor.page.get_by_role("link", name="運用状況にもどる")).to_have_count(0)
    for path in ("/admin", "/admin/terminals", "/admin/backup"):
        auditor.page.goto(f"{cast.url}{path}")
        expect(auditor.page.locator("[data-screen='admin.overview'] main, .house-main")).to_have_count(0)
    auditor.page.goto(f"{cast.url}/")
    auditor.on("admin.audit")

    engine = open_engine(f"sqlite:///{own_server.data_dir / 'madoguchi.db'}")
    changed = "UPDATE operation_log SET actor = 'nobody' WHERE seq = 2"
    bend(engine, changed, "DELETE FROM operation_log WHERE seq = 4")
    auditor.press("いま確かめる")
    said = auditor.page.get_by_role("status").first
    expect(said).to_contain_text("書いたときのままではありません")
    expect(said).to_contain_text("2番の記録は、書いたあとに変えられています。")
    expect(said).to_contain_text("4番の記録は、抜き取られています。")
    both_sizes(auditor, "audit-bent")
