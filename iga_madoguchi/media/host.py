"""The relay as the server sees it: the MediaRelay port in front of a child process that is kept alive.

The server's own loop carries no packet; it only passes orders on. aiortc is imported in the child, not here.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import subprocess
import sys
import time
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from iga_madoguchi import errors
from iga_madoguchi.domain.calls.ports import Leg, MediaEvents, MediaResource, MediaStats
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.media import wire
from iga_madoguchi.media.config import PULSE_S, MediaConfig
from iga_madoguchi.media.sdp import parse_offer

log = logging.getLogger(__name__)

START_S = 20.0  # s for the child to be ready; it takes half a second on a machine that is not starved
ORDER_S = 5.0  # s for an answer to an order
STOP_S = 3.0  # s for the child to say goodbye to its peers
RETRIES_S = (0.0, 0.5, 1.0, 2.0, 5.0)  # s before the next attempt to start a child; the last one repeats
_ROOT = Path(__file__).resolve().parents[2]


class RelayProcess:
    """Implements the MediaRelay port. Create it anywhere, use it on one loop."""

    def __init__(self, config: MediaConfig, events: MediaEvents) -> None:
        self._config, self._events = config, events
        self._child: subprocess.Popen[bytes] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._ready = False
        self._keeper: asyncio.Task[None] | None = None
        self._orders: dict[int, asyncio.Future[Any]] = {}
        self._numbers = count(1)
        self._stats, self._past = MediaStats(), MediaStats()
        self._late_s, self._heard = 0.0, time.monotonic()
        self._gates: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._resources: dict[str, tuple[str, str, Leg]] = {}
        self._lost: set[tuple[str, str, Leg]] = set()

    @property
    def pid(self) -> int | None:
        """Of the present child; None while there is none."""
        return self._child.pid if self._child is not None else None

    @property
    def running(self) -> bool:
        """Whether a child takes orders at this moment."""
        return self._ready

    async def start(self) -> None:
        """Raises Unavailable `media.selftest` with a `reason`, or `media.unavailable`."""
        reader = await self._spawn()
        self._keeper = asyncio.create_task(self._keep(reader), name="media relay keeper")

    async def stop(self) -> None:
        """Let the child say goodbye to its peers and wait for its end."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        await self._bury()
        self._fail_orders()

    async def publish(self, call: str, participant: str, offer: str) -> MediaResource:
        parse_offer(offer)  # refused here, what is unusable never reaches the process that carries the calls
        made = MediaResource(**await self._order("publish", call, participant, offer))
        self._resources[made.id] = (call, participant, "publish")
        return made

    async def watch(self, call: str, viewer: str, publisher: str, offer: str) -> MediaResource:
        parse_offer(offer)
        made = MediaResource(**await self._order("watch", call, viewer, publisher, offer))
        self._resources[made.id] = (call, viewer, "watch")
        return made

    async def close(self, resource: str) -> bool:
        known = self._resources.pop(resource, None) is not None
        return bool(await self._settle("close", resource)) or known

    async def set_gate(
        self, call: str, open_participants: frozenset[str], without_paper: frozenset[str] = frozenset()
    ) -> None:
        """Remembered here too, so that a new child begins with it."""
        self._gates[call] = open_participants, without_paper
        await self._settle("gate", call, sorted(open_participants), sorted(without_paper))

    async def prepare(self, call: str) -> None:
        if self._ready:
            await self._settle("prepare", call)

    def unheard(self, call: str) -> frozenset[str]:
        """Known here, so that it is told while there is no child, too."""
        return frozenset(who for where, who, leg in self._lost if where == call and leg == "publish")

    async def close_call(self, call: str) -> None:
        self._gates.pop(call, None)
        self._resources = {key: about for key, about in self._resources.items() if about[0] != call}
        self._lost = {about for about in self._lost if about[0] != call}
        await self._settle("close_call", call)

    async def close_participant(self, call: str, participant: str) -> None:
        mine = (call, participant)
        self._resources = {key: about for key, about in self._resources.items() if about[:2] != mine}
        self._lost = {about for about in self._lost if about[:2] != mine}
        await self._settle("close_participant", call, participant)

    def stats(self) -> MediaStats:
        """At most a second old; counters go on over a restart of the child."""
        now, past = self._stats, self._past
        return replace(
            now,
            packets_in=now.packets_in + past.packets_in,
            packets_out=now.packets_out + past.packets_out,
            bytes_in=now.bytes_in + past.bytes_in,
            bytes_out=now.bytes_out + past.bytes_out,
            foreign_dropped=now.foreign_dropped + past.foreign_dropped,
            restarts=past.restarts,
        )

    def lag_s(self) -> float:
        """Seconds by which the child's loop came late at worst before its last pulse, or its next is."""
        return max(self._late_s, time.monotonic() - self._heard - PULSE_S)

    async def _order(self, verb: str, *given: str | list[str]) -> Any:
        writer = self._writer
        if writer is None or not self._ready:
            raise Unavailable("media.unavailable")
        number = next(self._numbers)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._orders[number] = future
        writer.write(wire.pack({"id": number, "do": verb, "with": given}))
        try:
            async with asyncio.timeout(ORDER_S):
                return await future
        except TimeoutError:
            raise Unavailable("media.unavailable") from None
        finally:
            self._orders.pop(number, None)

    async def _settle(self, verb: str, *given: str | list[str]) -> Any:
        """An order that needs no child: what is remembered here is enough for the next one."""
        try:
            return await self._order(verb, *given)
        except Unavailable:
            log.warning("x not told to the relay process, there is none do=%s", verb)
            return None

    async def _spawn(self) -> asyncio.StreamReader:
        """A child that has passed its self-test and knows the gates."""
        ours, theirs = socket.socketpair()
        level = logging.getLevelName(logging.getLogger("iga_madoguchi").getEffectiveLevel())
        with theirs:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "iga_madoguchi.media.child", str(theirs.fileno()), level],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                cwd=_ROOT,
                # Linux shares processors out among sessions first: in one of its own no packet waits
                # until the work of this process and its other children has been made up for.
                start_new_session=True,
            )
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        self._writer = writer
        hello = {
            "addresses": self._config.addresses,
            "ports": self._config.ports,
            "gates": [[call, sorted(seen), sorted(blind)] for call, (seen, blind) in self._gates.items()],
            "lost": [list(about) for about in self._lost],
        }
        writer.write(wire.pack(hello))
        try:
            async with asyncio.timeout(START_S):
                first = await wire.read(reader)
        except TimeoutError:
            first = None
        if first is None or "ready" not in first:
            await self._bury()
            if first is not None and "failed" in first:
                raise Unavailable("media.selftest", reason=first["failed"])
            raise Unavailable("media.unavailable")
        self._ready = True
        self._late_s, self._heard = 0.0, time.monotonic()
        log.info("- relay process ready pid=%s", self._child.pid)
        return reader

    async def _keep(self, reader: asyncio.StreamReader) -> None:
        while True:
            while (frame := await wire.read(reader)) is not None:
                self._take(frame)
            log.error("x relay process ended, starting another")
            await self._bury()
            self._mourn()
            reader = await self._spawn_again()

    async def _spawn_again(self) -> asyncio.StreamReader:
        for attempt in count():
            await asyncio.sleep(RETRIES_S[min(attempt, len(RETRIES_S) - 1)])
            try:
                return await self._spawn()
            except (Unavailable, OSError) as error:
                log.error("x relay process does not start error=%s", error)
        raise AssertionError("count() has no end")

    def _take(self, frame: wire.Frame) -> None:
        if "stats" in frame:
            self._stats = MediaStats(**frame["stats"])
        if "late" in frame:
            self._late_s, self._heard = frame["late"], time.monotonic()
        if "link" in frame:
            call, participant, leg = about = tuple(frame["about"])
            if frame["link"] == "lost":
                self._lost.add(about)
                self._events.link_lost(call, participant, leg)
            else:
                self._lost.discard(about)
                self._events.link_back(call, participant, leg)
        future = self._orders.get(frame.get("id", 0))
        if future is None or future.done():
            return
        if "refusal" in frame:
            refusal = frame["refusal"]
            kind = getattr(errors, refusal["kind"], Unavailable)
            future.set_exception(kind(refusal["code"], **refusal["data"]))
        else:
            future.set_result(frame["result"])

    def _mourn(self) -> None:
        """Everybody who was connected is not any more: say so, and refuse what was under way."""
        self._past = replace(self.stats(), restarts=self._past.restarts + 1)
        self._stats = MediaStats()
        gone = set(self._resources.values()) - self._lost
        self._resources.clear()
        self._lost |= gone
        self._fail_orders()
        for call, participant, leg in sorted(gone):
            self._events.link_lost(call, participant, leg)

    def _fail_orders(self) -> None:
        for future in self._orders.values():
            if not future.done():
                future.set_exception(Unavailable("media.unavailable"))

    async def _bury(self) -> None:
        """Close our end, wait for the child's, and take its status."""
        writer, self._writer, self._ready = self._writer, None, False
        if writer is not None:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        child, self._child = self._child, None
        if child is None:
            return
        deadline = asyncio.get_running_loop().time() + STOP_S
        while child.poll() is None:
            if asyncio.get_running_loop().time() > deadline:
                child.kill()
            await asyncio.sleep(0.01)
