"""A publisher or viewer comes back by a new connection: whichever delivers first wins, and nobody notices."""

from __future__ import annotations

import asyncio
import struct

import pytest

from iga_madoguchi.media import race
from iga_madoguchi.media.peer import Peer
from iga_madoguchi.media.relay import Relay
from tests.media.peers import (
    CALL,
    DELTA,
    FACE_SSRC,
    KEYFRAME,
    VIDEO_PT,
    Cast,
    LossyLink,
    RecordingEvents,
    fields,
    packets,
    reports,
    rtp,
    until,
)

pytestmark = pytest.mark.anyio

EVERYBODY = frozenset({"alice", "bob"})


async def test_the_viewer_sees_one_unbroken_stream(relay: Relay, cast: Cast) -> None:
    old, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    for seq in range(10):
        old.send_rtp(rtp(FACE_SSRC, 65530 + seq, seq * 3000, DELTA))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 10, "the old publication")
    new, _ = await cast.publish("alice")
    for seq in range(10):
        new.send_rtp(rtp(FACE_SSRC, 17 + seq, 5_000_000 + seq * 3000, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 20, "the new publication")
    seen = [fields(packet) for packet in packets(bob, VIDEO_PT)]
    assert len({ssrc for _, _, _, ssrc in seen}) == 1
    assert [seq for _, seq, _, _ in seen] == [(seen[0][1] + n) & 0xFFFF for n in range(20)]
    steps = [(b[2] - a[2]) & 0xFFFFFFFF for a, b in zip(seen, seen[1:], strict=False)]
    assert all(0 < step < 90000 * 5 for step in steps), "the clock goes on"


async def test_the_old_one_delivers_until_the_new_one_does_and_is_then_closed(
    relay: Relay, cast: Cast
) -> None:
    old, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    new, _ = await cast.publish("alice")
    old.send_rtp(rtp(FACE_SSRC, 1, 1, b"\x10\x00old"))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 1, "the old one still delivers")
    new.send_rtp(rtp(FACE_SSRC, 500, 1, b"\x10\x00new"))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 2, "the new one's first packet is not lost")
    assert packets(bob, VIDEO_PT)[1].endswith(b"new")
    old.send_rtp(rtp(FACE_SSRC, 2, 2, b"\x10\x00old"))
    async with asyncio.timeout(2):
        await old.ended.wait()
    assert len(packets(bob, VIDEO_PT)) == 2
    assert relay.stats().peers == 2


