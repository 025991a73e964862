"""The call's own socket: two raw clients, what each may say, what the other gets, what outlives a page."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from iga_madoguchi.domain.calls import guests, talk
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.forms import covers
from iga_madoguchi.domain.papers import look, marking, service
from iga_madoguchi.http.live.papers import KEPT_BURST
from iga_madoguchi.kit import throttle
from tests import papers
from tests.http.conftest import ORIGIN, Town

pytestmark = pytest.mark.anyio

Message = dict[str, Any]
LINE = {"shape": "line", "points": [[0.1, 0.2], [0.3, 0.4]]}


class Client:
    """A page's socket, without the page."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def say(self, **message: Any) -> None:
        await self._socket.send(json.dumps(message))

    async def raw(self, text: str | bytes) -> None:
        await self._socket.send(text)

    async def hear(self, kind: str, fits: Callable[[Message], bool] = lambda _message: True) -> Message:
        """The next message of this kind that fits; others before it are passed over."""
        async with asyncio.timeout(5):
            while True:
                message: Message = json.loads(await self._socket.recv())
                if message["t"] == kind and fits(message):
                    return message

    async def left(self) -> list[Message]:
        """Everything that comes within a third of a second."""
        heard = []
        try:
            while True:
                async with asyncio.timeout(0.3):
                    heard.append(json.loads(await self._socket.recv()))
        except TimeoutError:
            return heard

    async def leave(self) -> None:
        await self._socket.close()

    async def closed(self) -> int:
        """The code with which the server closes."""
        async with asyncio.timeout(5):
            with contextlib.suppress(ConnectionClosed):
                while True:
                    await self._socket.recv()
        assert self._socket.close_code is not None
        return self._socket.close_code


Both = tuple[Client, Client]


@asynccontextmanager
async def page(address: str, browser: httpx.AsyncClient, call: str) -> AsyncIterator[Client]:
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    headers = {"Cookie": cookies, "Origin": ORIGIN}
    async with connect(f"{address}/live/{call}", additional_headers=headers, close_timeout=1) as socket:
        yield Client(socket)


@asynccontextmanager
async def pages(address: str, town: Town) -> AsyncIterator[Both]:
    """The branch's page and the desk's."""
    async with (
        page(address, town.ayama, town.call) as ayama,
        page(address, town.kodomo, town.call) as desk,
    ):
        yield ayama, desk


@pytest.fixture
async def both(listening: str, town: Town) -> AsyncIterator[Both]:
    """The branch's page and the desk's, both welcomed."""
    async with pages(listening, town) as opened:
        for client in opened:
            await client.hear("hello")
            await client.hear("papers")
        yield opened


async def test_strangers_stay_outside(listening: str, town: Town) -> None:
    for outsider in (town.hoken, town.aoyama, town.site.browser()):
        with pytest.raises(InvalidStatus) as refused:
            async with page(listening, outsider, town.call):
                pass
        assert refused.value.response.status_code == 403


async def test_what_the_desk_shows_both_see(both: Both, town: Town) -> None:
    ayama, desk = both
    paper = (await town.document(papers.pdf(3))).json()["paper"]
    for client in both:
        told = await client.hear("papers")
        assert [one["id"] for one in told["papers"]] == [paper]
        assert told["shown"] == {"paper": "live", "page": 1}
    await desk.say(t="show", paper=paper, page=2)
    for client in both:
        assert await client.hear("shown") == {"t": "shown", "paper": paper, "page": 2}
    await desk.say(t="view", x=0.25, y=0.5, scale=2, turn=90)
    seen = await ayama.hear("view")
    assert (seen["x"], seen["y"], seen["scale"], seen["turn"]) == (0.25, 0.5, 2, 90)
    await desk.say(t="show", paper="x" * 22, page=1)
    assert (await desk.hear("refused"))["code"] == "papers.paper.unknown"
    assert await ayama.left() == []


async def test_a_page_that_comes_later_knows_everything(listening: str, town: Town) -> None:
    paper = (await town.still()).json()["paper"]
    async with (
        page(listening, town.kodomo, town.call) as desk,
        page(listening, town.ayama, town.call) as first,
    ):
        await desk.say(t="show", paper=paper, page=1)
        await desk.say(t="mark", id="s1", text="ここ", **LINE)
        await first.say(t="cameras", devices=["書画カメラ"], device="書画カメラ", zoom=None)
        await desk.hear("cameras")
        await desk.say(t="view", x=0.5, y=0.5, scale=3, turn=0)
        await first.hear("view")
        async with page(listening, town.ayama, town.call) as later:
            hello = await later.hear("hello")
            assert hello["view"] == {"x": 0.5, "y": 0.5, "scale": 3, "turn": 0}
            assert hello["cameras"]["device"] == "書画カメラ"
            told = await later.hear("papers")
    assert told["shown"] == {"paper": paper, "page": 1}
    (mark,) = told["papers"][0]["marks"]
    assert (mark["by"], mark["tmp"], mark["text"], mark["page"]) == ("desk", "s1", "ここ", 1)
    assert mark["points"] == LINE["points"]


