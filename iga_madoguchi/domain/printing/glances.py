"""How each branch's printer was when somebody last looked; a look never makes anybody wait."""

from __future__ import annotations

import asyncio
import time

from iga_madoguchi.domain.printing.ports import PrinterReport, PrintService
from iga_madoguchi.domain.printing.service import CHANGED
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.hub import Hub

FRESH_S = 60.0  # s; what is older says nothing about now


class Glances:
    """Asks printers beside the work of the pages; the hub says when there is an answer. On the main loop."""

    def __init__(self, hub: Hub, printers: PrintService) -> None:
        self._hub = hub
        self._printers = printers
        self._seen: dict[str, tuple[float, PrinterReport | DomainError]] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}

    def ask(self, branch_id: str, uri: str) -> None:
        """Look once, if nobody is looking at the moment."""
        self._seen.pop(branch_id, None)
        if branch_id not in self._asking:
            task = asyncio.create_task(self._ask(branch_id, uri), name=f"glance {branch_id}")
            self._asking[branch_id] = task
            task.add_done_callback(lambda _: self._asking.pop(branch_id, None))

    def of(self, branch_id: str) -> PrinterReport | DomainError | None:
        """What the last look found; None while there is no answer, or only an old one."""
        at, found = self._seen.get(branch_id, (0.0, None))
        return found if time.monotonic() - at < FRESH_S else None

    async def _ask(self, branch_id: str, uri: str) -> None:
        found: PrinterReport | DomainError
        try:
            found = await self._printers.printer(uri)
        except DomainError as error:
            found = error
        self._seen[branch_id] = time.monotonic(), found
        self._hub.publish(CHANGED, branch_id)
