"""The bureau backs up now: it is started once, its progress is seen, and then it is in the list."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Cast
from tests.e2e.server import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of its own: its backups are counted. With a second place, as a city has it."""
    if shutil.which("restic") is None:
        pytest.skip("restic is not installed")
    second = tmp_path / "second"
    second.mkdir()
    own = Server(tmp_path / "data", IGA_BACKUP_DIR_2=str(second))
    own.start()
    yield own
    own.stop()


@pytest.mark.long
def test_the_bureau_backs_up_now(cast: Cast, server: Server) -> None:
    bureau = cast.admin()
    bureau.page.get_by_role("link", name="バックアップ").click()
    bureau.on("admin.backup")
    heading = bureau.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("まだ、バックアップがありません", timeout=15_000)
    bureau.shot("backup-none")

    start = bureau.page.get_by_role("button", name="全体をいまバックアップする")
    other = bureau.page.get_by_role("button", name="プログラムをいまバックアップする")
    start.click()
    expect(bureau.page.get_by_role("progressbar")).to_be_visible(timeout=10_000)
    expect(start).to_be_disabled()
    expect(other).to_be_disabled()
    bureau.shot("backup-running")

    rows = bureau.page.locator("section", has_text="バックアップの一覧").locator("tbody tr")
    expect(rows).to_have_count(1, timeout=120_000)
    expect(rows.first).to_contain_text("全体")
    expect(rows.first).to_contain_text("1つめと2つめ")
    expect(bureau.page.get_by_role("progressbar")).to_have_count(0)
    expect(start).to_be_enabled()
    expect(heading).to_have_text("確かめることが1件あります")
    expect(bureau.page.get_by_role("heading", name="復元の控えが、まだ印刷されていません")).to_be_visible()

    server.command("backup", "key", "--show")
    proven = bureau.page.locator("li", has_text="最後に元に戻せると確かめた日")
    expect(proven).to_contain_text("まだありません")
    bureau.page.get_by_role("button", name="復元の練習をする").click()
    expect(bureau.page.get_by_role("heading", name="復元の練習をしています")).to_be_visible(timeout=10_000)
    bureau.shot("backup-drill")
    expect(proven).to_contain_text("きょう", timeout=120_000)
    bureau.page.reload()
    expect(heading).to_have_text("バックアップは、すべて正常です", timeout=15_000)
    bureau.shot("backup-safe")
    bureau.page.set_viewport_size({"width": 1280, "height": 1024})
    bureau.shot("backup-safe-narrow")
    assert len(server.command("backup", "list")["snapshots"]) == 2
