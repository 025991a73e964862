"""What we write is read by another implementation, and what others write is read by us."""

from __future__ import annotations

import random
import struct
from fractions import Fraction

import pytest
from aiortc.codecs.h264 import H264Encoder
from aiortc.codecs.vpx import Vp8Encoder
from aiortc.rtp import RtcpPacket, RtcpPsfbPacket, RtcpRrPacket, RtcpRtpfbPacket, RtcpSdesPacket, RtcpSrPacket
from av import VideoFrame

from iga_madoguchi.media import rtcp
from iga_madoguchi.media.gaps import BACK_OFF, GIVE_UP_S, OUTAGE, RETRY_S, Gaps
from iga_madoguchi.media.keyframes import begins_keyframe
from iga_madoguchi.media.twcc import TICK_S, ArrivalLog


def test_reports_are_understood_by_another_implementation() -> None:
    block = rtcp.report_block(7, 26, -3, 70_000, 90, 0x1234, 0x5678)
    compound = (
        rtcp.sender_report(5, 1 << 40, 1234, 10, 1000)
        + rtcp.receiver_report(6, [block])
        + rtcp.description(6, "relay")
        + rtcp.nack(6, 7, [10, 11, 26, 27, 65535, 0])
        + rtcp.pli(6, 7)
    )
    sender, receiver, names, lost, picture = RtcpPacket.parse(compound)
    assert isinstance(sender, RtcpSrPacket)
    assert (sender.sender_info.ntp_timestamp, sender.sender_info.rtp_timestamp) == (1 << 40, 1234)
    assert isinstance(receiver, RtcpRrPacket)
    report = receiver.reports[0]
    assert (report.ssrc, report.fraction_lost, report.packets_lost) == (7, 26, -3)
    assert (report.highest_sequence, report.jitter, report.lsr, report.dlsr) == (70_000, 90, 0x1234, 0x5678)
    assert isinstance(names, RtcpSdesPacket)
    assert names.chunks[0].items == [(1, b"relay")]
    assert isinstance(lost, RtcpRtpfbPacket)
    assert sorted(seq & 0xFFFF for seq in lost.lost) == [0, 10, 11, 26, 27, 65535]
    assert isinstance(picture, RtcpPsfbPacket)
    assert (picture.fmt, picture.media_ssrc) == (1, 7)


def test_feedback_of_another_implementation_is_understood() -> None:
    data = bytes(RtcpRtpfbPacket(fmt=1, ssrc=1, media_ssrc=7, lost=[3, 5, 400]))
    (report,) = rtcp.parse(data)
    assert rtcp.nacked(report) == [3, 5, 400]
    (fir,) = rtcp.parse(rtcp.fir(1, 9, 3))
    assert rtcp.fir_targets(fir) == [9]


