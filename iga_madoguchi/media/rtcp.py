"""The few RTCP packets the relay reads and writes, as bytes; decides nothing."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SR, RR, SDES, BYE, RTPFB, PSFB = 200, 201, 202, 203, 205, 206
FB_NACK, FB_TWCC = 1, 15
FB_PLI, FB_FIR = 1, 4

_HEAD = struct.Struct("!BBHL")
_SR = struct.Struct("!QLLL")
_FEEDBACK = struct.Struct("!BBHLL")
_BLOCK = struct.Struct("!LLLLLL")
_PAIR = struct.Struct("!HH")


@dataclass(frozen=True)
class Report:
    """One RTCP packet of a compound: count or format, sender SSRC, and what follows."""

    kind: int
    count: int
    ssrc: int
    body: bytes

    @property
    def media_ssrc(self) -> int:
        """For feedback: whose packets it is about; 0 if it does not say."""
        return int.from_bytes(self.body[:4], "big") if len(self.body) >= 4 else 0


def parse(data: bytes) -> Iterator[Report]:
    """Every well-formed packet of a compound; stops at the first that is not."""
    at = 0
    while at + 8 <= len(data):
        first, kind, words, ssrc = _HEAD.unpack_from(data, at)
        end = at + 4 + 4 * words
        if first >> 6 != 2 or words < 1 or end > len(data):
            return
        yield Report(kind, first & 31, ssrc, data[at + 8 : end])
        at = end


def sender_times(report: Report) -> tuple[int, int] | None:
    """NTP time (64 bit) and RTP timestamp of a sender report."""
    if len(report.body) < _SR.size:
        return None
    ntp, rtp, _, _ = _SR.unpack_from(report.body)
    return ntp, rtp


def nacked(report: Report) -> list[int]:
    """Sequence numbers of a generic NACK, at most 17 for every pair."""
    lost: list[int] = []
    for at in range(4, len(report.body) - 3, 4):
        pid, mask = _PAIR.unpack_from(report.body, at)
        lost.append(pid)
        lost += [(pid + bit + 1) & 0xFFFF for bit in range(16) if mask >> bit & 1]
    return lost


def fir_targets(report: Report) -> list[int]:
    """SSRCs named by a full intra request."""
    body = report.body[4:]
    return [int.from_bytes(body[at : at + 4], "big") for at in range(0, len(body) - 7, 8)]


def sender_report(ssrc: int, ntp: int, rtp: int, packets: int, octets: int) -> bytes:
    return _HEAD.pack(128, SR, 6, ssrc) + _SR.pack(ntp, rtp, packets & 0xFFFFFFFF, octets & 0xFFFFFFFF)


def receiver_report(ssrc: int, blocks: Iterable[bytes] = ()) -> bytes:
    body = list(blocks)[:31]
    return _HEAD.pack(128 | len(body), RR, 1 + 6 * len(body), ssrc) + b"".join(body)


def report_block(
    ssrc: int, fraction: int, lost: int, highest: int, jitter: int, lsr: int, dlsr: int
) -> bytes:
    """`lost` is clamped to 24 bits; `lsr` and `dlsr` are in 1/65536 s."""
    lost = max(-0x800000, min(0x7FFFFF, lost)) & 0xFFFFFF
    return _BLOCK.pack(ssrc, fraction << 24 | lost, highest, jitter, lsr, dlsr)


def description(ssrc: int, name: str) -> bytes:
    item = bytes([1, len(name)]) + name.encode("ascii")
    chunk = struct.pack("!L", ssrc) + item + bytes(4 - len(item) % 4)
    return struct.pack("!BBH", 129, SDES, len(chunk) // 4) + chunk


def nack(sender: int, media: int, lost: Iterable[int]) -> bytes:
    """A generic NACK for sequence numbers given in sending order."""
    pairs: list[list[int]] = []
    for seq in lost:
        ahead = (seq - pairs[-1][0]) & 0xFFFF if pairs else 0
        if pairs and 0 < ahead <= 16:
            pairs[-1][1] |= 1 << (ahead - 1)
        else:
            pairs.append([seq, 0])
    body = b"".join(_PAIR.pack(pid, mask) for pid, mask in pairs)
    return _FEEDBACK.pack(128 | FB_NACK, RTPFB, 2 + len(pairs), sender, media) + body


def pli(sender: int, media: int) -> bytes:
    return _FEEDBACK.pack(128 | FB_PLI, PSFB, 2, sender, media)


def fir(sender: int, media: int, number: int) -> bytes:
    return _FEEDBACK.pack(128 | FB_FIR, PSFB, 4, sender, 0) + struct.pack("!LBxxx", media, number & 255)
