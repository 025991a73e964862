"""Both hubs keep the same promises; the one over Redis tells its neighbours, and goes on without it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from redis import asyncio as redis
from redis.exceptions import ConnectionError as RedisConnectionError

from iga_madoguchi.adapters.redis_hub import CHANNEL, RedisHub
from iga_madoguchi.kit.hub import Hub
from tests.adapters.conftest import RedisServer

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["process", "redis", "redis away"])
def make_hub(request: pytest.FixtureRequest) -> Iterator[Callable[[], Hub]]:
    """Makes hubs that are stopped with the test."""
    made: list[Hub] = []

    def make() -> Hub:
        if request.param == "process":
            made.append(Hub())
        elif request.param == "redis":
            made.append(RedisHub(request.getfixturevalue("redis_server").url))
        else:
            made.append(RedisHub("unix:///nobody/listens/here"))
        return made[-1]

    yield make
    for hub in made:
        hub.stop()


async def until(true: Callable[[], bool], what: str) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"waited in vain for {what}")


async def test_events_come_from_any_thread_in_order(make_hub: Callable[[], Hub]) -> None:
    hub, heard = make_hub(), []
    hub.start()
    hub.listen("topic", heard.append)
    async with hub.subscribe("topic") as events:
        thread = threading.Thread(target=lambda: [hub.publish("topic", number) for number in range(5)])
        thread.start()
        streamed = [(await anext(events))[1] for _ in range(5)]
        thread.join()
    assert streamed == heard == [0, 1, 2, 3, 4]
    hub.stop()


async def test_what_is_not_plain_stays_in_the_process(make_hub: Callable[[], Hub]) -> None:
    hub, heard, news = make_hub(), [], object()
    hub.start()
    hub.listen("topic", heard.append)
    hub.publish("topic", news)
    await until(lambda: heard == [news], "the event")
    hub.stop()


async def test_a_listener_that_fails_does_not_silence_the_others(
    make_hub: Callable[[], Hub], caplog: pytest.LogCaptureFixture
) -> None:
    hub, heard = make_hub(), []

    def broken(_: object) -> None:
        raise ValueError

    hub.start()
    hub.listen("topic", broken)
    hub.listen("topic", heard.append)
    hub.publish("topic", 1)
    await until(lambda: heard == [1], "the event")
    assert "listener failed" in caplog.text
    hub.stop()


async def test_a_slow_subscriber_loses_the_oldest_not_the_server(
    make_hub: Callable[[], Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iga_madoguchi.kit.hub.QUEUE_LIMIT", 3)
    hub = make_hub()
    hub.start()
    async with hub.subscribe("topic") as events:
        for number in range(5):
            hub.publish("topic", number)
        await asyncio.sleep(0)
        assert [(await anext(events))[1] for _ in range(3)] == [2, 3, 4]
    hub.stop()


async def test_a_hub_nobody_started_drops_what_is_published(make_hub: Callable[[], Hub]) -> None:
    make_hub().publish("topic", 1)


async def test_neighbours_hear_each_other_and_nobody_hears_rubbish(redis_server: RedisServer) -> None:
    here, there, heard = RedisHub(redis_server.url), RedisHub(redis_server.url), []
    there.listen("calls.changed", heard.append)
    for hub in (here, there):
        hub.start()
    await until(lambda: not here.alone and not there.alone, "both to meet")
    async with redis.from_url(redis_server.url) as stranger:
        for rubbish in ("", "null", "[1]", '["x", 1, 2]', '{"a": 1}', "[" * 100_000):
            await stranger.publish(CHANNEL, rubbish)
    for number in range(100):
        here.publish("calls.changed", f"call-{number}")
        there.publish("calls.changed", f"own-{number}")
    await until(lambda: len(heard) == 200, "all events")
    await asyncio.sleep(0.1)
    for sender in ("call", "own"):
        assert [one for one in heard if sender in one] == [f"{sender}-{number}" for number in range(100)]
    assert not there.alone
    for hub in (here, there):
        hub.stop()


async def test_without_redis_it_goes_on_alone_says_so_once_and_comes_back(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    here, there, heard, looks = RedisHub(redis_server.url, ("seen",)), RedisHub(redis_server.url), [], []
    here.listen("topic", heard.append)
    here.listen("seen", looks.append)
    for hub in (here, there):
        hub.start()
    try:
        await until(lambda: not here.alone and not there.alone, "both to meet")
        redis_server.stop()
        await until(lambda: here.alone and there.alone, "both to notice")
        here.publish("topic", "own")
        await until(lambda: heard == ["own"], "its own event")
        await asyncio.sleep(2.5)
        assert caplog.text.count("failing name=redis") == 2, "once for each of the two"
    finally:
        redis_server.start()
    await until(lambda: not here.alone and not there.alone, "both to meet again")
    there.publish("topic", "news")
    await until(lambda: heard == ["own", "news"], "the neighbour's event")
    assert caplog.text.count("recovered name=redis") == 2
    assert looks == ["", "", ""], "met, lost, met again: each time whoever shows something looks again"
    for hub in (here, there):
        hub.stop()


async def test_it_stops_even_if_the_connection_breaks_in_that_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the server would wait for it for ever."""

    async def breaks(_: RedisHub) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise RedisConnectionError from None

    monkeypatch.setattr(RedisHub, "_meet", breaks)
    hub = RedisHub("unix:///nobody/listens/here")
    hub.start()
    bridge = hub._task
    assert bridge is not None
    await asyncio.sleep(0.01)
    hub.stop()
    _, waits = await asyncio.wait({bridge}, timeout=3)
    bridge.cancel()
    assert not waits
