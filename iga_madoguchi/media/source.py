"""One track of a publisher: what arrived, what is missing, who gets it; never looks into a picture."""

from __future__ import annotations

import asyncio
import itertools
import struct
import time
from typing import TYPE_CHECKING, Protocol

from iga_madoguchi.media import rtcp
from iga_madoguchi.media.answer import Chosen, family
from iga_madoguchi.media.buffers import RX
from iga_madoguchi.media.gaps import Gaps
from iga_madoguchi.media.keyframes import begins_keyframe

if TYPE_CHECKING:
    from iga_madoguchi.media.sink import Sink

HISTORY = 1024  # packets; over a second of the fastest video
KEYFRAME_APART_S = 0.35  # s; browsers ignore a request sooner than 0.3 s after their last key frame
PAPER_SLOT = 2  # m-line of the paper; voice and face come before it
FACE_FIRST_S = 0.12  # s; a key frame of the face is on its way by then
KEYFRAME_TRIES = 12
PREPARED_S = 0.5  # s; an answer takes less than this; what came before it was touched is never shown
SILENCE_S = 1.0  # s; after that the decoder on the other side may have lost its reference picture
STALE_LIMIT_S = 3.0  # s; no key frame by then: pictures that may be torn are better than none
LATE_S = 0.15  # s behind the sender's own clock; after an outage, networks deliver what they had kept back

_epochs = itertools.count(1)

HEADER = struct.Struct("!BBHLL")


def header_size(packet: bytes | memoryview) -> int:
    """Bytes of RTP header with CSRCs and extension; more than the packet if it lies."""
    size = 12 + 4 * (packet[0] & 15)
    if packet[0] & 16 and len(packet) >= size + 4:
        size += 4 + 4 * int.from_bytes(packet[size + 2 : size + 4], "big")
    return size


class Upstream(Protocol):
    """The peer a source belongs to."""

    ssrc: int

    @property
    def rtt_s(self) -> float: ...

    def send_rtcp(self, packet: bytes) -> None: ...

    def repair_soon(self) -> None: ...


