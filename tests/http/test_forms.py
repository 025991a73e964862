"""Forms over HTTP and the live socket: who gets what, and what malformed things get."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from iga_madoguchi.domain.calls import service as calls
from tests.http.conftest import ORIGIN, Site

pytestmark = pytest.mark.anyio
FORM = {"form": "kokuho_shutoku"}
ELSEWHERE = ("papers", "said", "private")  # what the rooms beside this one tell


async def talk(site: Site) -> tuple[httpx.AsyncClient, httpx.AsyncClient, str, str]:
    """(branch, desk, call, filling) of a call that is on."""
    ayama, hoken = await site.enrolled("ayama"), await site.logged_in("hoken", "hoken2")
    call = site.place(ayama, "hoken")
    who = site.services.sessions.identify(hoken.cookies.get("iga_device"), hoken.cookies.get("iga_session"))
    assert who is not None
    calls.answer(site.services.database, site.services.presence, who, call)
    made = await hoken.post(f"/forms/{call}", json=FORM)
    assert made.status_code == 201
    return ayama, hoken, call, made.json()["filling"]


async def test_a_form_goes_its_way(site: Site) -> None:
    ayama, hoken, call, filling = await talk(site)
    one = f"/forms/{call}/{filling}"
    kept = await hoken.post(f"{one}/fields/phone", json={"value": "0595-22-9600", "seen": 0})
    assert kept.json() == {"version": 1}
    table = await ayama.get(f"/forms/{call}")
    assert table.headers["cache-control"] == "no-store"
    seen = table.json()["active"]
    assert seen["values"]["phone"]["shown"] == "0595-22-9600"
    assert (table.json()["part"], table.json()["forms"]) == ("branch", [])
    assert (await ayama.post(f"{one}/confirm", json={"fields": {"phone": 1}})).status_code == 204
    assert (await ayama.post(f"{one}/fields/phone/doubt")).status_code == 204
    assert (await hoken.post(f"{one}/drop")).status_code == 204
    assert (await hoken.post(f"{one}/restore")).status_code == 204
    (phone,) = (await hoken.get(f"/forms/{call}")).json()["active"]["values"].values()
    assert (phone["confirmed"], phone["doubted"]) == (False, True)


async def test_both_values_are_told_to_the_slower_writer(site: Site) -> None:
    ayama, hoken, call, filling = await talk(site)
    field = f"/forms/{call}/{filling}/fields/phone"
    await hoken.post(field, json={"value": "0595-22-9600", "seen": 0})
    await ayama.post(field, json={"value": "0595-22-9601", "seen": 1})
    slower = await hoken.post(field, json={"value": "0595-22-9602", "seen": 1})
    assert slower.status_code == 409
    told = slower.json()
    assert (told["code"], told["mine"], told["theirs"], told["version"]) == (
        "forms.value.changed",
        "0595-22-9602",
        "0595-22-9601",
        2,
    )


async def test_a_page_is_a_picture_that_nobody_stores(site: Site) -> None:
    ayama, _, call, filling = await talk(site)
    page = await ayama.get(f"/forms/{call}/{filling}/page/1")
    assert (page.status_code, page.headers["content-type"]) == (200, "image/webp")
    assert page.headers["cache-control"] == "no-store"
    for odd in ("page/2", "page/0", "page/x", f"page/{'9' * 5000}"):
        answer = await ayama.get(f"/forms/{call}/{filling}/{odd}")
        assert answer.status_code == 404


async def test_strangers_and_absent_forms_look_the_same(site: Site) -> None:
    ayama, _, call, filling = await talk(site)
    kodomo, aoyama, stranger = (
        await site.logged_in("kodomo", "kodomo2"),
        await site.enrolled("aoyama"),
        site.browser(),
    )
    paths = [("GET", ""), ("POST", ""), ("GET", f"/{filling}/page/1"), ("GET", f"/{filling}/pdf")]
    verbs = (
        "fields/phone/doubt",
        "signature",
        "finish",
        "drop",
        "restore",
        "confirm",
        "fields/phone",
        "keep",
    )
    paths += [("POST", f"/{filling}/{verb}") for verb in verbs]
    body: dict[str, Any] = {
        **FORM,
        "value": "x",
        "seen": 0,
        "fields": {"phone": 1},
        "strokes": [[[0, 0], [1, 1]]],
        "revision": 1,
        "days": 1,
    }
    for method, path in paths:
        given = {"json": body} if method == "POST" else {}
        absent = await kodomo.request(method, f"/forms/no-such-call{path}", **given)
        for outsider in (kodomo, aoyama):
            answer = await outsider.request(method, f"/forms/{call}{path}", **given)
            assert (answer.status_code, answer.content) == (404, absent.content), path
        assert (await stranger.request(method, f"/forms/{call}{path}", **given)).status_code == 401
    foreign = site.browser("http://evil.example")
    foreign.cookies = ayama.cookies
    assert (await foreign.post(f"/forms/{call}/{filling}/drop")).status_code == 403


@pytest.mark.parametrize(
    ("verb", "body", "status"),
    [
        ("fields/head_name", {"value": "<script>alert(1)</script>", "seen": 0}, 200),
        ("fields/head_name", {"value": "\u202eevil", "seen": 0}, 422),
        ("fields/head_name", {"value": "a\x00b", "seen": 0}, 422),
        ("fields/head_name", {"value": "寿" * 900, "seen": 0}, 422),
        ("fields/head_name", {"value": "😀", "seen": 0}, 422),
        ("fields/head_name", {"value": 5, "seen": 0}, 422),
        ("fields/head_name", {"value": "x", "seen": -1}, 422),
        ("fields/head_name", {"value": "x", "seen": True}, 422),
        ("fields/no_such_field", {"value": "x", "seen": 0}, 404),
        ("fields/my_number", {"value": "123456789018", "seen": 0}, 403),
        ("fields/signature", {"value": "x", "seen": 0}, 403),
        ("confirm", {"fields": {"phone": 1}}, 403),
        ("confirm", {"fields": {}}, 422),
        ("confirm", {"fields": {str(n): 1 for n in range(200)}}, 422),
        ("confirm", {"fields": [1]}, 422),
        ("signature", {"strokes": [[[0, 0], [1, 1]]]}, 403),
        ("signature", {"strokes": "x"}, 422),
        ("signature", {"strokes": [[1]]}, 422),
        ("signature", {"strokes": [[[0, 9], [1, 1]]]}, 422),
        ("finish", {"revision": "1"}, 422),
        ("keep", {"days": 5000}, 422),
    ],
)
async def test_each_odd_thing_has_its_status(site: Site, verb: str, body: Any, status: int) -> None:
    _, hoken, call, filling = await talk(site)
    answer = await hoken.post(f"/forms/{call}/{filling}/{verb}", json=body)
    assert answer.status_code == status, answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"value":"\\xff"}', b"[" * 3000, b"x" * 9000])
async def test_broken_bodies_are_refused(site: Site, body: bytes) -> None:
    _, hoken, call, filling = await talk(site)
    answer = await hoken.post(f"/forms/{call}/{filling}/fields/head_name", content=body)
    assert answer.status_code in (413, 422)


async def test_half_a_letter_is_left_out_and_the_rest_is_kept(site: Site) -> None:
    _, hoken, call, filling = await talk(site)
    body = b'{"value":"0595-22\\ud842-9600","seen":0}'
    assert (await hoken.post(f"/forms/{call}/{filling}/fields/phone", content=body)).json() == {"version": 1}
    (phone,) = (await hoken.get(f"/forms/{call}")).json()["active"]["values"].values()
    assert phone["value"] == "0595-22-9600"


async def test_a_flood_is_slowed_down(site: Site) -> None:
    _, hoken, call, filling = await talk(site)
    path = f"/forms/{call}/{filling}/restore"
    answers = await asyncio.gather(*(hoken.post(path) for _ in range(120)))
    assert {answer.status_code for answer in answers} == {409, 429}


class Socket:
    """A browser's end of `/live`, spoken straight to the application."""

    def __init__(self, site: Site, browser: httpx.AsyncClient, call: str) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        headers = {"host": "127.0.0.1:8000", "origin": ORIGIN, "cookie": cookies}
        path = f"/live/{call}"
        self._scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "subprotocols": [],
        }
        self._app: Any = site.app
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def __aenter__(self) -> Socket:
        self._in.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(self._app(self._scope, self._in.get, self._out.put))
        assert (await self._next())["type"] == "websocket.accept"
        assert (await self.hear())["t"] == "hello"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._in.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(self._task, 5)

    def say(self, **message: Any) -> None:
        self._in.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    async def hear(self) -> dict[str, Any]:
        """The next message that is about forms, or about the call itself."""
        while True:
            document: dict[str, Any] = json.loads((await self._next())["text"])
            if document["t"] not in ELSEWHERE:
                return document

    async def closed(self) -> int:
        while (message := await self._next())["type"] != "websocket.close":
            assert json.loads(message["text"])["t"] in ELSEWHERE, message
        return int(message["code"])

    async def _next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self._out.get(), 5)


