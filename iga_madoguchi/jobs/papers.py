"""Takes papers away as soon as their call is over; the schedule does it too, if nobody tells."""

from __future__ import annotations

import asyncio
import logging

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.calls.ringing import CHANGED
from iga_madoguchi.domain.papers import keeping
from iga_madoguchi.domain.papers.ports import Vault
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.hub import Hub
from iga_madoguchi.kit.tasks import cancel, offload, supervise

log = logging.getLogger(__name__)


class PaperKeeper:
    """Follows `calls.changed`."""

    def __init__(self, database: Database, hub: Hub, vault: Vault) -> None:
        self._database = database
        self._hub = hub
        self._vault = vault
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Tidy up what the last process left, before anybody is served; then follow."""
        found = await offload(keeping.recover, self._database, self._vault)
        if found:
            log.info("- papers tidied up count=%s", found)
        self._task = supervise("paper keeper", self._follow)

    async def stop(self) -> None:
        if self._task is not None:
            await cancel(self._task)

    async def _follow(self) -> None:
        async with self._hub.subscribe(CHANGED) as events:
            async for _, payload in events:
                try:
                    await offload(keeping.leave, self._database, self._vault, str(payload))
                except DomainError as error:
                    log.error("papers not taken away call=%s code=%s", payload, error.code)
