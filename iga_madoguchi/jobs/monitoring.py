"""Keeps the lookout looking: in a thread of its own, so that it sees a loop or a pool that stands still."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Sequence

from iga_madoguchi.domain.monitoring.lookout import Lookout
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.printing.ports import PrinterReport, PrintService
from iga_madoguchi.domain.printing.views import PrinterView
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import cancel, offload, supervise

log = logging.getLogger(__name__)

LOOK_S = 10.0
BEAT_S = 0.5
PRINTERS_S = 5.0  # with two looks a printer without paper is told within 25 s
STOP_S = 15.0  # a look may be waiting for a database that is away


class LookoutKeeper:
    """Looks every ten seconds, beats on the main loop, and asks the printers beside everybody's work."""

    def __init__(self, lookout: Lookout, printers: PrintService) -> None:
        self._lookout, self._printers = lookout, printers
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="lookout", daemon=True)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [supervise("loop beat", self._beat), supervise("printer looks", self._ask)]
        self._thread.start()

    async def stop(self) -> None:
        self._over.set()
        for task in self._tasks:
            await cancel(task)
        await asyncio.to_thread(self._thread.join, STOP_S)

    def _look(self) -> None:
        while not self._over.is_set():
            began = time.monotonic()
            try:
                self._lookout.look()
            except Exception:  # nothing else would ever say that nobody looks any more
                log.exception("no look")
            self._over.wait(max(1.0, LOOK_S - (time.monotonic() - began)))

    async def _beat(self) -> None:
        loop, gauges = asyncio.get_running_loop(), self._lookout.around.gauges
        while True:
            asleep = loop.time()
            await asyncio.sleep(BEAT_S)
            gauges.beat(max(0.0, loop.time() - asleep - BEAT_S))

    async def _ask(self) -> None:
        while True:
            known = await offload(printing.printers, self._lookout.around.database)
            if known:
                self._lookout.around.gauges.printers_said(await _answers(self._printers, known))
            await asyncio.sleep(PRINTERS_S)


async def _answers(
    printers: PrintService, known: Sequence[PrinterView]
) -> dict[str, PrinterReport | DomainError]:
    """All at once; each answers within seconds or is away."""
    found = await asyncio.gather(*(printers.printer(one.uri) for one in known), return_exceptions=True)
    said: dict[str, PrinterReport | DomainError] = {}
    for one, answer in zip(known, found, strict=True):
        if isinstance(answer, PrinterReport | DomainError):
            said[one.branch_id] = answer
    return said