async def test_what_is_typed_goes_to_the_other_side_and_is_not_kept(site: Site) -> None:
    ayama, hoken, call, filling = await talk(site)
    async with Socket(site, hoken, call) as desk, Socket(site, ayama, call) as branch:
        typed = {"t": "field", "filling": filling}
        for value in ("髙", "髙橋", "<b>\u202e髙橋\x00\ud842"):
            desk.say(**typed, field="head_name", value=value)
        heard = [await branch.hear() for _ in range(3)]
        assert [one["value"] for one in heard] == ["髙", "髙橋", "<b>髙橋"]
        assert heard[0]["field"] == "head_name"
        # Of these nothing comes through: by hand only, not there, not this form, not the branch's to write.
        for field, form in (("my_number", filling), ("nothing", filling), ("phone", "other")):
            desk.say(t="field", filling=form, field=field, value="1")
        branch.say(**typed, field="head_name", value="x")
        branch.say(**typed, field="phone", value="0595")
        assert (await desk.hear())["value"] == "0595"
        desk.say(**typed, field="phone", value="1")
        assert (await branch.hear())["value"] == "1"
        assert (await hoken.get(f"/forms/{call}")).json()["active"]["values"] == {}
        await hoken.post(f"/forms/{call}/{filling}/fields/phone", json={"value": "0595-22-9600", "seen": 0})
        assert (await branch.hear(), await desk.hear()) == ({"t": "filling"}, {"t": "filling"})
        await hoken.post(f"/forms/{call}/{filling}/drop")
        assert await branch.hear() == {"t": "filling"}
        desk.say(**typed, field="phone", value="2")
        desk.say(t="media", paper=True, camera=True, mic=True)
        assert (await branch.hear())["t"] == "media", "nothing is typed into a form that was put away"


@pytest.mark.parametrize(
    "message",
    [
        {"t": "field"},
        {"t": "field", "filling": 1, "field": "phone", "value": ""},
        {"t": "field", "filling": "x", "field": "phone", "value": "x" * 201},
        {"t": "field", "filling": "x", "field": ["phone"], "value": "x"},
    ],
)
async def test_a_malformed_message_closes_the_socket(site: Site, message: dict[str, Any]) -> None:
    _, hoken, call, _ = await talk(site)
    async with Socket(site, hoken, call) as desk:
        desk.say(**message)
        assert await desk.closed() == 4400