async def test_two_that_deliver_at_once_do_not_mix(
    relay: Relay, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the new one's first packet on, nothing of the old one may leave under the same SSRC, however long
    its closing takes."""
    dispose = relay._dispose

    async def slowly(peer: Peer) -> None:
        await asyncio.sleep(0.3)
        await dispose(peer)

    monkeypatch.setattr(relay, "_dispose", slowly)
    link = LossyLink()
    old, _ = await cast.publish("alice")
    await cast.watch("bob", "alice", link=link)
    await relay.set_gate(CALL, EVERYBODY)
    for seq in range(50):
        old.send_rtp(rtp(FACE_SSRC, seq, seq, DELTA))
    await until(lambda: link.carried_down == 50, "the old one delivers")
    new, _ = await cast.publish("alice")
    new.send_rtp(rtp(FACE_SSRC, 9000, 1, KEYFRAME))
    await until(lambda: link.carried_down == 51, "the new one delivers")
    for seq in range(100):
        old.send_rtp(rtp(FACE_SSRC, 9001 + seq, seq, DELTA))  # numbers that fit the new one's
    async with asyncio.timeout(2):
        await old.ended.wait()
    assert link.carried_down == 51


async def test_an_old_one_that_comes_back_first_keeps_its_place(
    relay: Relay, cast: Cast, events: RecordingEvents
) -> None:
    link = LossyLink()
    old, _ = await cast.publish("alice", link=link)
    old.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: relay.stats().packets_in >= 1, "it delivers")
    link.cut = True
    await until(lambda: ("lost", "alice", "publish") in events.said, "the link is reported lost")
    for _ in range(2):  # offers that never connect
        await relay.publish(CALL, "alice", cast.client("sendonly").offer)
    assert relay.stats().peers == 3
    link.cut = False
    old.send_rtp(rtp(FACE_SSRC, 2, 2, KEYFRAME))
    await until(lambda: relay.stats().peers == 1, "the new offers are closed")
    assert events.said == [("lost", "alice", "publish"), ("back", "alice", "publish")]


async def test_a_new_one_that_delivers_first_brings_the_link_back(
    relay: Relay, cast: Cast, events: RecordingEvents
) -> None:
    link = LossyLink()
    old, _ = await cast.publish("alice", link=link)
    old.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: relay.stats().packets_in >= 1, "it delivers")
    link.cut = True
    await until(lambda: ("lost", "alice", "publish") in events.said, "the link is reported lost")
    new, _ = await cast.publish("alice")
    new.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: ("back", "alice", "publish") in events.said, "the link is back")
    assert relay.stats().peers == 1


async def test_a_new_viewer_connection_takes_over(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    old, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    new, _ = await cast.watch("bob", "alice")
    async with asyncio.timeout(2):
        await old.ended.wait()
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: len(packets(new, VIDEO_PT)) == 1, "the new connection has the picture")


async def test_no_more_than_four_wait(relay: Relay, cast: Cast) -> None:
    await cast.publish("alice")
    made = [await relay.publish(CALL, "alice", cast.client("sendonly").offer) for _ in range(7)]
    await until(lambda: relay.stats().peers == 1 + race.PENDING_LIMIT, "the oldest offers are dropped")
    assert not await relay.close(made[0].id)
    assert await relay.close(made[6].id)


async def test_a_track_under_a_new_ssrc_is_found_by_its_mid(relay: Relay, cast: Cast) -> None:
    """RFC 9725 clients need not write a=ssrc; two video tracks then differ by mid alone."""
    unnamed = "\n".join(line for line in cast.client("sendonly").offer.splitlines() if "ssrc" not in line)
    client = cast.client("sendonly")
    client.offer = _with_own_transport(unnamed, client.offer)
    await cast.connect(client, await relay.publish(CALL, "alice", client.offer))
    bob, made = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    for mid, name in (("1", b"face"), ("2", b"paper")):
        extension = bytes([4 << 4]) + mid.encode() + bytes(2)
        client.send_rtp(rtp(9000 + int(mid), 1, 1, b"\x10\x00" + name, extension=extension))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 2, "both videos")
    ssrcs = [int(line.split()[0][7:]) for line in made.answer.splitlines() if line.startswith("a=ssrc:")]
    by_ssrc = {fields(packet)[3]: packet for packet in packets(bob, VIDEO_PT)}
    assert by_ssrc[ssrcs[1]].endswith(b"face")
    assert by_ssrc[ssrcs[3]].endswith(b"paper")


async def test_lips_and_voice_stay_together_for_a_viewer_who_comes_late(relay: Relay, cast: Cast) -> None:
    """Every heartbeat carries the publisher's clock, in the viewer's timestamps."""
    alice, _ = await cast.publish("alice")
    ntp = 0xE0000000 << 32
    alice.send_rtp(rtp(FACE_SSRC, 1, 900_000, KEYFRAME))
    alice.send_rtcp(struct.pack("!BBHLQLLL", 128, 200, 6, FACE_SSRC, ntp, 900_000, 1, 1))
    await until(lambda: relay.stats().packets_in >= 2, "both arrived")
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, EVERYBODY)
    alice.send_rtp(rtp(FACE_SSRC, 2, 903_000, DELTA))
    await until(lambda: any(data[1] == 200 for data in reports(bob)), "a sender report")
    _, _, stamp_seen, ssrc = fields(packets(bob, VIDEO_PT)[0])
    report = next(data for data in reports(bob) if data[1] == 200)
    sender, ntp_seen, stamp = struct.unpack_from("!LQL", report, 4)
    assert sender == ssrc
    passed_by_ntp = (ntp_seen - ntp) / 2**32
    passed_by_stamp = (stamp - (stamp_seen - 3000)) / 90000
    assert passed_by_ntp == pytest.approx(passed_by_stamp, abs=0.001)


def _with_own_transport(media_of: str, transport_of: str) -> str:
    """The m-lines of one offer under the session lines of another."""
    return transport_of.split("m=")[0] + "m=" + media_of.split("m=", 1)[1] + "\n"
