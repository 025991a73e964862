"""What a branch says of what is left on its terminal: only numbers, only its own calls, all logged."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.terminals.residue import PAGE_KINDS
from tests.http.conftest import Site, Town

pytestmark = pytest.mark.anyio

NOTHING = dict.fromkeys(PAGE_KINDS, 0)
CLEAN: dict[str, Any] = {"left": {}, "unread": []}


def report(call: str = "", **more: Any) -> dict[str, Any]:
    said = {"occasion": "call" if call else "night", "call": call, "before": NOTHING, "after": NOTHING}
    return {**said, "disk": CLEAN, **more}


def last(site: Site) -> audit.LogEntry:
    return audit.newest(site.services.database, 1)[0]


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({}, "none"),
        ({"disk": None}, "partly"),
        ({"disk": {"left": {}, "unread": ["spool"]}}, "partly"),
        ({"before": {**NOTHING, "storage": 1}}, "cleared"),
        ({"before": {**NOTHING, "caches": 1}, "after": {**NOTHING, "caches": 1}}, "found"),
        ({"disk": {"left": {"downloads": [1, 5000]}, "unread": []}}, "found"),
        ({"disk": {"left": {"downloads": [0, 0]}, "unread": []}}, "none"),
    ],
)
async def test_each_verdict_is_an_action_of_the_log(town: Town, more: dict[str, Any], verdict: str) -> None:
    answer = await town.ayama.post("/residue", json=report(town.call, **more))
    assert (answer.status_code, answer.json()) == (200, {"verdict": verdict})
    entry = last(town.site)
    assert (entry.action, entry.terminal) == (f"terminals.residue.{verdict}", "ayama")
    assert (entry.subject, entry.data["occasion"]) == (town.call, "call")


async def test_the_log_learns_numbers_and_kinds(town: Town) -> None:
    disk = {"left": {"downloads": [2, 5000], "cache": [1, 70]}, "unread": ["spool"]}
    before = {**NOTHING, "storage": 3, "session": 1}
    after = {**NOTHING, "session": 1}
    await town.ayama.post("/residue", json=report(disk=disk, before=before, after=after))
    entry = last(town.site)
    assert entry.subject == "ayama"
    assert entry.data == {
        "occasion": "night",
        "browser": "session=1 storage=3",
        "stays": "session=1",
        "disk": "cache=1 downloads=2",
        "size": 5070,
        "unread": "spool",
    }


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**report(), "more": 1},
        report(occasion="noon"),
        report(occasion=["night"]),
        report(occasion="call"),
        report("x" * 41),
        report("no/slash"),
        report("a", occasion="night"),
        report(call=5),
        report(before={}),
        report(before={**NOTHING, "name": 1}),
        report(before={**NOTHING, "storage": -1}),
        report(before={**NOTHING, "storage": True}),
        report(after={**NOTHING, "storage": 2_000_000_000}),
        report(after=[]),
        report(disk={}),
        report(disk={"left": {"阿山の山田": [1, 1]}, "unread": []}),
        report(disk={"left": {"cache": [1]}, "unread": []}),
        report(disk={"left": {"cache": 1}, "unread": []}),
        report(disk={"left": {}, "unread": ["阿山の山田"]}),
        report(disk={"left": {}, "unread": [["cache"]]}),
        [],
    ],
)
async def test_anything_else_is_refused_and_nothing_is_logged(town: Town, body: object) -> None:
    before = last(town.site)
    answer = await town.ayama.post("/residue", json=body)
    assert answer.status_code == 422
    assert last(town.site) == before


async def test_a_call_of_somebody_else_is_like_none(town: Town) -> None:
    before = last(town.site)
    foreign = await town.ayama.post("/residue", json=report(town.other_call))
    absent = await town.ayama.post("/residue", json=report("no-such-call"))
    assert (foreign.status_code, foreign.content) == (404, absent.content)
    assert last(town.site) == before


async def test_a_page_of_somebody_else_and_a_flood_are_turned_away(site: Site) -> None:
    ayama = await site.enrolled("ayama")
    foreign: httpx.Response = await ayama.post(
        "/residue", json=report(), headers={"Origin": "http://evil.example"}
    )
    assert foreign.status_code == 403
    assert (await ayama.post("/residue", content=b"x" * 5000)).status_code == 413
    statuses = [(await ayama.post("/residue", json=report())).status_code for _ in range(25)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
