"""Lost packets come back: asked for upstream for a second, answered downstream from the history."""

from __future__ import annotations

import asyncio
import struct

import pytest

from iga_madoguchi.media import rtcp
from iga_madoguchi.media.relay import Relay
from tests.media.peers import (
    CALL,
    DELTA,
    FACE_RTX_SSRC,
    FACE_SSRC,
    KEYFRAME,
    RTX_PT,
    VIDEO_PT,
    VOICE_PT,
    Cast,
    LossyLink,
    fields,
    packets,
    reports,
    rtp,
    until,
)

pytestmark = pytest.mark.anyio

FIVE_PERCENT = [0] * 19 + [1]
EVERYBODY = frozenset({"alice", "bob"})


async def test_downlink_loss_is_repaired_from_the_history(relay: Relay, cast: Cast) -> None:
    """5 % of what goes to the viewer is lost; its NACKs are answered by RTX with the very same payload."""
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice", link=LossyLink(down=FIVE_PERCENT))
    await relay.set_gate(CALL, EVERYBODY)
    for seq in range(1000):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq * 60, b"\x10\x01" + seq.to_bytes(2, "big")))
        if seq % 20 == 19:
            await asyncio.sleep(0.005)
    await until(lambda: len(packets(bob, VIDEO_PT)) >= 940, "the packets that were not lost")
    got = {fields(packet)[1]: packet for packet in packets(bob, VIDEO_PT)}
    first, ssrc = fields(packets(bob, VIDEO_PT)[0])[1], fields(packets(bob, VIDEO_PT)[0])[3]
    for _ in range(20):  # as a browser does: a few at a time, again and again
        missing = [seq for seq in ((first + n) & 0xFFFF for n in range(990)) if seq not in got]
        if not missing:
            break
        bob.send_rtcp(rtcp.nack(1, ssrc, missing))
        await asyncio.sleep(0.03)
        for packet in packets(bob, RTX_PT):
            original = int.from_bytes(packet[12:14], "big")
            got.setdefault(original, packet[:12] + packet[14:])
    assert missing == []
    payloads = [got[(first + n) & 0xFFFF][14:16] for n in range(990)]
    assert payloads == [n.to_bytes(2, "big") for n in range(990)]


async def test_uplink_loss_is_asked_for_again_and_again(relay: Relay, cast: Cast) -> None:
    """The first request and its first two answers are lost as well; the viewer still gets everything."""
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    lost = {10, 11, 40}
    for seq in range(100):
        if seq not in lost:
            alice.send_rtp(rtp(FACE_SSRC, seq, seq, bytes([0x10, 1, seq])))
    await until(lambda: _nack_count(alice.received, 10) >= 3, "three requests for the same packet")
    for number, seq in enumerate(sorted(lost)):
        payload = struct.pack("!H", seq) + bytes([0x10, 1, seq])
        alice.send_rtp(rtp(FACE_RTX_SSRC, number, seq, payload, RTX_PT))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 100, "all packets")
    by_number = {fields(packet)[1]: packet[14] for packet in packets(bob, VIDEO_PT)}
    first = min(by_number, key=lambda seq: (seq - fields(packets(bob, VIDEO_PT)[0])[1]) & 0xFFFF)
    assert [by_number[(first + n) & 0xFFFF] for n in range(100)] == list(range(100))


