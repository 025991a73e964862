"""Keeps what is counted and what is still to be written in step with the calls, a moment later."""

from __future__ import annotations

import asyncio

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.calls.ringing import CHANGED
from iga_madoguchi.domain.records.counting import following
from iga_madoguchi.kit.hub import Hub
from iga_madoguchi.kit.tasks import cancel, offload_slow, supervise

PAUSE_S = 0.3
"""A call changes several times at once; its ring never waits for what is only counted."""


class RecordFollower:
    """Follows `calls.changed`."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database = database
        self._changed = asyncio.Event()
        self._changed.set()  # what the last process did not count
        self._task: asyncio.Task[None] | None = None
        hub.listen(CHANGED, lambda _: self._changed.set())

    def start(self) -> None:
        self._task = supervise("record follower", self._follow)

    async def stop(self) -> None:
        if self._task is not None:
            await cancel(self._task)

    async def _follow(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            await asyncio.sleep(PAUSE_S)
            while not await offload_slow(following.catch_up, self._database):
                await asyncio.sleep(PAUSE_S)
