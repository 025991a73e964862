"""Nothing a participant does uses more than its share, and everything used comes back."""

from __future__ import annotations

import asyncio
import gc
import os
import socket

import pytest
from aiortc.rtcdtlstransport import RTCDtlsTransport

from iga_madoguchi.errors import Unavailable
from iga_madoguchi.media import relay as relay_module
from iga_madoguchi.media.config import MediaConfig
from iga_madoguchi.media.ice import IceAgent
from iga_madoguchi.media.peer import Peer
from iga_madoguchi.media.relay import Relay
from iga_madoguchi.media.room import Room
from iga_madoguchi.media.sockets import PortPool
from tests.media.peers import (
    CALL,
    FACE_SSRC,
    KEYFRAME,
    PORTS,
    VIDEO_PT,
    Cast,
    RecordingEvents,
    packets,
    rtp,
    until,
)

pytestmark = pytest.mark.anyio


async def test_ports_run_out_with_a_word_and_come_back(events: RecordingEvents) -> None:
    relay = Relay(MediaConfig(("127.0.0.1",), (PORTS[0], PORTS[0] + 2)), events)
    cast = Cast(relay)
    made = [await relay.publish(f"call-{n}", "alice", cast.client("sendonly").offer) for n in range(3)]
    assert len({_port(one.answer) for one in made}) == 3
    with pytest.raises(Unavailable) as caught:
        await relay.publish("call-3", "alice", cast.client("sendonly").offer)
    assert caught.value.code == "media.ports.exhausted"
    assert await relay.close(made[1].id)
    again = await relay.publish("call-3", "alice", cast.client("sendonly").offer)
    assert _port(again.answer) == _port(made[1].answer)
    await relay.stop()
    await cast.close()


async def test_a_port_that_somebody_else_uses_is_passed_over(events: RecordingEvents) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", PORTS[0]))
        relay = Relay(MediaConfig(("127.0.0.1",), (PORTS[0], PORTS[0] + 1)), events)
        cast = Cast(relay)
        made = await relay.publish(CALL, "alice", cast.client("sendonly").offer)
        assert _port(made.answer) == PORTS[0] + 1
        await relay.stop()
        await cast.close()


async def test_ports_of_the_systems_choice_are_open_to_everybody() -> None:
    pool = PortPool(MediaConfig(("127.0.0.1",), (0, 1)))
    taken = [pool.take(), pool.take()]
    assert all(one[0].getsockname()[1] >= 1024 for one in taken)
    with pytest.raises(Unavailable):
        pool.take()
    for one in taken:
        pool.give_back(one)
    assert pool.free == 2


async def test_every_address_is_offered_and_one_that_is_away_is_not(events: RecordingEvents) -> None:
    relay = Relay(MediaConfig(("127.0.0.1", "203.0.113.9", "127.0.0.2"), PORTS), events)
    cast = Cast(relay)
    made = await relay.publish(CALL, "alice", cast.client("sendonly").offer)
    hosts = [line.split()[4] for line in made.answer.splitlines() if line.startswith("a=candidate:")]
    assert hosts == ["127.0.0.1", "127.0.0.2"] * 3
    await relay.stop()
    await cast.close()


async def test_one_call_has_a_limit(relay: Relay, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay_module, "CALL_LIMIT", 3)
    for viewer in ("bob", "carol", "dave"):
        await relay.watch(CALL, viewer, "alice", cast.client("recvonly").offer)
    with pytest.raises(Unavailable) as caught:
        await relay.watch(CALL, "eve", "alice", cast.client("recvonly").offer)
    assert caught.value.code == "media.call.full"
    await relay.watch("another", "eve", "alice", cast.client("recvonly").offer)


async def test_calls_that_nobody_joins_are_forgotten(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay_module, "ROOM_LIMIT", 5)
    for number in range(50):
        await relay.set_gate(f"call-{number}", frozenset({"a"}))
    assert _alive(Room) <= 5


async def test_nothing_is_left_of_calls_however_they_end(relay: Relay) -> None:
    """Ended properly, by goodbye of the browser, by silence of a killed one, or never connected at all."""
    await _call(relay, "warm-up", "proper")
    before = await _settled()
    for number in range(20):
        await _call(relay, f"call-{number}", ("proper", "goodbye", "killed", "never")[number % 4])
    await until(lambda: relay.stats().peers == 0, "all peers closed")
    assert await _settled() == before
    assert (_alive(Peer), _alive(IceAgent), _alive(RTCDtlsTransport)) == (0, 0, 0)


async def _call(relay: Relay, call: str, ending: str) -> None:
    cast = Cast(relay)
    alice, _ = await cast.publish("alice", call=call)
    bob, _ = await cast.watch("bob", "alice", call=call)
    await relay.set_gate(call, frozenset({"alice", "bob"}))
    for seq in range(10):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 10, "the picture")
    if ending == "goodbye":
        await cast.close()
    if ending == "killed":
        alice.vanish()
        bob.vanish()
    if ending == "never":
        await relay.publish(call, "carol", cast.client("sendonly").offer)
    await relay.close_call(call)
    if ending != "goodbye":
        await cast.close()


async def _settled() -> tuple[int, int]:
    """File descriptors and tasks once everything that ends has ended."""
    for _ in range(5):
        await asyncio.sleep(0.01)
        gc.collect()
    return len(os.listdir("/proc/self/fd")), len(asyncio.all_tasks())


def _alive(kind: type) -> int:
    gc.collect()
    return sum(isinstance(thing, kind) for thing in gc.get_objects())


def _port(answer: str) -> int:
    return int(next(line for line in answer.splitlines() if line.startswith("a=candidate:")).split()[5])