async def test_requests_end_after_a_second_and_back_off(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    alice.send_rtp(rtp(FACE_SSRC, 3, 3, DELTA))
    await asyncio.sleep(1.3)
    asked = _nack_count(alice.received, 2)
    assert 4 <= asked <= 9  # at once, then after 30, 75, 142, ... ms
    await asyncio.sleep(0.3)
    assert _nack_count(alice.received, 2) == asked


async def test_voice_is_repaired_too_although_browsers_do_not_offer_it(relay: Relay, cast: Cast) -> None:
    alice, made = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    assert "a=rtcp-fb:96 nack" in made.answer
    await relay.set_gate(CALL, EVERYBODY)
    for seq in (1, 2, 4):
        alice.send_rtp(rtp(alice.ssrc, seq, seq * 960, bytes([seq]), VOICE_PT))
    await until(lambda: _nack_count(alice.received, 3) >= 1, "a request for the lost voice")
    alice.send_rtp(rtp(alice.ssrc, 3, 3 * 960, bytes([3]), VOICE_PT))
    await until(lambda: len(packets(bob, VOICE_PT)) == 4, "all of the voice")


async def test_bandwidth_probes_are_not_passed_on(relay: Relay, cast: Cast) -> None:
    """Browsers probe by repeating old packets and by padding on the repair stream."""
    alice, _ = await cast.publish("alice")
    link = LossyLink()
    bob, _ = await cast.watch("bob", "alice", link=link)
    await relay.set_gate(CALL, EVERYBODY)
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    alice.send_rtp(rtp(FACE_RTX_SSRC, 1, 1, struct.pack("!H", 1) + KEYFRAME, RTX_PT))
    padding = bytearray(rtp(FACE_RTX_SSRC, 2, 1, bytes(199) + bytes([200]), RTX_PT))
    padding[0] |= 0x20
    alice.send_rtp(bytes(padding))
    await until(lambda: relay.stats().packets_in >= 3, "all three arrived")
    await asyncio.sleep(0.02)
    assert len(packets(bob, VIDEO_PT)) == link.carried_down == 1


async def test_a_long_outage_asks_for_a_keyframe_not_for_everything(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    alice.send_rtp(rtp(FACE_SSRC, 2001, 2, DELTA))
    await until(lambda: _kinds(alice.received, rtcp.PSFB) >= 1, "a picture loss indication")
    assert _kinds(alice.received, rtcp.RTPFB, rtcp.FB_NACK) == 0


async def test_after_a_silence_a_keyframe_is_asked_for_with_the_first_packet(
    relay: Relay, cast: Cast
) -> None:
    """The cable was out: few numbers are missing, yet the picture that the others refer to is lost."""
    alice, _ = await cast.publish("alice")
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await asyncio.sleep(1.2)
    asked = _kinds(alice.received, rtcp.PSFB)
    alice.send_rtp(rtp(FACE_SSRC, 2, 2, DELTA))
    await until(lambda: _kinds(alice.received, rtcp.PSFB) > asked, "a picture loss indication")


async def test_after_an_outage_the_stream_goes_on_unbroken_with_the_next_keyframe(
    relay: Relay, cast: Cast
) -> None:
    """What was lost with the cable is not asked for, and what builds on it is not shown."""
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 1, "the first picture")
    await asyncio.sleep(1.2)
    for seq, payload in ((50, DELTA), (51, DELTA), (52, KEYFRAME), (53, DELTA)):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq * 3000, payload))
    await until(lambda: len(packets(bob, VIDEO_PT)) >= 3, "the pictures from the key frame on")
    await asyncio.sleep(0.1)
    seen = [fields(packet) for packet in packets(bob, VIDEO_PT)]
    assert [(seq - seen[0][1]) & 0xFFFF for _, seq, _, _ in seen] == [0, 1, 2]
    assert [(stamp - seen[0][2]) & 0xFFFFFFFF for _, _, stamp, _ in seen] == [0, 52 * 3000 - 1, 53 * 3000 - 1]
    assert _kinds(alice.received, rtcp.RTPFB, rtcp.FB_NACK) == 0


async def test_after_an_outage_old_voice_that_the_network_kept_is_dropped(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    alice.send_rtp(rtp(alice.ssrc, 1, 0, b"voice", VOICE_PT))
    await until(lambda: len(packets(bob, VOICE_PT)) == 1, "the first sound")
    await asyncio.sleep(1.2)
    for seq, stamp in ((20, 20 * 960), (21, 21 * 960), (61, 59 * 960), (62, 60 * 960)):
        alice.send_rtp(rtp(alice.ssrc, seq, stamp, b"voice", VOICE_PT))
    await until(lambda: len(packets(bob, VOICE_PT)) >= 3, "what is said now")
    await asyncio.sleep(0.1)
    seen = [fields(packet) for packet in packets(bob, VOICE_PT)]
    assert [(seq - seen[0][1]) & 0xFFFF for _, seq, _, _ in seen] == [0, 1, 2]
    assert [(stamp - seen[0][2]) & 0xFFFFFFFF for _, _, stamp, _ in seen] == [0, 59 * 960, 60 * 960]


async def test_a_viewer_that_was_away_gets_a_keyframe_not_seconds_of_old_pictures(
    relay: Relay, cast: Cast
) -> None:
    link = LossyLink()
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice", link=link)
    await relay.set_gate(CALL, EVERYBODY)
    for seq in range(150):  # five seconds, as the sender's clock counts
        alice.send_rtp(rtp(FACE_SSRC, seq, seq * 3000, KEYFRAME if not seq else DELTA))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 150, "all pictures")
    asked = _kinds(alice.received, rtcp.PSFB)
    _, first, _, ssrc = fields(packets(bob, VIDEO_PT)[0])
    bob.send_rtcp(rtcp.nack(1, ssrc, [(first + seq) & 0xFFFF for seq in range(150)]))
    await until(lambda: _kinds(alice.received, rtcp.PSFB) > asked, "a picture loss indication")
    again = [int.from_bytes(packet[12:14], "big") for packet in packets(bob, RTX_PT)]
    assert [(seq - first) & 0xFFFF for seq in again] == list(range(119, 150)), "the last second only"


