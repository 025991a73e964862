"""Tells a publisher when each of its packets arrived, so that it can find its own bit rate."""

from __future__ import annotations

import struct
from itertools import groupby

from iga_madoguchi.media.rtcp import FB_TWCC, RTPFB

TICK_S = 0.00025  # s; unit of an arrival delta
STATUS_LIMIT = 1000  # packets described by one feedback
_LOST, _SMALL, _LARGE = 0, 1, 2


class ArrivalLog:
    """Arrival times by transport-wide sequence number, drained into feedback packets."""

    def __init__(self, sender_ssrc: int) -> None:
        self._sender = sender_ssrc
        self._arrivals: dict[int, float] = {}  # extended sequence number -> seconds
        self._highest: int | None = None
        self._next = 0
        self._count = 0

    def add(self, seq: int, now: float) -> None:
        highest = self._highest
        if highest is None:
            self._highest = self._next = seq
            self._arrivals[seq] = now
            return
        ahead = (seq - highest) & 0xFFFF
        extended = highest + (ahead if ahead < 0x8000 else ahead - 0x10000)
        if extended > highest:
            self._highest = extended
        if extended >= self._next:  # what was reported as lost stays so
            self._arrivals.setdefault(extended, now)

    def drain(self, media_ssrc: int) -> list[bytes]:
        """Feedback for everything since the last call, oldest first; empty if nothing arrived."""
        packets = []
        while self._arrivals:
            packets.append(self._one(media_ssrc))
        return packets

    def _one(self, media_ssrc: int) -> bytes:
        first = min(self._arrivals)
        # A gap longer than one feedback can tell is an outage: skip to where packets arrive again.
        base = self._next if first - self._next < STATUS_LIMIT else first
        reference = int(self._arrivals[first] / 0.064)
        clock = reference * 256
        statuses: list[int] = []
        deltas, seq = b"", base
        last = max(self._arrivals)
        while seq <= last and len(statuses) < STATUS_LIMIT:
            arrival = self._arrivals.get(seq)
            if arrival is None:
                statuses.append(_LOST)
            else:
                delta = round(arrival / TICK_S) - clock
                if not -0x8000 <= delta <= 0x7FFF:
                    break  # too far from the reference: the next feedback has its own
                clock += delta
                small = 0 <= delta <= 255
                statuses.append(_SMALL if small else _LARGE)
                deltas += struct.pack("!B" if small else "!h", delta)
                del self._arrivals[seq]
            seq += 1
        self._next = seq
        return self._packet(media_ssrc, base, reference, statuses, deltas)

    def _packet(
        self, media_ssrc: int, base: int, reference: int, statuses: list[int], deltas: bytes
    ) -> bytes:
        head = struct.pack("!HH", base & 0xFFFF, len(statuses))
        head += ((reference & 0xFFFFFF) << 8 | self._count & 255).to_bytes(4, "big")
        self._count += 1
        body = head + _chunks(statuses) + deltas
        padding = -len(body) % 4
        body += bytes(padding - 1) + bytes([padding]) if padding else b""
        flags = 0x80 | (0x20 if padding else 0) | FB_TWCC
        return struct.pack("!BBHLL", flags, RTPFB, 2 + len(body) // 4, self._sender, media_ssrc) + body


def _chunks(statuses: list[int]) -> bytes:
    """Run-length chunks for runs of seven or more, two-bit vectors of seven for the rest."""
    out = b""
    at = 0
    while at < len(statuses):
        status, run = next((key, len(list(group))) for key, group in groupby(statuses[at:]))
        if run >= 7:
            out += struct.pack("!H", status << 13 | run)
            at += run
        else:
            vector = statuses[at : at + 7] + [_LOST] * 7
            out += struct.pack("!H", 0xC000 | sum(s << 12 - 2 * i for i, s in enumerate(vector[:7])))
            at += 7
    return out
