"""A planned restart waits for the talk to end, and then everybody is back without doing anything."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Error, Route, expect

from iga_madoguchi.kit.clock import TOKYO
from tests.e2e.people import Cast, Person
from tests.e2e.server import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    own = Server(tmp_path / "data")
    own.start()
    yield own
    own.stop()


@pytest.mark.long
def test_nobody_is_cut_off_and_everybody_is_back(cast: Cast, server: Server) -> None:
    ayama, kodomo, bureau = cast.ayama(), cast.kodomo(), cast.admin()
    ayama.press("相談をはじめる")
    ayama.on("kiosk.choose")
    ayama.press("こども未来課", exact=False)
    kodomo.press("応答する")
    kodomo.on("desk.in_call")
    assert server.process is not None
    pid = server.process.pid

    bureau.page.get_by_role("link", name="電源").click()
    bureau.on("admin.power")
    at = (datetime.now(TOKYO) + timedelta(minutes=1)).replace(second=0)
    bureau.page.get_by_label("始め直す時刻").fill(f"{at:%Y-%m-%dT%H:%M}")
    bureau.press("この時刻に始め直す")
    for person in (kodomo, bureau):
        expect(person.page.locator(".power-note")).to_contain_text(f"{at:%H:%M}に、サーバーを始め直します")
    expect(ayama.page.locator(".power-note")).to_have_count(0)
    bureau.shot("restart-planned")

    # To the branch it is a new build; to the desk it is the same.
    ayama.page.route(re.compile(r"/kiosk/?$"), _newer)
    for person in (ayama, kodomo):
        person.page.evaluate("window.before = true")
    waits = "通話や受付が終わりしだい"
    expect(bureau.page.locator(".power-note")).to_contain_text(waits, timeout=90_000)
    time.sleep(12)  # several looks
    assert _starts(server) == 1, "the talk goes on"
    ayama.on("kiosk.in_call")
    ayama.press("通話を終わる")
    began = time.monotonic()
    while _starts(server) < 2:
        assert time.monotonic() - began < 60
        time.sleep(0.2)
    expect(bureau.page.locator(".power-note")).to_have_count(0, timeout=60_000)
    expect(bureau.page.locator("td", has_text="サーバーの始め直しが終わりました")).to_be_visible(
        timeout=30_000
    )
    bureau.shot("restart-done")
    assert server.process.poll() is None
    assert server.process.pid == pid, "who watches over the process sees no end"
    kodomo.on("desk.board")
    ayama.on("kiosk.standby")
    _until_anew(ayama)
    ayama.on("kiosk.standby")
    assert kodomo.page.evaluate("window.before"), "what is of this build stays"

    bureau.page.goto(f"{cast.url}/admin/selftests")
    bureau.on("admin.selftests")
    bureau.page.locator("tr[data-terminal=kodomo]").get_by_role("button", name="読み直す").click()
    _until_anew(kodomo)
    kodomo.on("desk.board")
    bureau.shot("restart-reloaded")


def _until_anew(person: Person) -> None:
    """What was noted in the page went with it."""
    began, noted = time.monotonic(), True
    while noted:
        assert time.monotonic() - began < 150
        time.sleep(0.5)
        with contextlib.suppress(Error):  # amid its loading
            noted = person.page.evaluate("window.before === true")


def _newer(route: Route) -> None:
    """What the page asks for beside itself says another version; the page itself is the real one."""
    if route.request.resource_type != "fetch":
        return route.continue_()
    answer = route.fetch()
    return route.fulfill(
        response=answer, body=re.sub(r"manifest-[0-9a-f]+", "manifest-0123abcd", answer.text())
    )


def _starts(server: Server) -> int:
    return server.log.read_text(encoding="utf-8").count("iga_madoguchi.web ready")
