"""Nothing flows before the answer, everything after it, and each only to those it is meant for."""

from __future__ import annotations

import asyncio

import pytest

from iga_madoguchi.media import rtcp
from iga_madoguchi.media.loopback import LoopbackClient
from iga_madoguchi.media.relay import Relay
from tests.media.peers import (
    CALL,
    DELTA,
    FACE_SSRC,
    KEYFRAME,
    PAPER_SSRC,
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


async def test_closed_gate_holds_everything_back(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    for seq in range(50):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq * 3000, KEYFRAME))
    await until(lambda: relay.stats().packets_in >= 50, "the relay has the packets")
    await asyncio.sleep(0.05)
    assert packets(bob, VIDEO_PT) == []


async def test_what_was_held_back_cannot_be_fetched_by_nack(relay: Relay, cast: Cast) -> None:
    """A viewer that asks for packets sent before the answer must not get them from the history."""
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    for seq in range(20):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, b"before the answer"))
    await until(lambda: relay.stats().packets_in >= 20, "the relay has the packets")
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    alice.send_rtp(rtp(FACE_SSRC, 20, 20, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 1, "the first packet after the answer")
    _, first, _, ssrc = fields(packets(bob, VIDEO_PT)[0])
    bob.send_rtcp(rtcp.nack(1, ssrc, [(first - back) & 0xFFFF for back in range(20, 0, -1)]))
    await asyncio.sleep(0.1)
    assert not any(b"before" in packet for packet in bob.received)


async def test_opening_asks_for_a_keyframe_and_closing_stops_at_once(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, DELTA))
    await until(lambda: relay.stats().packets_in >= 1, "the face runs before the answer")
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    await until(lambda: _asked_for_keyframe(reports(alice), FACE_SSRC), "a picture loss indication")
    alice.send_rtp(rtp(FACE_SSRC, 2, 2, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 1, "the face after the answer")
    await relay.set_gate(CALL, frozenset())
    alice.send_rtp(rtp(FACE_SSRC, 3, 3, DELTA))
    await asyncio.sleep(0.05)
    assert len(packets(bob, VIDEO_PT)) == 1


async def test_numbers_go_on_without_a_hole_when_the_gate_opens_again(relay: Relay, cast: Cast) -> None:
    """A hole would make the viewer ask for packets that were never its own."""
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    everybody = frozenset({"alice", "bob"})
    for start in (0, 100, 200):
        await relay.set_gate(CALL, everybody)
        for seq in range(start, start + 10):
            alice.send_rtp(rtp(FACE_SSRC, seq, seq, DELTA))
        await _received(bob, start // 10 + 10)
        await relay.set_gate(CALL, frozenset())
    numbers = [fields(packet)[1] for packet in packets(bob, VIDEO_PT)]
    assert numbers == [(numbers[0] + step) & 0xFFFF for step in range(30)]


async def test_a_late_packet_from_before_the_answer_is_dropped(relay: Relay, cast: Cast) -> None:
    """It would leave under a number that another packet has had, and give the key stream away."""
    alice, _ = await cast.publish("alice")
    link = LossyLink()
    bob, _ = await cast.watch("bob", "alice", link=link)
    everybody = frozenset({"alice", "bob"})
    await relay.set_gate(CALL, everybody)
    for seq in range(10):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, DELTA))
    await _received(bob, 10)
    await relay.set_gate(CALL, frozenset())
    await relay.set_gate(CALL, everybody)
    for seq in (100, 95, 99, 101):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, bytes([0x10, 1, seq])))
    await _received(bob, 12)
    await asyncio.sleep(0.05)
    assert [packet[14] for packet in packets(bob, VIDEO_PT)[10:]] == [100, 101]
    assert link.carried_down == 12, "nothing was sent that the viewer could not take"


async def test_each_track_keeps_its_place(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    bob, made = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    alice.send_rtp(rtp(alice.ssrc, 1, 1, b"voice", VOICE_PT))
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, b"\x10\x00face"))
    alice.send_rtp(rtp(PAPER_SSRC, 1, 1, b"\x10\x00paper"))
    await until(lambda: len(packets(bob, VOICE_PT, VIDEO_PT)) == 3, "three tracks")
    ssrcs = [int(line.split()[0][7:]) for line in made.answer.splitlines() if line.startswith("a=ssrc:")]
    by_ssrc = {fields(packet)[3]: packet[12:] for packet in packets(bob, VOICE_PT, VIDEO_PT)}
    assert by_ssrc[ssrcs[0]] == b"voice"
    assert by_ssrc[ssrcs[1]].endswith(b"face")
    assert by_ssrc[ssrcs[3]].endswith(b"paper")  # 2 is the face's repair stream


