"""Every refusal at a plain route or socket leaves a line in the log: its kind, source and number."""

from __future__ import annotations

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from iga_madoguchi.domain.audit import service as audit
from tests.http.conftest import ORIGIN, Site, Town

pytestmark = pytest.mark.anyio
SECRET = "himitsu-no-kotoba"


def lines(site: Site) -> dict[str, tuple[str, int]]:
    """(terminal, how often) of each kind."""
    site.services.attempts.write(everything=True)
    found = audit.newest(site.services.database, 50)
    assert SECRET not in repr(found), "nothing of what was sent"
    return {
        entry.action.removeprefix("attempts."): (entry.terminal, int(str(entry.data["count"])))
        for entry in found
        if entry.action.startswith("attempts.")
    }


async def test_what_is_in_order_leaves_none(site: Site) -> None:
    browser = await site.logged_in("kodomo", "kodomo2")
    for path in ("/", "/healthz", "/session/check", "/media/choice", "/nothing.png"):
        await browser.get(path)
    await browser.post("/account/again", data={"password": SECRET})
    await site.browser().get("/session/check")
    assert lines(site) == {}


async def test_each_kind_of_refusal_leaves_its_line(site: Site, town: Town) -> None:
    async def tries(browser: httpx.AsyncClient, method: str, path: str, **more: object) -> int:
        return (await browser.request(method, path, **more)).status_code  # type: ignore[arg-type]

    evil = {"Origin": "http://evil.example"}
    for _ in range(3):
        assert await tries(site.browser(), "POST", "/enrol", data={"code": SECRET}) == 422
    assert await tries(town.ayama, "POST", "/media/choice", headers=evil, json={"face": SECRET}) == 403
    assert await tries(site.browser(), "GET", "/media/choice") == 401
    bearer = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/sdp"}
    assert await tries(town.ayama, "POST", f"/media/whip/{town.call}", headers=bearer, content=b"x") == 401
    assert await tries(town.ayama, "GET", "/audit/log.csv") == 403
    files = {"file": ("a.exe", b"MZ" + SECRET.encode(), "image/jpeg")}
    assert await tries(town.ayama, "POST", f"/papers/{town.call}", files=files, data={"kind": "still"}) == 415
    assert lines(site) == {
        "enrol": ("", 3),
        "origin": ("ayama", 1),
        "session": ("", 1),
        "media": ("ayama", 1),
        "forbidden": ("ayama", 1),
        "upload": ("ayama", 1),
    }


async def test_too_many_tries_leave_one_line(site: Site) -> None:
    browser = await site.enrolled("kodomo")
    for _ in range(30):
        await browser.post("/login", data={"login": "kodomo", "password": SECRET})
    assert lines(site)["flood"] == ("kodomo", 20)


@pytest.mark.parametrize("path", ["/live/no-such-call", "/_event/?EIO=4&transport=websocket&token=x"])
async def test_a_socket_that_is_refused_leaves_one(site: Site, listening: str, path: str) -> None:
    browser = await site.enrolled("ayama")
    jar = f"iga_device={browser.cookies['iga_device']}"
    for origin, cookie in ((ORIGIN, ""), ("http://evil.example", jar), (ORIGIN, jar)):
        with pytest.raises(InvalidStatus):
            await connect(listening + path, origin=origin, additional_headers={"Cookie": cookie})  # type: ignore[arg-type]
    found = lines(site)
    assert found["session"] == ("", 1)
    assert found["origin"] == ("ayama", 1)
    assert found["forbidden" if path.startswith("/live") else "frame"] == ("ayama", 1)


async def test_a_choice_with_half_a_letter_is_no_incident(site: Site) -> None:
    browser = await site.enrolled("ayama")
    for body, status in ((b'{"face": "a\\ud800b"}', 204), (b'{"face": NaN}', 422), (b"[]", 422)):
        answer = await browser.post("/media/choice", content=body)
        assert answer.status_code == status, (body, answer.text)
    assert (await browser.get("/media/choice")).json()["face"] == "ab"