async def test_drawing_is_seen_while_it_is_drawn_and_kept_when_it_is_done(both: Both, town: Town) -> None:
    ayama, desk = both
    await ayama.say(t="stroke", id="a1", **LINE)
    stroke = await desk.hear("stroke")
    assert (stroke["id"], stroke["by"], stroke["points"]) == ("a1", "branch", LINE["points"])
    await ayama.say(t="mark", id="a1", **LINE)
    await desk.say(t="mark", id="d1", shape="box", points=[[0, 0], [1, 1]])
    for client in both:
        told = [await client.hear("mark") for _ in range(2)]
        assert [message["paper"] for message in told] == ["live", "live"]
        assert {(one["mark"]["tmp"], one["mark"]["by"]) for one in told} == {("a1", "branch"), ("d1", "desk")}
    marks = {one["mark"]["tmp"]: one["mark"]["id"] for one in told}
    await ayama.say(t="unmark", mark=marks["d1"])
    assert (await ayama.hear("refused"))["code"] == "papers.not_yours"
    await ayama.say(t="clear")
    assert (await desk.hear("unmarked"))["marks"] == [marks["a1"]]
    await desk.say(t="unmark", mark=marks["d1"])
    for client in both:
        await client.hear("unmarked", lambda message: message["marks"] == [marks["d1"]])
    assert look.table(town.site.services.database, town.identity(town.kodomo), town.call).live == ()


async def test_a_mark_costs_what_a_mark_costs(town: Town, both: Both) -> None:
    ayama, desk = both
    line: list[Any] = [(n / 200 + 0.0004, n / 200 + 0.0003) for n in range(200)]
    who = town.identity(town.kodomo)
    for _ in range(60):
        marking.mark(town.site.services.database, who, town.call, "marker", line)
    await ayama.say(t="mark", id="own", shape="line", points=[[0, 0], [1, 1]])
    heard = await desk.hear("mark", lambda message: message["mark"]["tmp"] == "own")
    assert len(json.dumps(heard)) < 500, "one line of two points"
    assert all(message["t"] != "papers" for message in await desk.left())


async def test_what_follows_each_other_quickly_is_told_in_that_order(town: Town, both: Both) -> None:
    """Whoever goes by the messages has in the end what lies there."""
    _, desk = both
    database, who = town.site.services.database, town.identity(town.kodomo)
    seen: dict[str, Message] = {}
    for n in range(12):
        mark = marking.mark(database, who, town.call, "box", [(0, 0), (1, 1)])
        if n % 3 == 0:
            marking.unmark(database, who, town.call, mark)
    for message in await desk.left():
        if message["t"] == "mark":
            seen[message["mark"]["id"]] = message["mark"]
        for mark in message.get("marks", ()):
            seen.pop(mark, None)
    assert list(seen) == [mark.id for mark in look.table(database, who, town.call).live]


async def test_the_pointer_goes_to_the_others(both: Both) -> None:
    ayama, desk = both
    await desk.say(t="point", x=0.5, y=0.25)
    assert {**await ayama.hear("point"), "from": ""} == {"t": "point", "from": "", "x": 0.5, "y": 0.25}
    await ayama.say(t="point", off=True)
    assert (await desk.hear("point"))["off"] is True
    assert await ayama.left() == []


async def test_a_still_is_asked_for_and_its_making_is_told(both: Both, town: Town) -> None:
    ayama, desk = both
    await desk.say(t="shoot")
    asked = await ayama.hear("shoot")
    assert asked["frames"] == 4
    await ayama.say(t="shot", request=asked["request"], stage="taken")
    assert (await desk.hear("shot"))["stage"] == "taken"
    assert (await town.still(request=asked["request"])).status_code == 201
    assert len((await desk.hear("papers"))["papers"]) == 1
    assert "paper" not in asked
    await ayama.say(t="shoot")
    assert (await ayama.hear("shoot"))["request"] != asked["request"]