@pytest.mark.parametrize("seed", range(50))
def test_broken_rtcp_is_read_up_to_the_break(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(rtcp.receiver_report(6) + rtcp.nack(6, 7, [1, 20, 40]) + rtcp.pli(6, 7))
    for _ in range(chance.randrange(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    for report in rtcp.parse(bytes(data[: chance.randrange(len(data) + 1)])):
        rtcp.nacked(report)
        rtcp.fir_targets(report)
        rtcp.sender_times(report)


@pytest.mark.parametrize("seed", range(40))
def test_arrivals_survive_the_way_to_the_publisher(seed: int) -> None:
    """Every packet is reported once, as arrived within a tick of the truth or as lost, in unbroken ranges."""
    chance = random.Random(seed)
    log, now, seq = ArrivalLog(1), 1000.0 + chance.random(), chance.randrange(65536)
    truth: dict[int, float] = {}
    told: dict[int, float | None] = {}
    for _ in range(chance.randrange(1, 30)):
        for _ in range(chance.randrange(0, 60)):
            now += chance.choice([0.0, 0.0002, 0.001, 0.02, 0.3, 9.0 if chance.random() < 0.05 else 0.001])
            if chance.random() > 0.1:
                log.add(seq & 0xFFFF, now)
                truth[seq & 0xFFFF] = now
            seq += 1
        for packet in log.drain(7):
            for number, arrival in _decode(packet).items():
                assert number not in told
                told[number] = arrival
    for number, arrival in told.items():
        if arrival is None:
            assert number not in truth
        else:
            assert arrival == pytest.approx(truth[number] % (0.064 * 2**24), abs=2 * TICK_S)
    assert {number for number, arrival in told.items() if arrival is not None} == set(truth)


def test_feedback_packets_are_counted() -> None:
    log = ArrivalLog(1)
    counts = []
    for seq in range(300):
        log.add(seq, 10 + seq * 0.02)
        counts += [packet[19] for packet in log.drain(7)]
    assert counts == [n & 255 for n in range(300)]


def test_gaps_back_off_and_give_up() -> None:
    gaps = Gaps()
    assert gaps.jumped(65534, 0.0, 0.001) == []
    assert gaps.jumped(1, 0.0, 0.001) == [65535, 0]
    assert gaps.due(RETRY_S - 0.001) == []
    assert gaps.due(RETRY_S) == [65535, 0]
    assert gaps.due(RETRY_S * 2) == []
    assert gaps.due(RETRY_S * (1 + BACK_OFF) + 0.001) == [65535, 0]
    assert gaps.found(0)
    assert not gaps.found(0)
    assert gaps.due(GIVE_UP_S) == []
    assert not gaps
    assert gaps.expired == 1


def test_gaps_wait_for_the_round_trip_before_asking_again() -> None:
    gaps = Gaps()
    gaps.jumped(1, 0.0, 0.2)
    gaps.jumped(3, 0.0, 0.2)
    assert gaps.due(0.2) == []
    assert gaps.due(0.25) == [2]


def test_an_outage_is_not_a_gap() -> None:
    gaps = Gaps()
    gaps.jumped(0, 0.0, 0.0)
    assert gaps.jumped(OUTAGE + 1, 0.0, 0.0) == []
    assert (gaps.outages, gaps.highest) == (1, OUTAGE + 1)
    assert gaps.jumped(3, 0.0, 0.0) == []  # late, from before
    assert gaps.highest == OUTAGE + 1


@pytest.mark.parametrize("codec", ["vp8", "h264"])
def test_keyframes_of_real_encoders_are_recognised(codec: str) -> None:
    encoder = Vp8Encoder() if codec == "vp8" else H264Encoder()
    found = []
    for number in range(6):
        frame = VideoFrame(320, 240, "yuv420p")
        for plane in frame.planes:
            plane.update(random.Random(number).randbytes(plane.buffer_size))
        frame.pts, frame.time_base = number * 3000, Fraction(1, 90000)
        payloads, _ = encoder.encode(frame, force_keyframe=number == 4)
        found.append([begins_keyframe(codec, memoryview(payload)) for payload in payloads])
    assert found[0][0]
    assert found[4][0]
    assert not any(any(found[number]) for number in (1, 2, 3, 5))


def _decode(packet: bytes) -> dict[int, float | None]:
    """Transport-wide feedback as draft-holmer-rmcat-transport-wide-cc-extensions-01 defines it."""
    length = struct.unpack_from("!H", packet, 2)[0]
    assert len(packet) == 4 * (length + 1)
    base, count, clock = struct.unpack_from("!HHL", packet, 12)
    at = 20
    statuses: list[int] = []
    while len(statuses) < count:
        (chunk,) = struct.unpack_from("!H", packet, at)
        at += 2
        if chunk & 0x8000:
            assert chunk & 0x4000
            statuses += [chunk >> 12 - 2 * n & 3 for n in range(7)]
        else:
            statuses += [chunk >> 13] * (chunk & 0x1FFF)
    ticks = (clock >> 8) * 256
    told: dict[int, float | None] = {}
    for number, status in enumerate(statuses[:count]):
        told[(base + number) & 0xFFFF] = None
        if status == 1:
            ticks += packet[at]
            at += 1
        elif status == 2:
            ticks += struct.unpack_from("!h", packet, at)[0]
            at += 2
        if status:
            told[(base + number) & 0xFFFF] = ticks * TICK_S
    return told
