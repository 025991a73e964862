"""One stretch of load on one server: who sends to whom, and what came of each packet."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from aiortc import RTCPeerConnection

from tests.bench.relay import client, material
from tests.bench.relay.client import Link
from tests.bench.relay.pump import Pump, Stream
from tests.bench.relay.servers import Server
from tests.bench.report import percentile

SECOND = 1_000_000_000


@dataclass(frozen=True)
class Window:
    """What one server did in one stretch. Delays in ms; `us` is processor microseconds per packet out."""

    server: str
    seconds: float
    sent: int
    forwarded: int
    processor_s: float
    loss_pct: float
    p50: float
    p99: float
    worst: float
    late: int
    feedback: int
    """RTCP packets from the server since the connections stand."""

    @property
    def us(self) -> float:
        return self.processor_s * 1e6 / max(1, self.forwarded)

    @property
    def us_in(self) -> float:
        """Processor microseconds per packet received: the only fair measure for a server that re-encodes."""
        return self.processor_s * 1e6 / max(1, self.sent)


@dataclass(frozen=True)
class Route:
    """A stream and the link on which it should come out."""

    stream: Stream
    viewer: Link


class Load:
    """All calls of one server, connected; `window` sends for a while and counts."""

    def __init__(self, server: Server, pump: Pump) -> None:
        self._server, self._pump = server, pump
        self._routes: list[Route] = []
        self._links: dict[int, Link] = {}

    async def connect(self, calls: int, *, real: bool) -> None:
        """Two peers a call, each publishing and watching the other."""
        audio = material.real_audio() if real else material.synthetic_audio()
        video = material.real_video() if real else material.synthetic_video()
        dice = random.Random(calls)
        for call in range(1, calls + 1):
            publishers = [self._take(await self._server.publish(call, who)) for who in (1, 2)]
            viewers = [self._take(await self._server.watch(call, who, 3 - who)) for who in (1, 2)]
            await self._server.opened(call)
            for publisher, viewer in zip(publishers, reversed(viewers), strict=True):
                for line, (packets, length, ticks) in enumerate((audio, video)):
                    stream = Stream(publisher, line, packets, length, ticks, numbered=not real)
                    stream.phase = dice.randrange(SECOND // 30)
                    self._routes.append(Route(stream, viewer))

    def _take(self, pc: RTCPeerConnection) -> Link:
        """One link a connection: an echo server gives the publisher's own connection as its viewer."""
        if id(pc) not in self._links:
            self._links[id(pc)] = client.take_over(pc)
            self._pump.add(self._links[id(pc)])
        return self._links[id(pc)]

    def begin(self) -> None:
        """Send until the pump stops; `delays` tells what came of it."""
        self._pump.begin([route.stream for route in self._routes])

    def delays(self, least_ms: float) -> list[tuple[float, float]]:
        """(when it was sent, s since 1970; how long it took, ms) of the packets that took so long."""
        self._pump.end()
        found = []
        for route in self._routes:
            arrived = arrivals(route)
            for number, sent in enumerate(route.stream.sent):
                took = (arrived.get(number, sent) - sent) / 1e6
                if sent and took >= least_ms:
                    found.append((sent / SECOND, took))
        return sorted(found)

    async def window(self, seconds: float, warm_up: float = 1.0) -> Window:
        for route in self._routes:
            route.viewer.heard.clear()
            route.viewer.samples.clear()
        self._pump.begin([route.stream for route in self._routes])
        await asyncio.sleep(warm_up)
        used, begin = self._server.processor_s(), time.time_ns()
        await asyncio.sleep(seconds)
        used, end = self._server.processor_s() - used, time.time_ns()
        self._pump.end()
        await asyncio.sleep(0.3)
        return self._judge(begin, end, used)

    def _judge(self, begin: int, end: int, used: float) -> Window:
        sent = lost = forwarded = 0
        delays: list[float] = []
        for route in self._routes:
            window = [
                n
                for n in range(route.stream.base, len(route.stream.sent))
                if begin <= route.stream.sent[n] < end
            ]
            sent += len(window)
            if route.stream.numbered:
                arrived = arrivals(route)
                delays += [(arrived[n] - route.stream.sent[n]) / 1e6 for n in window if n in arrived]
                lost += sum(n not in arrived for n in window)
        links = {id(route.viewer): route.viewer for route in self._routes}.values()
        forwarded = sum(
            begin <= at < end for link in links for heard in link.heard.values() for _, at in heard
        )
        return Window(
            server=self._server.name,
            seconds=(end - begin) / SECOND,
            sent=sent,
            forwarded=forwarded,
            processor_s=used,
            loss_pct=100 * lost / max(1, sent),
            p50=percentile(delays, 50),
            p99=percentile(delays, 99),
            worst=max(delays, default=float("nan")),
            late=self._pump.late,
            feedback=sum(link.feedback for link in self._links.values()),
        )


def arrivals(route: Route) -> dict[int, int]:
    """Our packet counter -> the kernel's receive time at the viewer. The relay renumbers; sampled packets,
    decrypted, say by how much."""
    payload_type = route.viewer.payload_types[route.stream.line]
    found: dict[int, int] = {}
    for ssrc, heard in route.viewer.heard.items():
        if ssrc not in route.viewer.samples or heard[0][0] >> 16 != payload_type:
            continue
        sequence, counter = route.viewer.samples[ssrc]
        for head, at in heard:
            ahead = ((head & 0xFFFF) - sequence + 0x8000 & 0xFFFF) - 0x8000
            found.setdefault(counter + ahead, at)
    return found


def medians(windows: Sequence[Window], what: str) -> list[float]:
    return [float(getattr(window, what)) for window in windows]