async def test_a_still_is_asked_to_become_the_next_page(both: Both, town: Town) -> None:
    ayama, desk = both
    paper = (await town.still()).json()["paper"]
    await desk.say(t="shoot", paper=paper)
    asked = await ayama.hear("shoot")
    assert asked["paper"] == paper
    assert (await town.still(request=asked["request"], paper=paper)).json() == {"paper": paper, "page": 2}
    await desk.say(t="shoot", paper="no such paper")
    assert (await desk.hear("refused"))["code"] == "papers.paper.unknown"


async def test_a_number_is_blackened_at_the_branch_and_the_camera_stays_dark_until_the_card_is_gone(
    both: Both, listening: str, town: Town
) -> None:
    ayama, desk = both
    await desk.say(t="shoot", cover="mynumber")
    asked = await ayama.hear("shoot")
    assert asked["cover"]["frame"] == "card"
    assert all(len(place) == 4 for place in asked["cover"]["places"])
    await desk.say(t="unshoot")
    await ayama.hear("unshoot")
    for stage in ("hiding", "preview", "taken"):
        await ayama.say(t="shot", request=asked["request"], stage=stage)
        assert (await desk.hear("shot"))["stage"] == stage
    await desk.say(t="uncover", request=asked["request"])
    assert (await desk.hear("refused"))["code"] == "papers.not_yours"
    await ayama.say(t="uncover", request="an older one")
    assert await first(listening, town) == asked
    await ayama.say(t="uncover", request=asked["request"])
    await ayama.say(t="point", x=0.5, y=0.5)
    await desk.hear("point")
    assert await first(listening, town) is None


async def first(listening: str, town: Town) -> object:
    """What a page of the branch that has just come learns of the camera before anything else."""
    async with page(listening, town.ayama, town.call) as anew:
        hello = await anew.hear("hello")
        assert "covering" in hello, "without it the page would stay dark"
        return hello["covering"]


async def test_that_the_camera_is_dark_outlives_the_server(both: Both, town: Town) -> None:
    from iga_madoguchi import bootstrap
    from iga_madoguchi.domain.papers import covering

    ayama, desk = both
    await desk.say(t="shoot", cover="mynumber")
    asked = await ayama.hear("shoot")
    again = bootstrap.build(town.site.services.settings)
    standing = covering.standing(again.database, town.call)
    assert standing is not None
    assert standing.request == asked["request"]
    again.database.engine.dispose()


async def test_an_order_that_no_page_has_heard_leaves_the_camera_alone(listening: str, town: Town) -> None:
    async with page(listening, town.kodomo, town.call) as desk:
        await desk.say(t="shoot", cover="mynumber")
        assert (await desk.hear("shot"))["code"] == "papers.branch.absent"
    assert await first(listening, town) is None


async def test_a_kiosk_that_comes_anew_while_the_desk_asks_again_stays_dark(
    town: Town, listening: str
) -> None:
    async with page(listening, town.kodomo, town.call) as desk:
        await desk.hear("papers")
        async with page(listening, town.ayama, town.call) as ayama:
            await ayama.hear("papers")
            await desk.say(t="shoot", cover="mynumber")
            asked = await ayama.hear("shoot")
        await asyncio.sleep(0.2)
        await desk.say(t="shoot", cover="mynumber")
        await desk.hear("shot", lambda message: message["stage"] == "failed")
        standing = await first(listening, town)
        assert isinstance(standing, dict)
        assert standing["request"] == asked["request"]


async def test_an_order_that_a_newer_one_overtook_asks_for_no_plain_picture(both: Both, town: Town) -> None:
    ayama, _ = both
    services, who = town.site.services, town.identity(town.kodomo)
    for _ in range(2):  # both are committed before the loop hears of the first
        newest = service.shoot(services.database, who, town.call, covers.CARDS[0])
    asked = [message for message in await ayama.left() if message["t"] == "shoot"]
    assert {message["request"] for message in asked} == {newest}
    assert all("cover" in message for message in asked)


async def test_what_nobody_knows_cannot_be_covered(both: Both) -> None:
    _, desk = both
    await desk.say(t="shoot", cover="../etc")
    assert (await desk.hear("refused"))["code"] == "papers.cover.unknown"


async def test_without_a_branch_page_the_desk_learns_at_once(listening: str, town: Town) -> None:
    async with page(listening, town.kodomo, town.call) as desk:
        await desk.say(t="shoot")
        told = await desk.hear("shot")
        assert (told["stage"], told["code"]) == ("failed", "papers.branch.absent")


async def test_the_desk_chooses_the_camera(both: Both) -> None:
    ayama, desk = both
    await desk.say(t="camera", device="書画カメラ", zoom=2)
    told = await ayama.hear("camera")
    assert (told["device"], told["zoom"]) == ("書画カメラ", 2)
    await ayama.say(t="cameras", devices=["A", "B"], device="A", zoom={"min": 1, "max": 4, "now": 2})
    assert (await desk.hear("cameras"))["zoom"] == {"min": 1, "max": 4, "now": 2}


