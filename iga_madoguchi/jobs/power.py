"""Follows the power: asks the UPS, and when the end comes near, brings work to its end in good order."""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor

from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.power import service as power
from iga_madoguchi.domain.power.policy import Phase
from iga_madoguchi.domain.power.views import Standing
from iga_madoguchi.domain.power.watch import Watch
from iga_madoguchi.domain.stopping import service as stopping
from iga_madoguchi.domain.stopping.service import Budget
from iga_madoguchi.kit.tasks import cancel, supervise
from iga_madoguchi.kit.transitions import Transitions

log = logging.getLogger(__name__)

LOOK_S = 1.5  # a power cut is noticed within three seconds
UNKNOWN_S = 240.0  # how long preparing may take where the UPS does not say what is left
ORDERED_S, ORDERED_TALKS_S = 45.0, 10.0
"""When somebody stops the machine: what stops it waits a minute for us, and not for talks."""


class PowerKeeper:
    """Two threads: one asks, the other prepares, which may take minutes."""

    def __init__(self, watch: Watch, station: Station) -> None:
        self._watch, self._station = watch, station
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="power")
        self._preparing = False
        self._on = threading.Event()
        self._state = Transitions(log)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Whatever was prepared before the last stop is over; then follow."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._pool, power.begin, self._station.database, SYSTEM)
        self._task = supervise("power", self._follow)

    async def stop(self) -> None:
        self._on.clear()
        if self._task is not None:
            await cancel(self._task)
        await asyncio.to_thread(self._pool.shutdown)

    async def _follow(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                self.follow_up(await loop.run_in_executor(self._pool, self._watch.look))
            except Exception as error:  # the database is away, for example: said once, asked again
                self._state.failed("power", repr(error))
            else:
                self._state.worked("power")
            await asyncio.sleep(LOOK_S)

    def follow_up(self, now: Standing) -> None:
        """Begin to prepare once, and break it off when power is back."""
        wanted = now.phase == Phase.PREPARE or now.wanted_at is not None
        if wanted and not now.outcome and not self._preparing:
            self._preparing = True
            self._on.set()
            self._pool.submit(self._prepare, self._budget(now))
        elif now.phase in (Phase.LINE, Phase.BATTERY):
            self._on.clear()

    def _budget(self, now: Standing) -> Budget:
        if now.wanted_at is not None:
            return Budget(ORDERED_S, ORDERED_TALKS_S, self._on.is_set)
        left = self._watch.left_s()
        return Budget(UNKNOWN_S if left is None else left, still=self._on.is_set)

    def _prepare(self, budget: Budget) -> None:
        try:
            outcome = stopping.prepare(self._station, budget)
            if outcome:
                self._watch.prepared(outcome)
        except Exception:
            log.exception("not prepared")
            self._watch.prepared("unexpected")
        finally:
            self._preparing = False
