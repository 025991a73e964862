"""Keeps the relay in step with the calls: gate open at the answer, who left removed, what ended closed."""

from __future__ import annotations

import asyncio
import logging
from typing import cast

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.calls import media
from iga_madoguchi.domain.calls.ports import MediaRelay
from iga_madoguchi.domain.calls.ringing import ANSWERED, CHANGED
from iga_madoguchi.domain.calls.views import Answered
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.hub import Hub
from iga_madoguchi.kit.tasks import cancel, offload, supervise

log = logging.getLogger(__name__)


class Gatekeeper:
    """Follows `calls.changed`. The database says who may be heard; the relay only obeys."""

    def __init__(self, database: Database, hub: Hub, relay: MediaRelay) -> None:
        self._database = database
        self._hub = hub
        self._relay = relay
        self._seated: dict[str, frozenset[str]] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = supervise("gatekeeper", self._follow)

    async def stop(self) -> None:
        if self._task is not None:
            await cancel(self._task)

    async def _follow(self) -> None:
        async with self._hub.subscribe(ANSWERED, CHANGED) as events:
            async for topic, payload in events:
                if topic == ANSWERED:
                    news = cast(Answered, payload)
                    await self._relay.set_gate(news["call"], frozenset(news["participants"]))
                else:
                    await self.follow_up(str(payload))

    async def follow_up(self, changed: str) -> None:
        """A call or a vigil has changed; a call that begins or ends also suspends or resumes vigils."""
        # Somebody waits for the picture of this call; only then comes what else has to be looked at.
        await self._try(changed)
        for vigil in await offload(media.vigils, self._database):
            if vigil != changed:
                await self._try(vigil)

    async def _try(self, call: str) -> None:
        try:
            await self.adjust(call)
        except DomainError as error:
            log.error("relay not in step call=%s code=%s", call, error.code)

    async def adjust(self, call: str) -> None:
        """Bring the relay to what the database says of this call. Safe to repeat."""
        gate = await offload(media.open_gate, self._database, call)
        if gate is None:
            self._seated.pop(call, None)
            await self._relay.close_call(call)
            return
        await self._relay.set_gate(call, gate.participants, gate.without_paper)
        for gone in self._seated.get(call, frozenset()) - gate.seated:
            await self._relay.close_participant(call, gone)
        self._seated[call] = gate.seated