async def test_three_parties_see_each_other_and_only_each_other(relay: Relay, cast: Cast) -> None:
    names = ("alice", "bob", "carol")
    publishers = {name: (await cast.publish(name))[0] for name in names}
    pairs = [(viewer, whom) for viewer in names for whom in names if viewer != whom]
    viewers = {pair: (await cast.watch(*pair))[0] for pair in pairs}
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    for seq in range(5):
        for name, client in publishers.items():
            client.send_rtp(rtp(FACE_SSRC, seq, seq, b"\x10\x00" + name.encode()))
    await until(lambda: len(packets(viewers["bob", "alice"], VIDEO_PT)) == 5, "bob sees alice")
    await until(lambda: len(packets(viewers["alice", "bob"], VIDEO_PT)) == 5, "alice sees bob")
    for pair in (("carol", "alice"), ("carol", "bob"), ("alice", "carol"), ("bob", "carol")):
        assert packets(viewers[pair], VIDEO_PT) == [], pair
    await relay.set_gate(CALL, frozenset(names))
    publishers["carol"].send_rtp(rtp(FACE_SSRC, 9, 9, b"\x10\x00carol"))
    for pair in (("alice", "carol"), ("bob", "carol")):
        await _received(viewers[pair], 1)
        assert packets(viewers[pair], VIDEO_PT)[0].endswith(b"carol")


async def test_viewer_may_come_before_the_publisher(relay: Relay, cast: Cast) -> None:
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    bob, _ = await cast.watch("bob", "alice")
    alice, _ = await cast.publish("alice")
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 1, "the face")


async def _received(viewer: LoopbackClient, count: int) -> None:
    await until(lambda: len(packets(viewer, VIDEO_PT)) == count, f"{count} packets")


def _asked_for_keyframe(compounds: list[bytes], ssrc: int) -> bool:
    found = [report for data in compounds for report in rtcp.parse(data)]
    return any(r.kind == rtcp.PSFB and r.count == rtcp.FB_PLI and r.media_ssrc == ssrc for r in found)


async def test_a_picture_asked_for_before_the_answer_is_there_at_the_answer(relay: Relay, cast: Cast) -> None:
    """Nothing passes the shut gate; what came since the key frame is sent at once when it opens."""
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, DELTA))
    await until(lambda: relay.stats().packets_in >= 1, "the first packet")
    await relay.prepare(CALL)
    await until(lambda: any(packet[1] == rtcp.PSFB for packet in reports(alice)), "a picture loss indication")
    for seq, payload in ((2, KEYFRAME), (3, DELTA), (4, DELTA)):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, payload))
    await until(lambda: relay.stats().packets_in >= 4, "all packets")
    assert packets(bob, VIDEO_PT) == []
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 3, "the key frame and what builds on it")
    assert [packet[12:14] for packet in packets(bob, VIDEO_PT)] == [KEYFRAME[:2], DELTA[:2], DELTA[:2]]


async def test_who_is_without_paper_gets_the_face_and_never_the_paper(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    carol, _ = await cast.watch("carol", "alice")
    await relay.set_gate(CALL, frozenset({"alice", "bob", "carol"}), frozenset({"carol"}))
    for ssrc in (FACE_SSRC, PAPER_SSRC):
        alice.send_rtp(rtp(ssrc, 1, 1, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 2, "face and paper for who may see both")
    await until(lambda: len(packets(carol, VIDEO_PT)) == 1, "the face for who may not")
    await asyncio.sleep(0.1)
    assert len(packets(carol, VIDEO_PT)) == 1
    await relay.set_gate(CALL, frozenset({"alice", "bob", "carol"}))
    alice.send_rtp(rtp(PAPER_SSRC, 2, 2, KEYFRAME))
    await until(lambda: len(packets(carol, VIDEO_PT)) == 2, "the paper once it is allowed")
