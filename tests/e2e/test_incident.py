"""A fault comes up on the open overview by itself, somebody takes it on, and it goes when it is repaired."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Cast, Person
from tests.e2e.server import Server

HALF_A_MINUTE = 30_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of its own: nothing else is wrong on it."""
    own = Server(tmp_path / "data")
    own.start()
    yield own
    own.stop()


@pytest.mark.long
def test_a_silent_branch_is_said_taken_on_and_over(cast: Cast, server: Server) -> None:
    ayama, bureau = cast.ayama(), cast.admin()
    ayama.on("kiosk.standby")
    heading = bureau.page.get_by_role("heading", level=1)
    expect(heading).not_to_have_text("すべて正常です")
    bureau.shot("overview-new")

    ayama.page.close()
    began = time.monotonic()
    card = bureau.page.locator("article.prob", has_text="阿山支所の端末につながりません")
    expect(card).to_be_visible(timeout=HALF_A_MINUTE)
    assert time.monotonic() - began < 30
    expect(heading).to_contain_text("対応が必要です")
    expect(card).to_contain_text("阿山支所に来た方")
    expect(card).to_contain_text("いますること")
    _shots(bureau, "overview-silent")

    card.get_by_role("textbox").fill("支所に電話しています")
    card.get_by_role("button", name="確認しました").click()
    expect(card).to_contain_text("確認しました 支所に電話しています")
    bureau.shot("overview-seen")

    back = ayama.context.new_page()
    back.goto(cast.url)
    expect(card).to_have_count(0, timeout=HALF_A_MINUTE)
    bureau.page.get_by_role("link", name="点検の一覧").first.click()
    bureau.on("admin.checks")
    expect(bureau.page.locator("li", has_text="阿山支所の端末につながりません")).to_be_visible()
    expect(bureau.page.locator("tr", has_text="対象なし").first).to_be_visible()
    _shots(bureau, "checks")


def _shots(bureau: Person, name: str) -> None:
    page = bureau.page
    bureau.shot(name)
    page.set_viewport_size({"width": 1280, "height": 1024})
    wide = page.evaluate("document.documentElement.scrollWidth")
    bureau.shot(f"{name}-small")
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert wide <= 1280
