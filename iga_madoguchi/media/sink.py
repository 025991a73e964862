"""One track on its way to a viewer: one unbroken stream, whatever happens to the publishers behind it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from iga_madoguchi.media import rtcp
from iga_madoguchi.media.answer import Chosen, family
from iga_madoguchi.media.buffers import ROOM, TX
from iga_madoguchi.media.source import HEADER, header_size

if TYPE_CHECKING:
    from iga_madoguchi.media.source import Source

BEHIND = 2048  # packets; how far back a late packet may still belong to the present source
RESEND_APART_S = 0.01  # s; a viewer that asks twice at once gets one answer
RESEND_AGE_S = 1.0  # s; pictures older than this would be shown late, and all after them as well
RESEND_LIMIT = 500  # packets between two heartbeats; a viewer that needs more needs a key frame instead
_RING = 1024


class Sink:
    """Rewrites SSRC, sequence number, timestamp and payload type of a source's packets for one viewer.

    Two different packets never leave under one sequence number: with AES-GCM that would give away the key
    stream. So a new source continues the numbers of the old one, and what is older than its first packet
    is dropped; a repair is the same bytes again.
    """

    def __init__(self, choice: Chosen) -> None:
        self.kind = choice.section.kind
        self.ssrc, self.rtx_ssrc = choice.ssrc, choice.rtx_ssrc
        self._own = {family(codec): codec for codec in reversed(choice.codecs) if codec.name != "rtx"}
        self._rtx = {codec.apt: codec.pt for codec in choice.codecs if codec.apt is not None}
        self.source: Source | None = None
        self.packets = self.octets = self.resent = 0
        self._types: dict[int, int] = {}
        self._offset: int | None = None
        self._floor = self._newest = 0
        self._next = secrets.randbits(15)
        self._rtx_next = secrets.randbits(15)
        self._stamp_offset = self._last_stamp = 0
        self._rate = 90000
        self._last_at = 0.0
        self._epoch = 0
        self._resent_at = [0.0] * _RING
        self._resends_left = RESEND_LIMIT
        self._protect: Callable[[int], int] = lambda size: 0
        self._send: Callable[[memoryview], None] = lambda data: None

    def connect(self, protect: Callable[[int], int], send: Callable[[memoryview], None]) -> None:
        """From now on packets can be encrypted in TX and sent."""
        self._protect, self._send = protect, send

    def attach(self, source: Source) -> None:
        """Take packets of this source from its next one on."""
        self.source, self._offset = source, None
        self._types = {pt: self._own[name].pt for pt, name in source.families.items() if name in self._own}
        self._rate = next(iter(source.rates.values()), 90000)
        source.begin(self)

    def detach(self) -> None:
        self.source, self._offset = None, None

    def skip(self) -> None:
        """The packets until the source's next one do not exist for the viewer."""
        self._offset = None

    def forward(self, first: int, second: int, seq: int, stamp: int, body: memoryview, now: float) -> None:
        """Send one packet on: two bytes of header, number, time, and everything after the SSRC."""
        offset = self._offset
        if offset is None:
            offset = self._align(seq, stamp, now)
        if (seq - self._floor) & 0x8000:
            return  # older than what we began with
        pt = self._types.get(second & 127)
        size = len(body) + 12
        if pt is None or size > ROOM:
            return
        out = (seq + offset) & 0xFFFF
        if not (out - self._next) & 0x8000:
            self._next, self._newest = (out + 1) & 0xFFFF, seq
            self._last_stamp, self._last_at = stamp, now
        HEADER.pack_into(
            TX, 0, first, second & 128 | pt, out, (stamp + self._stamp_offset) & 0xFFFFFFFF, self.ssrc
        )
        TX[12:size] = body
        size = self._protect(size)
        if size:
            self._send(TX[:size])
            self.packets += 1
            self.octets += len(body)

    def _align(self, seq: int, stamp: int, now: float) -> int:
        self._floor = self._newest = seq
        self._offset = (self._next - seq) & 0xFFFF
        epoch = self.source.epoch if self.source is not None else 0
        if epoch != self._epoch:
            if self._epoch:  # the clock goes on where the last publisher's stood
                passed = max(1, int((now - self._last_at) * self._rate))
                self._stamp_offset = (self._last_stamp + self._stamp_offset + passed - stamp) & 0xFFFFFFFF
            self._epoch = epoch
        return self._offset

    def repair(self, lost: list[int], now: float) -> None:
        """Send again what the viewer misses and we remember; for what is too old there is a new key frame."""
        source, offset = self.source, self._offset
        if source is None or offset is None:
            return
        too_old = False
        for out in lost[: self._resends_left]:
            seq = (out - offset) & 0xFFFF
            packet = None if (seq - self._floor) & 0x8000 else source.packet(seq)
            if packet is None or now - self._resent_at[out % _RING] < RESEND_APART_S:
                continue
            if self._behind_s(packet) > RESEND_AGE_S:
                too_old = True
                continue
            self._resent_at[out % _RING] = now
            self._resends_left -= 1
            self._resend(packet, out)
        if too_old:
            source.request_keyframe()

    def _behind_s(self, packet: bytes) -> float:
        """How much older it is than the newest, by the sender's clock."""
        ticks = (self._last_stamp - int.from_bytes(packet[4:8], "big")) & 0xFFFFFFFF
        return 0.0 if ticks & 0x80000000 else ticks / self._rate

    def beat(self) -> None:
        """Called with every heartbeat: numbers wrap, and what is old must not look new."""
        self._resends_left = RESEND_LIMIT
        if self._offset is not None and (self._newest - self._floor) & 0xFFFF > BEHIND:
            self._floor = (self._newest - BEHIND) & 0xFFFF

    def _resend(self, packet: bytes, out: int) -> None:
        first, second, _, stamp, _ = HEADER.unpack_from(packet)
        pt = self._types.get(second & 127)
        if pt is None:
            return
        stamp = (stamp + self._stamp_offset) & 0xFFFFFFFF
        rtx = self._rtx.get(pt)
        if rtx is None:
            HEADER.pack_into(TX, 0, first, second & 128 | pt, out, stamp, self.ssrc)
            body = packet[12:]
        else:
            HEADER.pack_into(TX, 0, first, second & 128 | rtx, self._rtx_next, stamp, self.rtx_ssrc)
            self._rtx_next = (self._rtx_next + 1) & 0xFFFF
            start = header_size(packet)
            body = packet[12:start] + out.to_bytes(2, "big") + packet[start:]
        size = len(body) + 12
        if size > ROOM:
            return
        TX[12:size] = body
        size = self._protect(size)
        if size:
            self._send(TX[:size])
            self.resent += 1

    def report(self, now: float) -> bytes | None:
        """The publisher's clock at this moment, in the viewer's timestamps: lips and voice stay together."""
        source = self.source
        if source is None or self._offset is None or source.sender_time is None:
            return None
        ntp, stamp, at = source.sender_time
        passed = now - at
        stamp = (stamp + int(passed * self._rate) + self._stamp_offset) & 0xFFFFFFFF
        ntp = (ntp + int(passed * (1 << 32))) & 0xFFFFFFFFFFFFFFFF
        return rtcp.sender_report(self.ssrc, ntp, stamp, self.packets, self.octets)