class Source:
    """Receives one track and passes each packet on to `sinks` before anything else happens."""

    def __init__(self, choice: Chosen, upstream: Upstream) -> None:
        self.kind = choice.section.kind
        self.mid = choice.section.mid
        media = [codec for codec in choice.codecs if codec.name != "rtx"]
        self.families = {codec.pt: family(codec) for codec in media}
        self.names = {codec.pt: codec.name for codec in media}
        self.rates = {codec.pt: codec.rate for codec in media}
        self.repairs = {codec.pt: codec.apt for codec in choice.codecs if codec.apt is not None}
        self.feedback = {feedback for codec in media for feedback in codec.feedback}
        self.ssrc = 0
        self.epoch = next(_epochs)  # changes whenever sequence numbers and timestamps begin anew
        self.sinks: tuple[Sink, ...] = ()
        self.history: list[bytes | None] = [None] * HISTORY
        self.sender_time: tuple[int, int, float] | None = None  # NTP, RTP, own clock
        self.received = self.repaired = 0
        self.last_at = 0.0
        self._gaps = Gaps()
        self._upstream = upstream
        self._arrivals = _Arrivals()
        self._wanted = False
        self._stale_until = 0.0  # after an outage, what is of no use to anybody is dropped until then
        self._outage = (0.0, 0)  # when it began, and the timestamp of that moment
        self._prepared_at = 0.0
        self._keyframe = (0, 0.0)  # number of the first packet of the last one asked for, and when it came
        self._tries = self._fir_count = 0
        self._timer: asyncio.TimerHandle | None = None
        self._patience_s = 0.0 if choice.section.index < PAPER_SLOT else FACE_FIRST_S

    def take(self, size: int, first: int, second: int, seq: int, stamp: int, now: float) -> None:
        """The plain RTP packet of `size` bytes in RX belongs to this track."""
        self.history[seq % HISTORY] = packet = bytes(RX[:size])
        self.received += 1
        gaps = self._gaps
        if seq == (gaps.highest + 1) & 0xFFFF:
            gaps.highest = seq
        else:
            self._out_of_order(seq, now)
        self._pass_on(packet, first, second, seq, stamp, now)

    def take_repair(self, size: int, now: float) -> None:
        """An RTX packet in RX: unwrap it, and drop what nobody misses (bandwidth probes)."""
        start = header_size(RX)
        apt = self.repairs.get(RX[1] & 127)
        end = size - RX[size - 1] if RX[0] & 32 else size
        if apt is None or end < start + 2:
            return
        seq = RX[start] << 8 | RX[start + 1]
        if not self._gaps.found(seq):
            return
        self.repaired += 1
        first, second = RX[0] & 0xDF, RX[1] & 128 | apt
        stamp = int.from_bytes(RX[4:8], "big")
        packet = b"".join(
            (HEADER.pack(first, second, seq, stamp, self.ssrc), RX[12:start], RX[start + 2 : end])
        )
        self.history[seq % HISTORY] = packet
        self._pass_on(packet, first, second, seq, stamp, now)

    def _pass_on(self, packet: bytes, first: int, second: int, seq: int, stamp: int, now: float) -> None:
        silent, self.last_at = now - self.last_at > SILENCE_S, now
        body = memoryview(packet)[12:]
        if silent or self._wanted:
            payload = body[header_size(packet) - 12 :]
            if begins_keyframe(self.names.get(second & 127, ""), payload):
                self._wanted = False
                self._keyframe = (seq, now)
                self._freshen()
            elif silent:
                self.request_keyframe()
        if self._stale_until:
            if self.kind == "audio" and self._late_s(second, stamp, now) < LATE_S:
                self._freshen()
            if now < self._stale_until:
                return
        for sink in self.sinks:
            sink.forward(first, second, seq, stamp, body, now)
        if stamp != self._arrivals.stamp:
            self._arrivals.add(stamp, self.rates.get(second & 127, 90000), now)

    def _late_s(self, second: int, stamp: int, now: float) -> float:
        began, before = self._outage
        return now - began - ((stamp - before) & 0xFFFFFFFF) / self.rates.get(second & 127, 48000)

    def _freshen(self) -> None:
        if self._stale_until:
            self._stale_until = 0.0
            for sink in self.sinks:
                sink.skip()

    def packet(self, seq: int) -> bytes | None:
        """A packet that is still remembered, exactly as it came."""
        packet = self.history[seq % HISTORY]
        return packet if packet is not None and packet[2] << 8 | packet[3] == seq else None

    def prepare(self) -> None:
        """Somebody will begin to watch in a moment; the paper's turn is later."""
        if not self._patience_s:
            self._prepared_at = time.monotonic()
            self.request_keyframe()

    def begin(self, sink: Sink) -> None:
        """Somebody begins to watch. The paper waits a moment, so that the face is there sooner."""
        first, came = self._keyframe
        if came > self._prepared_at > time.monotonic() - PREPARED_S:
            for step in range((self._gaps.highest - first & 0xFFFF) + 1):
                if (packet := self.packet(first + step & 0xFFFF)) is not None:
                    head, second, seq, stamp, _ = HEADER.unpack_from(packet)
                    sink.forward(head, second, seq, stamp, memoryview(packet)[12:], self.last_at)
            return
        if self.kind != "video" or self._timer is not None or not self._patience_s:
            self.request_keyframe()
            return
        self._wanted, self._tries = True, 0
        self._timer = asyncio.get_running_loop().call_later(self._patience_s, self._ask)

    def request_keyframe(self) -> None:
        """Ask for a picture that needs no other, and go on asking until it comes."""
        if self.kind != "video":
            return
        self._wanted, self._tries = True, 0
        if self._timer is None:
            self._ask()

    def _ask(self) -> None:
        self._timer = None
        quiet = (
            time.monotonic() - self.last_at > SILENCE_S
        )  # nothing is sent; what begins will begin with a key frame
        if not self._wanted or quiet or not self.ssrc or self._tries >= KEYFRAME_TRIES:
            return
        self._tries += 1
        if "nack pli" in self.feedback or "ccm fir" not in self.feedback:
            self._upstream.send_rtcp(rtcp.pli(self._upstream.ssrc, self.ssrc))
        else:
            self._fir_count += 1
            self._upstream.send_rtcp(rtcp.fir(self._upstream.ssrc, self.ssrc, self._fir_count))
        self._timer = asyncio.get_running_loop().call_later(KEYFRAME_APART_S, self._ask)

    def _out_of_order(self, seq: int, now: float) -> None:
        outages = self._gaps.outages
        after_silence = now - self.last_at > SILENCE_S
        lost = self._gaps.jumped(seq, now, self._upstream.rtt_s, after_silence)
        if self._gaps.outages > outages:
            # Seconds of old pictures or old voice, all at once, would look like seconds of jitter to whoever
            # takes part, and everything after them would be shown that much later. So the stream goes on,
            # unbroken, with the next key frame, the voice with what is being said now.
            if after_silence:
                self._stale_until = now + STALE_LIMIT_S
                self._outage = (self.last_at, self._arrivals.stamp)
            self.request_keyframe()
        if lost and "nack" in self.feedback | _ALWAYS.get(self.kind, set()):
            self._upstream.send_rtcp(rtcp.nack(self._upstream.ssrc, self.ssrc, lost))
            self._upstream.repair_soon()

    def repair(self, now: float) -> bool:
        """Ask again for what is due; True while something is missing."""
        again = self._gaps.due(now)
        if again:
            self._upstream.send_rtcp(rtcp.nack(self._upstream.ssrc, self.ssrc, again))
        return bool(self._gaps)

    def restart(self, ssrc: int) -> None:
        """The track goes on under another SSRC: numbers and times begin anew."""
        if self.ssrc == ssrc:
            return
        renewed, self.ssrc = bool(self.received), ssrc
        self.received, self.epoch, self._stale_until = 0, next(_epochs), 0.0
        self._keyframe = (0, 0.0)
        self._gaps, self._arrivals, self.sender_time = Gaps(), _Arrivals(), None
        if renewed:
            for sink in self.sinks:
                sink.attach(self)

    def sender_report(self, ntp: int, stamp: int, now: float) -> None:
        self.sender_time = (ntp, stamp, now)

    def report_block(self, now: float) -> bytes | None:
        """Our reception statistics of this track; None before its first packet."""
        if not self.received or not self.ssrc:
            return None
        last = self.sender_time
        lsr = last[0] >> 16 & 0xFFFFFFFF if last else 0
        dlsr = int((now - last[2]) * 65536) & 0xFFFFFFFF if last else 0
        highest, lost, fraction = self._arrivals.summary(self._gaps.highest, self.received)
        return rtcp.report_block(self.ssrc, fraction, lost, highest, int(self._arrivals.jitter), lsr, dlsr)

    def feed(self, sinks: list[Sink]) -> None:
        """From now on exactly these get the packets; those that are new begin with the next one."""
        self.sinks = tuple(sinks)
        for sink in sinks:
            if sink.source is not self:
                sink.attach(self)

    def close(self) -> None:
        self._wanted = False
        self.sinks = ()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


