"""The hub between several server processes: everything is delivered here at once, and told to the others."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from contextlib import suppress

from redis import asyncio as redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from iga_madoguchi.kit.hub import QUEUE_LIMIT, Hub
from iga_madoguchi.kit.transitions import Transitions

log = logging.getLogger(__name__)

CHANNEL = "iga_madoguchi.hub"
RETRY_S = 1.0  # s between two attempts to reach Redis
ANSWER_S = 2.0  # s; a Redis that is slower is away
MESSAGE_LIMIT = 4096  # characters; ours are a topic and an identifier


class RedisHub(Hub):
    """Without Redis it is the in-process hub: `alone` is then True, and the log says so once.

    Only plain values (None, text, numbers, lists of them) travel; what concerns one process alone, such as
    news of its own media links, stays in it. What the others said meanwhile is not made up for, so the topics
    `again` are published here when Redis is lost and when it is back: whoever shows something looks again.
    """

    def __init__(self, url: str, again: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._url = url
        self._again = again
        self._node = secrets.token_hex(8)
        self._outbox: asyncio.Queue[str] = asyncio.Queue(QUEUE_LIMIT)
        self._joined = False
        self._stopped = False
        self._state = Transitions(log)
        self._task: asyncio.Task[None] | None = None

    @property
    def alone(self) -> bool:
        return not self._joined

    def start(self) -> None:
        super().start()
        self._stopped = False
        self._task = asyncio.create_task(self._bridge(), name="redis hub")

    def stop(self) -> None:
        super().stop()
        self._stopped = True
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def publish(self, topic: str, payload: object = None) -> None:
        super().publish(topic, payload)
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        with suppress(TypeError):
            loop.call_soon_threadsafe(self._post, json.dumps([self._node, topic, payload]))

    def _post(self, message: str) -> None:
        if not self._joined:
            return
        if self._outbox.full():
            self._outbox.get_nowait()
        self._outbox.put_nowait(message)

    async def _bridge(self) -> None:
        # A connection that breaks in the moment of the cancellation ends as an error, not as a cancellation.
        while not self._stopped:
            try:
                await self._meet()
            except* (RedisError, OSError) as errors:
                self._lose(type(errors.exceptions[0]).__name__)
            if not self._stopped:
                await asyncio.sleep(RETRY_S)

    async def _meet(self) -> None:
        """Runs until Redis is lost. Raises RedisError, OSError, or a group of them."""
        client = redis.from_url(
            self._url,
            decode_responses=True,
            socket_connect_timeout=ANSWER_S,
            socket_timeout=ANSWER_S,
            health_check_interval=ANSWER_S,
        )
        async with client, client.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.subscribe(CHANNEL)
            self._enter()
            async with asyncio.TaskGroup() as group:
                group.create_task(self._send(client))
                group.create_task(self._receive(channel))

    def _enter(self) -> None:
        self._outbox = asyncio.Queue(QUEUE_LIMIT)
        self._joined = True
        self._state.worked("redis")
        self._look_again()

    def _lose(self, why: str) -> None:
        self._state.failed("redis", why)
        if self._joined:
            self._joined = False
            self._look_again()

    def _look_again(self) -> None:
        for topic in self._again:
            super().publish(topic, "")

    async def _send(self, client: redis.Redis) -> None:
        while True:
            await client.publish(CHANNEL, await self._outbox.get())

    async def _receive(self, channel: PubSub) -> None:
        while True:
            message = await channel.get_message(timeout=ANSWER_S / 2)
            if message is not None:
                self._hear(message["data"])

    def _hear(self, data: str) -> None:
        """Whatever else speaks on the channel is not ours and changes nothing."""
        if len(data) > MESSAGE_LIMIT:
            return
        try:
            node, topic, payload = json.loads(data)
        except (ValueError, TypeError):
            return
        if isinstance(topic, str) and node != self._node:
            self._deliver(topic, payload)
