"""Keeps the couriers going: a thread for each means, woken when there is something to tell."""

from __future__ import annotations

import asyncio
import logging
import threading

from iga_madoguchi.domain.monitoring.alerts.courier import Courier
from iga_madoguchi.domain.monitoring.alerts.outbox import CHANGED
from iga_madoguchi.domain.monitoring.alerts.ports import Means
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.transitions import Transitions

log = logging.getLogger(__name__)

LOOK_S = 5.0  # s; what waits for its next try or for the morning is found by looking
STOP_S = 12.0  # s; a means may be waiting for an answer


class AlertKeeper:
    """The main loop only wakes the threads; nothing on it waits for a means."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier
        self._over = threading.Event()
        self._state = Transitions(log)
        self._rounds = [(means, threading.Event()) for means in courier.means]
        self._threads = [
            threading.Thread(target=self._run, args=one, name=f"alerts {one[0].name}", daemon=True)
            for one in self._rounds
        ]

    async def start(self) -> None:
        await offload(self._courier.drop_unset)
        self._courier.database.hub.listen(CHANGED, lambda _: self._wake())
        for thread in self._threads:
            thread.start()

    async def stop(self) -> None:
        self._over.set()
        self._wake()
        for thread in self._threads:
            await asyncio.to_thread(thread.join, STOP_S)

    def _wake(self) -> None:
        for _, wake in self._rounds:
            wake.set()

    def _run(self, means: Means, wake: threading.Event) -> None:
        while not self._over.is_set():
            wake.clear()
            try:
                self._courier.round(means)
            except Exception as error:  # the database is away, for example: said once, tried again
                self._state.failed(f"alerts {means.name}", repr(error))
            else:
                self._state.worked(f"alerts {means.name}")
            wake.wait(LOOK_S)