@pytest.mark.parametrize(
    "message",
    [
        {"t": "show", "paper": "live", "page": 1},
        {"t": "view", "x": 0, "y": 0, "scale": 1, "turn": 0},
        {"t": "camera", "zoom": 1},
    ],
    ids=lambda message: message["t"],
)
async def test_the_branch_does_not_do_what_is_the_desks(both: Both, message: Message) -> None:
    ayama, desk = both
    await ayama.say(**message)
    refused = await ayama.hear("refused")
    assert (refused["of"], refused["code"]) == (message["t"], "papers.not_yours")
    assert await desk.left() == []


@pytest.mark.parametrize(
    "message",
    [
        {"t": "shot", "request": "r", "stage": "taken"},
        {"t": "cameras", "devices": [], "device": "", "zoom": None},
    ],
    ids=lambda message: message["t"],
)
async def test_the_desk_does_not_do_what_is_the_branchs(both: Both, message: Message) -> None:
    ayama, desk = both
    await desk.say(**message)
    assert (await desk.hear("refused"))["code"] == "papers.not_yours"
    assert await ayama.left() == []


async def test_a_guest_points_and_draws_and_before_joining_nothing(listening: str, town: Town) -> None:
    services, desk = town.site.services, town.identity(town.kodomo)
    await town.still()
    calls.hang_up(services.database, services.presence, town.identity(town.hoken), town.other_call)
    guests.ask(services.database, services.presence, desk, town.call, "hoken")
    async with (
        page(listening, town.hoken, town.call) as hoken,
        page(listening, town.kodomo, town.call) as owner,
    ):
        hello = await hoken.hear("hello")
        assert "view" not in hello
        await hoken.say(t="point", x=0, y=0)
        assert (await hoken.hear("refused"))["code"] == "papers.not_yours"
        guests.join(services.database, services.presence, town.identity(town.hoken), town.call)
        assert len((await hoken.hear("papers"))["papers"]) == 1
        await hoken.say(t="mark", id="h", **LINE)
        assert (await owner.hear("mark"))["mark"]["by"] == "guest"
        await hoken.say(t="show", paper="live", page=1)
        assert (await hoken.hear("refused"))["of"] == "show"


MALFORMED = [
    "",
    "{",
    "[]",
    "null",
    "{}",
    '{"t": 5}',
    '{"t": "nothing"}',
    '{"t": "media"}',
    "[" * 3000,
    '{"t":"point"}',
    '{"t":"point","x":NaN,"y":0}',
    '{"t":"point","x":Infinity,"y":0}',
    '{"t":"point","x":1e999,"y":0}',
    '{"t":"point","x":true,"y":0}',
    '{"t":"point","x":"0","y":0}',
    '{"t":"point","x":1.001,"y":0}',
    '{"t":"point","off":false}',
    '{"t":"view","x":0,"y":0,"scale":0,"turn":0}',
    '{"t":"view","x":0,"y":0,"scale":1,"turn":45}',
    '{"t":"view","x":0,"y":0,"scale":1,"turn":[0]}',
    '{"t":"show"}',
    '{"t":"show","paper":"live","page":0}',
    '{"t":"show","paper":"live","page":1.5}',
    '{"t":"show","paper":"%s","page":1}' % ("x" * 23),
    '{"t":"stroke","id":"a","shape":"line","points":[]}',
    '{"t":"stroke","id":"a","shape":"line","points":[[0]]}',
    '{"t":"stroke","id":"a","shape":"line","points":[[0,-0.1]]}',
    '{"t":"stroke","id":"a","shape":"circle","points":[[0,0]]}',
    '{"t":"stroke","id":"","shape":"line","points":[[0,0]]}',
    '{"t":"stroke","id":"%s","shape":"line","points":[[0,0]]}' % ("x" * 41),
    '{"t":"stroke","id":"a","shape":"line","points":[%s]}' % ("[0,0]," * 200 + "[0,0]"),
    '{"t":"mark","id":"a","shape":"line","points":[[0,2]]}',
    '{"t":"mark","id":"a","shape":"text","points":[[0,0]],"text":"%s"}' % ("x" * 61),
    '{"t":"mark","id":"a","shape":"text","points":[[0,0]],"text":5}',
    '{"t":"stroke","id":"\\ud800","shape":"line","points":[[0,0]]}',
    '{"t":"unmark"}',
    '{"t":"unmark","mark":5}',
    '{"t":"camera"}',
    '{"t":"camera","zoom":-1}',
    '{"t":"camera","device":"%s"}' % ("x" * 201),
]


