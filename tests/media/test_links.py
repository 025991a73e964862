"""Heartbeats let the browser see a dead link within a second; silence lets the relay see one."""

from __future__ import annotations

import asyncio
import time

import pytest

from iga_madoguchi.media import peer
from iga_madoguchi.media.relay import Relay
from tests.media.peers import (
    CALL,
    FACE_SSRC,
    KEYFRAME,
    VIDEO_PT,
    Cast,
    LossyLink,
    RecordingEvents,
    packets,
    reports,
    rtp,
    until,
)

pytestmark = pytest.mark.anyio


async def test_both_legs_hear_rtcp_at_least_every_half_second(relay: Relay, cast: Cast) -> None:
    """Also while the gate is closed and nobody sends anything."""
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    before = len(reports(alice)), len(reports(bob))
    await asyncio.sleep(2.05)
    assert len(reports(alice)) - before[0] >= 4
    assert len(reports(bob)) - before[1] >= 4


async def test_a_quiet_but_living_peer_is_not_lost(relay: Relay, cast: Cast, events: RecordingEvents) -> None:
    """Camera off, microphone off, gate closed: it still answers when asked."""
    for client, _ in (await cast.publish("alice"), await cast.watch("bob", "alice")):
        assert client._checking is not None
        client._checking.cancel()  # no checks of its own
    await asyncio.sleep(2)
    assert events.said == []


@pytest.mark.parametrize("leg", ["publish", "watch"])
async def test_a_cut_cable_is_reported_within_a_second_and_a_half(
    relay: Relay, cast: Cast, events: RecordingEvents, leg: str
) -> None:
    link = LossyLink()
    alice, _ = await cast.publish("alice", link=link if leg == "publish" else None)
    await cast.watch("bob", "alice", link=link if leg == "watch" else None)
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: relay.stats().packets_in >= 1, "it delivers")
    who = {"publish": "alice", "watch": "bob"}[leg]
    link.cut, cut_at = True, time.monotonic()
    await until(lambda: events.said == [("lost", who, leg)], "the link is reported lost")
    assert 0.7 < time.monotonic() - cut_at < 1.5
    link.cut = False
    await until(lambda: events.said == [("lost", who, leg), ("back", who, leg)], "and back", within_s=1)


async def test_a_viewer_that_comes_back_gets_a_keyframe(
    relay: Relay, cast: Cast, events: RecordingEvents
) -> None:
    link = LossyLink()
    alice, _ = await cast.publish("alice")
    await cast.watch("bob", "alice", link=link)
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    link.cut = True
    seq = 2
    while ("lost", "bob", "watch") not in events.said:
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, KEYFRAME))
        seq += 1
        await asyncio.sleep(0.02)
    alice.received.clear()
    link.cut = False
    while not any(data[1] == 206 for data in reports(alice)):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, KEYFRAME))
        seq += 1
        await asyncio.sleep(0.02)
        assert seq < 300, "no picture loss indication"


async def test_goodbye_of_a_browser_counts_as_lost_until_it_is_back(
    relay: Relay, cast: Cast, events: RecordingEvents
) -> None:
    """A closed tab says goodbye by DTLS, without a DELETE."""
    alice, _ = await cast.publish("alice")
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: relay.stats().packets_in >= 1, "it delivers")
    await alice._dtls.close()
    await until(lambda: events.said == [("lost", "alice", "publish")], "the link is lost")
    assert relay.stats().peers == 0
    assert relay.unheard(CALL) == {"alice"}
    again, _ = await cast.publish("alice")
    again.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: events.said[-1] == ("back", "alice", "publish"), "the link is back")
    assert relay.unheard(CALL) == relay.unheard("another") == frozenset()


async def test_a_deleted_resource_is_nobodys_loss(relay: Relay, cast: Cast, events: RecordingEvents) -> None:
    alice, made = await cast.publish("alice")
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: relay.stats().packets_in >= 1, "it delivers")
    assert await relay.close(made.id)
    assert not await relay.close(made.id)
    async with asyncio.timeout(2):
        await alice.ended.wait()
    assert events.said == []


async def test_what_never_connects_is_closed(
    relay: Relay, cast: Cast, monkeypatch: pytest.MonkeyPatch, events: RecordingEvents
) -> None:
    monkeypatch.setattr(peer, "CONNECT_S", 0.3)
    await relay.publish(CALL, "alice", cast.client("sendonly").offer)
    await relay.watch(CALL, "bob", "alice", cast.client("recvonly").offer)
    assert relay.stats().peers == 2
    await until(lambda: relay.stats().peers == 0, "both are closed")
    assert events.said == []


async def test_what_is_dead_is_closed(
    relay: Relay, cast: Cast, monkeypatch: pytest.MonkeyPatch, events: RecordingEvents
) -> None:
    monkeypatch.setattr(peer, "DEAD_S", 1.5)
    link = LossyLink()
    await cast.watch("bob", "alice", link=link)
    link.cut = True
    await until(lambda: relay.stats().peers == 0, "it is closed", within_s=4)
    assert events.said == [("lost", "bob", "watch")]


async def test_our_own_standstill_is_not_their_silence(
    relay: Relay, cast: Cast, events: RecordingEvents
) -> None:
    """A loop that stood still for two seconds must read what waits before it judges anybody."""
    alice, _ = await cast.publish("alice")
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: relay.stats().packets_in >= 1, "it delivers")
    time.sleep(2)
    await asyncio.sleep(0.3)
    assert events.said == []


async def test_leaving_the_call_ends_all_of_a_participant_and_nothing_else(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    await cast.watch("alice", "bob")
    await cast.publish("bob")
    bob, _ = await cast.watch("bob", "carol")
    carol, _ = await cast.publish("carol")
    await relay.set_gate(CALL, frozenset({"bob", "carol"}))
    await relay.close_participant(CALL, "alice")
    assert relay.stats().peers == 3
    carol.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 1, "the others go on")
    await relay.close_call(CALL)
    assert relay.stats().peers == relay.stats().calls == 0
