"""One reader for each room, in the order of the events: what was read earlier is never told later."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from iga_madoguchi.http.live.room import Room

News = TypeVar("News")


@dataclass
class _Line(Generic[News]):
    waiting: list[News] = field(default_factory=list)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)


class OneReader(Generic[News]):
    """`read` finds what the news are about and tells the room; many changes at once are read once."""

    def __init__(self, read: Callable[[Room, tuple[News, ...]], Awaitable[None]]) -> None:
        self._read = read
        # By the room and not by its call: a page that comes back at once may be in the call's next room.
        self._lines: WeakKeyDictionary[Room, _Line[News]] = WeakKeyDictionary()

    async def tell(self, room: Room, news: News) -> None:
        """Returns when it was told, by this reader or by one that came before."""
        line = self._lines.setdefault(room, _Line())
        line.waiting.append(news)
        async with line.reading:
            taken = tuple(line.waiting)
            line.waiting.clear()
            if not taken:
                return
            try:
                await self._read(room, taken)
            except BaseException:
                # A page that goes while it reads for others too must not take their news with it.
                line.waiting[:0] = taken
                raise