async def test_what_has_no_shape_of_ours_closes_the_socket(listening: str, town: Town) -> None:
    async with page(listening, town.ayama, town.call) as ayama:
        await ayama.hear("papers")
        for text in MALFORMED:
            async with page(listening, town.kodomo, town.call) as desk:
                await desk.raw(text)
                assert await desk.closed() == 4400, text
        assert await ayama.left() == []


async def test_a_flood_and_a_monster_close_the_socket(listening: str, town: Town) -> None:
    async with page(listening, town.kodomo, town.call) as desk:
        await desk.raw("x" * 16_385)
        assert await desk.closed() == 4429
    async with page(listening, town.kodomo, town.call) as desk:
        for _ in range(600):
            await desk.say(t="point", x=0, y=0)
        assert await desk.closed() == 4429


async def test_a_hundred_and_twenty_messages_a_second_go_through_in_their_order(
    both: Both,
) -> None:
    ayama, desk = both
    started = time.monotonic()
    for number in range(360):
        await desk.say(t="point", x=number / 360, y=0)
        await asyncio.sleep(max(0.0, started + number / 120 - time.monotonic()))
    heard = [(await ayama.hear("point"))["x"] for _ in range(360)]
    assert heard == [number / 360 for number in range(360)]
    assert await desk.left() == []


async def test_what_is_kept_without_end_is_slowed_down_and_the_socket_stays(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    ayama, desk = both
    monkeypatch.setattr(throttle, "time", SimpleNamespace(monotonic=lambda: 0.0))  # however slow the disk is
    for _ in range(KEPT_BURST + 10):
        await desk.say(t="show", paper="x" * 22, page=1)
    heard = [(await desk.hear("refused"))["code"] for _ in range(KEPT_BURST + 10)]
    assert heard == ["papers.paper.unknown"] * KEPT_BURST + ["papers.too_fast"] * 10
    await desk.left()
    await ayama.left()
    await desk.say(t="point", off=True)
    assert [message["t"] for message in await ayama.left()] == ["point"]


async def test_everything_is_there_again_after_a_restart(listening: str, town: Town) -> None:
    """A new process, on the same data."""
    from iga_madoguchi import bootstrap
    from iga_madoguchi.domain.papers import keeping, look, marking

    services, kodomo = town.site.services, town.identity(town.kodomo)
    paper = (await town.document(papers.pdf(2))).json()["paper"]
    marking.show(services.database, kodomo, town.call, paper, 2)
    marking.mark(services.database, kodomo, town.call, "line", [(0, 0), (1, 1)])
    before = look.table(services.database, kodomo, town.call)
    again = bootstrap.build(services.settings)
    bootstrap.prepare(again)
    assert keeping.recover(again.database, again.vault, ()) == 0
    assert look.table(again.database, kodomo, town.call) == before
    shown = look.page_image(again.database, again.vault, again.pages, kodomo, town.call, paper, 2)
    assert shown.kind == "image/jpeg"
    again.database.engine.dispose()


async def test_who_has_no_seat_any_more_is_shown_out(both: Both, town: Town) -> None:
    ayama, desk = both
    services, kodomo = town.site.services, town.identity(town.kodomo)
    await town.still()
    talk.transfer(services.database, services.presence, kodomo, town.call, "kaigo")
    assert await desk.closed() == 4410
    await ayama.left()
    await ayama.say(t="point", x=0, y=0)
    assert (await ayama.hear("refused"))["code"] == "papers.not_yours"


async def test_whose_session_is_over_is_not_heard_any_more(both: Both, town: Town) -> None:
    """Also when the page never reads what it is told."""
    ayama, desk = both
    await town.kodomo.post("/logout", headers={"Origin": ORIGIN})
    with contextlib.suppress(ConnectionClosed):
        await desk.say(t="mark", id="late", **LINE)
    assert await desk.closed() == 4403
    assert [message for message in await ayama.left() if message["t"] in ("mark", "papers")] == []


async def test_half_a_letter_stops_nobody(both: Both) -> None:
    """It cannot be sent on: the other side's socket once fell silent for good."""
    ayama, desk = both
    await ayama.raw('{"t":"shot","request":"r\\ud800","stage":"taken"}')
    await ayama.raw('{"t":"point","x":0.5,"y":0.25}')
    assert (await desk.hear("shot"))["request"] == "r"
    assert (await desk.hear("point"))["y"] == 0.25
