"""Every route as every role, on one's own call, another's, an ended and an absent one: who has no part in it
learns nothing, not even whether it is there, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from starlette.routing import BaseRoute, Route

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.http.health import HealthRoutes, Readiness
from iga_madoguchi.jobs.gatekeeper import Gatekeeper
from iga_madoguchi.web import routes
from tests.http.conftest import Site, Town
from tests.permissions import ROUTES

pytestmark = pytest.mark.anyio
REFUSED = {401, 403, 404}
ABSENT = {"participant": "p-0", "resource": "r-0", "paper": "x", "page": "1", "filling": "x", "field": "x"}
ABSENT |= {"procedure": "no.such", "id": "1", "table": "branch"}
NEEDED = {"view": Permission.ADMIN_VIEW, "audit": Permission.AUDIT_READ, "manage": Permission.ADMIN_MANAGE}
UNTOLD = ("operation_log", "stay_mark", "sqlite_sequence")
"""What a refused try may write: that it was one."""


def all_routes(site: Site) -> list[BaseRoute]:
    made = site.services
    keeper = Gatekeeper(made.database, made.hub, made.relay)
    return list(routes(made, keeper, HealthRoutes(made, Readiness(ready=True))).routes)


def tries(site: Site, *kinds: str) -> Iterator[tuple[str, str]]:
    """(method, path) of every plain route of these kinds."""
    for one in all_routes(site):
        if isinstance(one, Route) and ROUTES[one.path] in kinds:
            yield from ((method, one.path) for method in sorted(one.methods or ()) if method != "HEAD")


def snapshot(site: Site) -> dict[str, list[Any]]:
    """Everything in the database but the log."""
    with site.services.database.engine.connect() as base:
        names = base.execute(text("select name from sqlite_master where type = 'table'")).scalars().all()
        kept = [name for name in names if name not in UNTOLD and "search" not in name]
        return {name: sorted(map(repr, base.execute(text(f"select * from {name}")))) for name in kept}


async def ask(browser: httpx.AsyncClient, method: str, path: str, **filled: str) -> tuple[int, bytes]:
    answer = await browser.request(method, path.format(**{**ABSENT, **filled}))
    return answer.status_code, answer.content


@pytest.fixture
async def crowd(site: Site, town: Town) -> dict[str, httpx.AsyncClient]:
    """Everybody who has no part in the call between ayama and kodomo."""
    return {
        "nobody": site.browser(),
        "resident of another branch": town.aoyama,
        "another branch's staff": await site.enrolled("aoyama-staff"),
        "another desk": town.hoken,
        "a desk with nobody at it": await site.enrolled("shogai"),
        "an auditor": await site.logged_in("digital", "kansa", "auditor"),
    }


def test_every_route_has_its_declaration(site: Site) -> None:
    assert {one.path for one in all_routes(site)} == set(ROUTES)  # type: ignore[attr-defined]


async def test_who_has_no_part_in_a_call_cannot_tell_it_from_an_absent_one(
    site: Site, town: Town, crowd: dict[str, httpx.AsyncClient]
) -> None:
    iga, made = await site.enrolled("iga"), site.services
    ended = site.place(iga, "kaigo")
    calls.hang_up(made.database, made.presence, site.identity(iga), ended)
    before, tried = snapshot(site), 0
    for (name, browser), (method, path) in product(crowd.items(), tries(site, "call")):
        absent = await ask(browser, method, path, call="no-such-call")
        # What is malformed may be said first: it is the same for every call.
        assert absent[0] in REFUSED | {422} or method == "OPTIONS", (name, method, path, absent)
        for call in (town.call, ended):
            assert await ask(browser, method, path, call=call) == absent, (name, method, path)
            tried += 1
    assert tried > 300
    assert snapshot(site) == before


async def test_who_takes_part_reaches_their_own_call_and_none_other(site: Site, town: Town) -> None:
    before = snapshot(site)
    for browser, own, other in (
        (town.ayama, town.call, town.other_call),
        (town.kodomo, town.call, town.other_call),
        (town.hoken, town.other_call, town.call),
    ):
        for method, path in tries(site, "call"):
            absent = await ask(browser, method, path, call="no-such-call")
            assert await ask(browser, method, path, call=other) == absent, (method, path)
        assert (await browser.post(f"/media/token/{own}")).status_code == 200
    assert snapshot(site) == before


async def test_what_is_for_the_bureau_is_for_nobody_else(
    site: Site, town: Town, crowd: dict[str, httpx.AsyncClient]
) -> None:
    before = snapshot(site)
    everybody = {**crowd, "resident": town.ayama, "desk": town.kodomo}
    for (name, browser), (method, path) in product(everybody.items(), tries(site, *NEEDED)):
        try:
            may = site.identity(browser).permissions
        except AssertionError:
            may = frozenset()
        status, _ = await ask(browser, method, path)
        if NEEDED[ROUTES[path]] in may:
            assert status not in REFUSED - {404}, (name, method, path, status)
        else:
            assert status in REFUSED, (name, method, path, status)
    assert snapshot(site) == before


async def test_what_a_branchs_terminal_says_of_itself_nobody_else_says(
    site: Site, town: Town, crowd: dict[str, httpx.AsyncClient]
) -> None:
    before = snapshot(site)
    del crowd["resident of another branch"]
    for (name, browser), (method, path) in product(
        {**crowd, "desk": town.kodomo}.items(), tries(site, "kiosk")
    ):
        assert (await ask(browser, method, path))[0] in {401, 403}, (name, method, path)
    assert (await ask(town.ayama, "POST", "/residue"))[0] == 422
    assert snapshot(site) == before


async def test_a_record_is_there_for_its_own_department_only(
    site: Site, town: Town, crowd: dict[str, httpx.AsyncClient]
) -> None:
    for name, browser in crowd.items():
        for method, path in tries(site, "record"):
            assert (await ask(browser, method, path))[0] in REFUSED, (name, method, path)


async def test_without_a_cookie_there_is_the_front_door_and_nothing_else(site: Site) -> None:
    nobody, before = site.browser(), snapshot(site)
    for method, path in tries(site, *set(ROUTES.values()) - {"anybody"}):
        answer = await nobody.request(method, path.format(**ABSENT, call="x"))
        sent_away = answer.status_code == 303 and answer.headers["location"] in ("/", "/login")
        assert sent_away or answer.status_code in REFUSED or method == "OPTIONS", (method, path, answer)
        assert "iga_session" not in answer.headers.get("set-cookie", "")
    assert snapshot(site) == before


async def test_what_is_for_a_person_turns_terminals_away(site: Site, town: Town) -> None:
    terminals = (town.ayama, await site.enrolled("ayama-staff"), await site.enrolled("shogai"))
    before = snapshot(site)
    for browser in terminals:
        for method, path in tries(site, "person"):
            answer = await browser.request(method, path)
            assert answer.status_code in REFUSED or answer.headers["location"] == "/", (method, path)
    assert snapshot(site) == before