async def test_keyframe_requests_are_spaced_and_repeated_until_one_comes(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    seq = 0
    for round_ in range(100):  # a second of a viewer that asks fifty times
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, DELTA))
        seq += 1
        if round_ % 2 and packets(bob, VIDEO_PT):
            bob.send_rtcp(rtcp.pli(1, fields(packets(bob, VIDEO_PT)[0])[3]))
        await asyncio.sleep(0.01)
    asked = _kinds(alice.received, rtcp.PSFB)
    assert 2 <= asked <= 5  # 300 ms apart
    alice.send_rtp(rtp(FACE_SSRC, seq, seq, KEYFRAME))
    await asyncio.sleep(0.05)
    asked = _kinds(alice.received, rtcp.PSFB)
    for step in range(50):
        alice.send_rtp(rtp(FACE_SSRC, seq + 1 + step, seq + 1 + step, DELTA))
        await asyncio.sleep(0.01)
    assert _kinds(alice.received, rtcp.PSFB) == asked


async def test_a_request_that_is_not_heard_is_repeated(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 1, "the picture")
    before = _kinds(alice.received, rtcp.PSFB)
    bob.send_rtcp(rtcp.pli(1, fields(packets(bob, VIDEO_PT)[0])[3]))
    for seq in range(2, 130):  # 1.3 s without a key frame
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, DELTA))
        await asyncio.sleep(0.01)
    assert 3 <= _kinds(alice.received, rtcp.PSFB) - before <= 5


async def test_the_publisher_hears_when_its_packets_arrived(relay: Relay, cast: Cast) -> None:
    """Transport-wide feedback every 50 ms lets a browser find its bit rate in a second instead of ten."""
    alice, _ = await cast.publish("alice")
    started = asyncio.get_running_loop().time()
    for seq in range(100):
        extension = bytes([5 << 4 | 1]) + seq.to_bytes(2, "big") + b"\0"
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, DELTA, extension=extension))
        await asyncio.sleep(0.005)
    await asyncio.sleep(0.06)
    took = asyncio.get_running_loop().time() - started
    told = [r for data in reports(alice) for r in rtcp.parse(data) if (r.kind, r.count) == (205, 15)]
    assert took / 0.1 <= len(told) <= took / 0.05 + 1
    assert sum(int.from_bytes(report.body[6:8], "big") for report in told) == 100


async def test_fir_of_a_viewer_becomes_a_request_upstream(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 1, "the picture")
    before = _kinds(alice.received, rtcp.PSFB)
    bob.send_rtcp(rtcp.fir(1, fields(packets(bob, VIDEO_PT)[0])[3], 1))
    await until(lambda: _kinds(alice.received, rtcp.PSFB) > before, "a picture loss indication")


async def test_remb_of_a_viewer_stays_here(relay: Relay, cast: Cast) -> None:
    """Passed on, a viewer's estimate would throttle the publisher for everybody."""
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 1, "the picture")
    ssrc = fields(packets(bob, VIDEO_PT)[0])[3]
    remb = struct.pack("!BBHLL4sLL", 143, 206, 5, 1, 0, b"REMB", 1 << 24 | 100_000, ssrc)
    bob.send_rtcp(remb)
    await asyncio.sleep(0.1)
    assert not any(b"REMB" in data for data in reports(alice))


def _nack_count(received: list[bytes], seq: int) -> int:
    found = [report for data in received if 192 <= data[1] <= 223 for report in rtcp.parse(data)]
    return sum(
        seq in rtcp.nacked(report)
        for report in found
        if report.kind == rtcp.RTPFB and report.count == rtcp.FB_NACK
    )


def _kinds(received: list[bytes], kind: int, count: int | None = None) -> int:
    found = [report for data in received if 192 <= data[1] <= 223 for report in rtcp.parse(data)]
    return sum(report.kind == kind and count in (None, report.count) for report in found)
