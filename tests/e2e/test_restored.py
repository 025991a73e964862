"""A city that is brought back serves: terminals are still enrolled, and the missed night is made up for."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.e2e.server import Server

DAY_S = 24 * 60 * 60


@pytest.mark.e2e
def test_a_restored_folder_is_served(tmp_path: Path) -> None:
    place = str(tmp_path / "place")
    city = Server(tmp_path / "data", IGA_BACKUP_DIR=place)
    city.start()
    try:
        kiosk = httpx.Client(follow_redirects=False)
        assert kiosk.get(city.credentials["branches"]["ayama"]["enrol_url"]).status_code == 303
        assert kiosk.get(f"{city.url}/").headers["location"].endswith("/kiosk")
        assert city.command("backup", "run")["outcome"] == "done", "also while it serves"
    finally:
        city.kill()

    done = city.command("restore", "--from", "latest", "--to", str(tmp_path / "new"))
    assert (done["warnings"], done["rows"] > 50) == ([], True)
    (tmp_path / "data").rename(tmp_path / "burnt")

    # A day later: the night between has gone by without a server.
    restored = Server(tmp_path / "new", IGA_BACKUP_DIR=place, IGA_CLOCK_OFFSET_S=str(DAY_S))
    restored.start()
    try:
        assert restored.credentials["desks"].keys() == {"shogai", "kodomo", "kaigo", "hoken"}
        assert kiosk.get(f"{restored.url}/").headers["location"].endswith("/kiosk"), "still the same terminal"
        assert restored.command("audit", "verify")["broken_at"] is None
        until(lambda: len(restored.command("backup", "list")["snapshots"]) >= 2)
    finally:
        assert restored.stop() == 0


def until(true: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(1)
