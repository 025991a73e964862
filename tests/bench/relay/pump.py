"""The load itself: one thread that sends what is due and reads all sockets; times in nanoseconds."""

from __future__ import annotations

import gc
import heapq
import select
import struct
import threading
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.relay.client import TRANSPORT_CC_ID, Link

HEADER = struct.Struct("!BBHII")
EXTENSION = struct.Struct("!HHBHB")
EXTENDED = (0xBEDE, 1, TRANSPORT_CC_ID << 4 | 1)
COUNTER = struct.Struct("!I")
COUNTER_AT = 16
"""Where in a synthetic payload our own packet counter stands, behind any codec's header."""
STAMP = struct.Struct("qq")
SAMPLE_EVERY = 64
TICK_NS = 200_000
"""The shortest sleep: the generator must leave the processor to the server it measures."""
DRAIN_NS = 4_000_000
LATE_NS = 5_000_000
BURST = 32


@dataclass
class Packet:
    """A packet of a cycle: when in the cycle (ns), RTP ticks since the cycle began, marker, payload."""

    due: int
    ticks: int
    marker: bool
    payload: bytes


@dataclass
class Stream:
    """A publisher's RTP stream, repeating `cycle` every `cycle_ns`; `numbered` payloads carry a counter."""

    link: Link
    line: int
    cycle: Sequence[Packet]
    cycle_ns: int
    cycle_ticks: int
    numbered: bool
    phase: int = 0
    """How long after the others' start this stream starts, in ns."""
    base: int = 0
    started: int = 0
    first_started: int = 0
    sent: array[int] = field(default_factory=lambda: array("q"))
    """Time (ns since 1970) just before each packet was given to the kernel, by counter."""

    def due(self) -> int:
        rounds, at = divmod(len(self.sent) - self.base, len(self.cycle))
        return self.started + rounds * self.cycle_ns + self.cycle[at].due

    def rewind(self, now: int) -> None:
        """The next packet is the cycle's first, due `phase` after `now`.

        A sender's clock runs on in silence; one that stands still looks like voice an outage kept back.
        """
        self.sent.extend([0] * (-len(self.sent) % len(self.cycle)))
        self.base = len(self.sent)
        self.started = now + self.phase
        self.first_started = self.first_started or self.started

    def send(self) -> None:
        count = len(self.sent)
        rounds, at = divmod(count, len(self.cycle))
        packet = self.cycle[at]
        payload = packet.payload
        if self.numbered:
            payload = payload[:COUNTER_AT] + COUNTER.pack(count) + payload[COUNTER_AT + 4 :]
        second = self.link.payload_types[self.line] | (128 if packet.marker else 0)
        rounds -= self.base // len(self.cycle)
        passed = (self.started - self.first_started) * self.cycle_ticks // self.cycle_ns
        ticks = (passed + rounds * self.cycle_ticks + packet.ticks) & 0xFFFFFFFF
        head = HEADER.pack(144, second, count & 0xFFFF, ticks, self.link.ssrcs[self.line])
        self.link.transport_sequence = number = self.link.transport_sequence + 1 & 0xFFFF
        protected = self.link.protect(head + EXTENSION.pack(*EXTENDED, number, 0) + payload)
        self.sent.append(time.time_ns())
        self.link.sock.sendto(protected, self.link.remote)


class Pump(threading.Thread):
    """Reads all links from `start()` to `stop()`; sends `streams` while `run_for` waits."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.links: dict[int, Link] = {}
        self.late = 0
        """Packets that left more than 5 ms after they were due: the load generator was starved."""
        self._poll = select.epoll()
        self._queue: list[tuple[int, int, Stream]] = []
        self._streams: list[Stream] = []
        self._sending = threading.Event()
        self._ending = False
        self._drained = 0

    def add(self, link: Link) -> None:
        self.links[link.sock.fileno()] = link
        self._poll.register(link.sock.fileno(), select.EPOLLIN)

    def begin(self, streams: Sequence[Stream]) -> None:
        now = time.time_ns()
        for stream in streams:
            stream.rewind(now)
        self._queue = [(stream.due(), at, stream) for at, stream in enumerate(streams)]
        heapq.heapify(self._queue)
        self.late = 0
        gc.disable()  # a collection in the load generator would look like a slow relay
        self._sending.set()

    def end(self) -> None:
        self._sending.clear()
        gc.enable()

    def stop(self) -> None:
        self._ending = True
        self.join()
        for link in self.links.values():
            link.sock.close()

    def run(self) -> None:
        while not self._ending:
            if not self._sending.is_set():
                self._drain(0.002)
                continue
            now = time.time_ns()
            for _ in range(BURST):
                if self._queue[0][0] > now:
                    break
                self._send(now)
            if now - self._drained > DRAIN_NS:
                self._drained = now
                self._drain(0)
            rest = self._queue[0][0] - time.time_ns()
            if rest > 0:
                time.sleep(max(rest, TICK_NS) / 1e9)

    def _send(self, now: int) -> None:
        due, at, stream = self._queue[0]
        if now - due > LATE_NS:
            self.late += 1
        stream.send()
        heapq.heapreplace(self._queue, (stream.due(), at, stream))

    def _drain(self, seconds: float) -> None:
        """Reads one datagram of each socket that has some, until none has."""
        while ready := self._poll.poll(seconds):
            for number, _ in ready:
                link = self.links[number]
                try:
                    data, extra, _, address = link.sock.recvmsg(2048, 64)
                except (BlockingIOError, ConnectionRefusedError):
                    continue
                if not 127 < data[0] < 192:
                    link.to_aiortc(data, address)
                elif 192 <= data[1] <= 208:
                    link.feedback += 1
                else:
                    self._note(link, data, extra)
            seconds = 0

    def _note(self, link: Link, data: bytes, extra: list[tuple[int, int, bytes]]) -> None:
        seconds, rest = STAMP.unpack_from(extra[0][2])
        _, second, sequence, _, ssrc = HEADER.unpack_from(data)
        heard = link.heard.get(ssrc)
        if heard is None:
            heard = link.heard[ssrc] = []
        if not len(heard) % SAMPLE_EVERY:
            plain = link.unprotect(data)
            start = 12 + (4 + 4 * int.from_bytes(plain[14:16], "big") if plain[0] & 16 else 0)
            if len(plain) >= start + COUNTER_AT + 4:
                link.samples[ssrc] = (sequence, COUNTER.unpack_from(plain, start + COUNTER_AT)[0])
        heard.append(((second & 127) << 16 | sequence, seconds * 1_000_000_000 + rest))
