"""The one reader of a room: in order, each change once, and no page's news lost with another page."""

from __future__ import annotations

import asyncio

import pytest

from iga_madoguchi.http.live.reader import OneReader
from iga_madoguchi.http.live.room import Room
from iga_madoguchi.kit.tasks import cancel

pytestmark = pytest.mark.anyio


class Slow:
    """Reads only when it is let; remembers what it read, for which room."""

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.told: list[tuple[Room, tuple[str, ...]]] = []
        self.reader: OneReader[str] = OneReader(self._read)

    async def _read(self, room: Room, news: tuple[str, ...]) -> None:
        await self.may.wait()
        self.told.append((room, news))

    async def begun(self, room: Room, news: str) -> asyncio.Task[None]:
        """Somebody who wants this told and waits."""
        task = asyncio.create_task(self.reader.tell(room, news))
        await asyncio.sleep(0)
        return task


async def test_what_comes_during_a_reading_is_read_once_after_it_and_in_order() -> None:
    slow, room = Slow(), Room("call")
    tasks = [await slow.begun(room, news) for news in "abc"]
    slow.may.set()
    await asyncio.gather(*tasks)
    assert slow.told == [(room, ("a",)), (room, ("b", "c"))]


async def test_nobody_goes_on_before_being_told() -> None:
    slow, room = Slow(), Room("call")
    first, second = await slow.begun(room, "a"), await slow.begun(room, "b")
    await asyncio.sleep(0.01)
    assert (first.done(), second.done()) == (False, False)
    slow.may.set()
    await asyncio.gather(first, second)


async def test_a_page_that_goes_while_it_reads_takes_nobodys_news_with_it() -> None:
    slow, room = Slow(), Room("call")
    first, second = await slow.begun(room, "a"), await slow.begun(room, "b")
    await cancel(first)
    slow.may.set()
    await asyncio.wait_for(second, 1)
    assert slow.told == [(room, ("a", "b"))]


async def test_the_next_room_of_a_call_does_not_wait_for_the_reader_of_the_last() -> None:
    slow, last, following = Slow(), Room("call"), Room("call")
    tasks = [await slow.begun(last, "a"), await slow.begun(following, "b")]
    slow.may.set()
    await asyncio.gather(*tasks)
    assert set(slow.told) == {(last, ("a",)), (following, ("b",))}