_ALWAYS = {"audio": {"nack"}}  # browsers never offer NACK for voice, but answer it


class _Arrivals:
    """Reception statistics as RFC 3550 wants them."""

    def __init__(self) -> None:
        self.stamp = -1
        self.jitter = 0.0  # in RTP timestamp units
        self._transit = 0.0
        self._first: int | None = None
        self._highest = 0  # with cycles
        self._expected = self._received = 0

    def add(self, stamp: int, rate: int, now: float) -> None:
        transit = now * rate - stamp
        if self.stamp >= 0:
            change = abs(transit - self._transit)
            if change < rate:  # a jump of the sender's clock is not jitter
                self.jitter += (change - self.jitter) / 16
        self.stamp, self._transit = stamp, transit

    def summary(self, highest: int, received: int) -> tuple[int, int, int]:
        """Extended highest number, packets lost in all, and the fraction (of 256) lost since last time."""
        if self._first is None:
            self._first = self._highest = highest - received + 1
        ahead = (highest - self._highest) & 0xFFFF
        self._highest += ahead if ahead < 0x8000 else 0
        expected = self._highest - self._first + 1
        of, got = expected - self._expected, received - self._received
        self._expected, self._received = expected, received
        fraction = max(0, min(255, (of - got) * 256 // of)) if of > 0 else 0
        return self._highest & 0xFFFFFFFF, expected - received, fraction
