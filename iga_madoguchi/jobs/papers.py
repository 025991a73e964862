"""Takes away what goes with a talk as soon as it is over: papers, what was written, private questions.

The schedule does it too, if nobody tells.
"""

from __future__ import annotations

import asyncio
import logging

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts import factors
from iga_madoguchi.domain.calls.ringing import CHANGED
from iga_madoguchi.domain.conversation.private import sweeping as private
from iga_madoguchi.domain.conversation.talking import keeping as talking
from iga_madoguchi.domain.forms import sweeping as forms
from iga_madoguchi.domain.forms.ports import Sealer
from iga_madoguchi.domain.papers import keeping
from iga_madoguchi.domain.papers.ports import Vault
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.hub import Hub
from iga_madoguchi.kit.tasks import cancel, offload, supervise

log = logging.getLogger(__name__)

AFTER_S = 0.1
"""Most changes end nothing: the screens and pictures of the others go first."""


class PaperKeeper:
    """Follows `calls.changed`."""

    def __init__(self, database: Database, hub: Hub, vault: Vault, sealer: Sealer) -> None:
        self._database = database
        self._hub = hub
        self._vault = vault
        self._sealer = sealer
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Tidy up what the last process left, before anybody is served; then follow."""
        found = await offload(self._recover)
        if found:
            log.info("- papers tidied up count=%s", found)
        self._task = supervise("paper keeper", self._follow)

    def _recover(self) -> int:
        talks = talking.sweep(self._database, self._sealer)
        others = (
            factors.keys(self._database)
            | forms.keys(self._database)
            | talking.keys(self._database)
            | private.keys(self._database)
        )
        questions = private.sweep(self._database, self._sealer)
        return talks + questions + keeping.recover(self._database, self._vault, others)

    async def stop(self) -> None:
        if self._task is not None:
            await cancel(self._task)

    async def _follow(self) -> None:
        async with self._hub.subscribe(CHANGED) as events:
            async for _, payload in events:
                await asyncio.sleep(AFTER_S)
                try:
                    await offload(self._leave, str(payload))
                except DomainError as error:
                    log.error("papers not taken away call=%s code=%s", payload, error.code)

    def _leave(self, call: str) -> None:
        private.leave(self._database, self._sealer, call)
        talking.leave(self._database, self._sealer, call)
        keeping.leave(self._database, self._vault, call)
