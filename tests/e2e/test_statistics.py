"""A call ends and the bureau's page tells at once what it was worth; what is printed and taken along fits."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.people import Cast, Person
from tests.e2e.server import Server
from tests.e2e.test_move_on import place

pytestmark = pytest.mark.e2e
AT_ONCE_MS = 2_000
# When the page showed another mean last, by its own clock: a test that looks in turns would see it later.
WATCH = """(cell) => new MutationObserver(() => { window.changedAt = Date.now(); })
    .observe(cell, { characterData: true, childList: true, subtree: true })"""
TALK_MS = 7_000  # so long that the mean is not 0.0 minutes
ONE_CALL = re.compile(r"^今年度は1件。市役所への移動を15km、")


@pytest.fixture
def quiet_town(browser: Browser, own_server: Server) -> Iterator[Cast]:
    """A server on which nobody has called yet."""
    cast = Cast(browser, own_server)
    yield cast
    problems = [problem for person in cast.people for problem in person.problems]
    foreign = [url for person in cast.people for url in person.foreign]
    cast.close()
    assert (problems, foreign) == ([], [])


def both_sizes(person: Person, name: str) -> None:
    for width, height in ((1280, 1024), (1920, 1080)):
        person.page.set_viewport_size({"width": width, "height": height})
        person.shot(f"{name}-{width}")
        wide = person.page.evaluate(
            "(e) => [e.scrollWidth, e.clientWidth]", person.page.query_selector(".stat")
        )
        assert wide[0] <= wide[1], "nothing sticks out"


def ended_at(server: Server) -> datetime:
    """When the one call of this server ended, by its own log."""
    with sqlite3.connect(f"file:{server.data_dir / 'madoguchi.db'}?mode=ro", uri=True) as connection:
        ((moment,),) = connection.execute("SELECT ended_at FROM call")
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_a_call_that_ends_is_counted_before_anybody_reloads(
    quiet_town: Cast, own_server: Server, tmp_path: Path
) -> None:
    own_server.command("department", "add", "odd", "--name", "=1+1課")
    admin, ayama, kodomo = quiet_town.admin(), quiet_town.ayama(), quiet_town.kodomo()
    admin.page.get_by_role("link", name="利用のまとめ").click()
    admin.on("admin.statistics")
    headline = admin.page.get_by_role("heading", level=1)
    expect(headline).to_have_text("今年度の相談は、まだありません。")
    expect(admin.page.get_by_text("この期間の相談は、まだありません。")).to_be_visible()
    both_sizes(admin, "statistics-empty")
    admin.page.evaluate("window.neverReloaded = true")

    place(ayama, "こども未来課")
    kodomo.press("応答する")
    kodomo.on("desk.in_call")
    kodomo.page.wait_for_timeout(TALK_MS)
    months = admin.page.get_by_role("table", name=re.compile("月ごと$"))
    talked = months.locator("tfoot td").nth(5)
    expect(talked).to_have_text("0.0分")
    talked.evaluate(WATCH)
    kodomo.press("通話を終わる")
    expect(talked).to_have_text(re.compile(r"^0\.[1-9]分$"), timeout=15_000)
    took = admin.page.evaluate("window.changedAt") - 1000 * ended_at(own_server).timestamp()
    assert took < AT_ONCE_MS
    expect(headline).to_have_text(ONE_CALL)

    ayama.on("kiosk.finished")
    ayama.press("よかった")
    liked = admin.page.locator(".stat-tiles > div").filter(has_text="満足")
    expect(liked).to_contain_text("100%")
    expect(liked).to_contain_text("回答 1件")
    assert admin.page.evaluate("window.neverReloaded") is True
    both_sizes(admin, "statistics-one")

    with admin.page.expect_download() as saved:
        admin.page.get_by_role("link", name="課ごとの表をCSVで保存").click()
    content = Path(saved.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert ["こども未来課", "1"] in [row[:2] for row in rows]
    assert "'=1+1課" in [row[0] for row in rows]
    report = admin.page.get_by_role("link", name="報告書").get_attribute("href") or ""
    answer = admin.context.request.get(quiet_town.url + report)
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")

    kodomo.press("記録", exact=False)
    kodomo.press("記録を書く")
    kodomo.press("相談のみ")
    kodomo.press("記録を終える")
    paper = kodomo.page.get_by_role("link", name="印刷する").get_attribute("href") or ""
    answer = kodomo.context.request.get(quiet_town.url + paper)
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
    assert admin.context.request.get(quiet_town.url + paper).status == 404


def test_the_bureau_sets_what_the_saving_is_reckoned_with(quiet_town: Cast) -> None:
    admin = quiet_town.admin()
    admin.page.get_by_role("link", name="利用のまとめ").click()
    admin.on("admin.statistics")
    way = admin.page.get_by_label(re.compile("^阿山支所の往復のきょり"))
    expect(way).to_have_value("19")
    way.fill("900")
    admin.press("阿山支所の見積もりのもとを変える")
    expect(admin.page.get_by_role("alert")).to_contain_text("0から500")
    expect(way).to_have_value("900")
    way.fill("20.5")
    way.press("Enter")
    expect(admin.page.get_by_text("阿山支所：見積もりのもとを変えました。")).to_be_visible()
    expect(way).to_have_value("20.5")
    admin.press("もとに戻す")
    expect(way).to_have_value("19")

    switch = admin.page.get_by_role("switch", name="こども未来課の記録にお名前を残す")
    expect(switch).not_to_be_checked()
    switch.focus()
    admin.page.keyboard.press("Space")
    expect(switch).to_be_checked()
    admin.press("前年度")
    expect(admin.page.get_by_role("heading", level=1)).to_have_text("前年度の相談は、まだありません。")
    admin.page.get_by_label("はじめの日").fill("2026-05-02")
    admin.page.get_by_label("終わりの日").fill("2026-05-01")
    admin.press("この期間を見る")
    expect(admin.page.get_by_role("alert")).to_contain_text("はじめの日が、終わりの日よりあとです")
