"""In-process publish and subscribe by topic; says that something happened, never keeps what is true."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

log = logging.getLogger(__name__)

QUEUE_LIMIT = 1000  # events; a subscriber this far behind is broken and loses the oldest


class Hub:
    """Delivers (topic, payload) to async streams and plain listeners on the loop it was started on.

    `publish` may be called from any thread. Delivery order within the process is publication order.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._queues: dict[str, set[asyncio.Queue[tuple[str, object]]]] = defaultdict(set)
        self._listeners: dict[str, list[Callable[[object], None]]] = defaultdict(list)

    def start(self) -> None:
        """Bind to the running loop; before that, published events are dropped (nobody can be listening)."""
        self._loop = asyncio.get_running_loop()

    def stop(self) -> None:
        self._loop = None

    @property
    def started(self) -> bool:
        return self._loop is not None

    @property
    def alone(self) -> bool:
        """Other processes ought to hear what is published here, and do not."""
        return False

    def publish(self, topic: str, payload: object = None) -> None:
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        loop.call_soon_threadsafe(self._deliver, topic, payload)

    def listen(self, topic: str, listener: Callable[[object], None]) -> None:
        """Call `listener(payload)` on the hub's loop for every event of `topic`; it must not block."""
        self._listeners[topic].append(listener)

    @asynccontextmanager
    async def subscribe(self, *topics: str) -> AsyncIterator[AsyncIterator[tuple[str, object]]]:
        queue: asyncio.Queue[tuple[str, object]] = asyncio.Queue(QUEUE_LIMIT)
        for topic in topics:
            self._queues[topic].add(queue)
        try:
            yield _drain(queue)
        finally:
            for topic in topics:
                self._queues[topic].discard(queue)

    def _deliver(self, topic: str, payload: object) -> None:
        for listener in self._listeners.get(topic, ()):
            try:
                listener(payload)
            except Exception:
                log.exception("listener failed topic=%s", topic)
        for queue in self._queues.get(topic, ()):
            if queue.full():
                queue.get_nowait()
                log.warning("subscriber too slow, oldest event dropped topic=%s", topic)
            queue.put_nowait((topic, payload))


async def _drain(queue: asyncio.Queue[tuple[str, object]]) -> AsyncIterator[tuple[str, object]]:
    while True:
        yield await queue.get()
