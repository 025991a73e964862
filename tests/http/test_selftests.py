"""A terminal's self-test over HTTP: a desk without a login may do it and nothing else."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from iga_madoguchi.domain.selftests import service
from tests.http.conftest import Site, Town
from tests.http.test_every_route import REFUSED, ask, tries
from tests.permissions import ROUTES

pytestmark = pytest.mark.anyio
AGENT = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0 Safari/537.36"}


def measured(**change: Any) -> dict[str, Any]:
    room = {"frames": 12, "brightness": 100, "spread": 40, "change": 1.2}
    fine = {
        "cause": "button",
        "took_ms": 3000,
        "camera": room,
        "mic": {"level": -60, "muted": False},
        "speaker": True,
        "line": {"asked": 8, "lost": 0, "median": 2, "worst": 4},
        "offset_ms": 3,
        "kept": 0,
    }
    return {**fine, **change}


async def test_a_desk_with_nobody_at_it_tests_itself_and_does_nothing_else(site: Site) -> None:
    desk = await site.enrolled("hoken")
    asked = await desk.get("/selftest")
    assert asked.status_code == 200
    assert asked.headers["cache-control"] == "no-store"
    assert asked.json()["kind"] == "desk"
    assert "paper" not in asked.json()["parts"]
    assert asked.json()["due"] in ("schedule", "")
    kept = await desk.post("/selftest", json=measured(), headers=AGENT)
    assert (kept.status_code, kept.json()) == (200, {"state": "good", "troubles": []})
    states = {one.terminal_id: one.state for one in service.standings(site.services.database)}
    assert states["hoken"] == "good"
    for method, path in tries(site, *set(ROUTES.values()) - {"anybody", "device", "office"}):
        status, _ = await ask(desk, method, path, call="x")
        assert status in REFUSED | {303} or method == "OPTIONS", (method, path, status)


async def test_the_answer_says_what_is_so_and_what_to_do(site: Site) -> None:
    desk = await site.enrolled("hoken")
    black = {"frames": 12, "brightness": 1, "spread": 0.2, "change": 0.4}
    answer = await desk.post("/selftest", json=measured(camera=black), headers=AGENT)
    [trouble] = answer.json()["troubles"]
    assert (answer.json()["state"], trouble["part"]) == ("bad", "camera")
    assert trouble["what"] == "顔のカメラがふさがれています。"
    assert "見てください" in trouble["todo"]


async def test_the_echo_is_the_real_time(site: Site) -> None:
    desk = await site.enrolled("hoken")
    now = (await desk.get("/selftest/echo")).json()["now"]
    assert abs(now - time.time() * 1000) < 5000


async def test_what_is_malformed_too_large_or_too_often_is_refused(site: Site) -> None:
    desk = await site.enrolled("hoken")
    assert (await desk.post("/selftest", json=measured(image="AAAA"))).status_code == 422
    assert (await desk.post("/selftest", content=b"[" * 4000)).status_code == 422
    assert (await desk.post("/selftest", content=b" " * 5000)).status_code == 413
    statuses = [(await desk.post("/selftest", json=measured())).status_code for _ in range(6)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert len(service.history(site.services.database, *_ever())) < 6


async def test_strangers_and_foreign_pages_keep_nothing(site: Site, town: Town) -> None:
    for path in ("/selftest", "/selftest/echo"):
        assert (await site.browser().get(path)).status_code == 401
    assert (await site.browser().post("/selftest", json=measured())).status_code == 401
    foreign = site.browser("http://evil.example")
    foreign.cookies = town.ayama.cookies
    assert (await foreign.post("/selftest", json=measured())).status_code == 403
    assert service.history(site.services.database, *_ever()) == ()


def _ever() -> Any:
    return datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
