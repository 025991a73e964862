"""Datagrams from strangers: none reaches DTLS or SRTP, none ends a call, before or after it is connected."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
from collections.abc import Callable

import pytest

from iga_madoguchi.media.relay import Relay
from tests.media.peers import CALL, FACE_SSRC, KEYFRAME, VIDEO_PT, Cast, LossyLink, packets, rtp, until
from tests.soak import strangers

pytestmark = pytest.mark.anyio


# Each is given the user name that a listener on the network can read in every check.
ATTACKS: dict[str, Callable[[str], bytes]] = {
    "empty datagram": lambda user: b"",
    "one byte": lambda user: b"\x16",
    "ClientHello with TLS_NULL": lambda user: strangers.client_hello(),
    "plaintext fatal alert": lambda user: b"\x15\xfe\xfd" + bytes(8) + b"\0\x02\x02\x28",
    "random DTLS record": lambda user: (
        b"\x17\xfe\xfd" + bytes(8) + b"\0\x40" + random.Random(1).randbytes(64)
    ),
    "random SRTP": lambda user: b"\x80\x61" + random.Random(2).randbytes(200),
    "random SRTCP": lambda user: b"\x80\xc8" + random.Random(3).randbytes(60),
    "STUN without credentials": lambda user: strangers.check("x:y", None),
    "STUN with our name and a wrong key": lambda user: strangers.check(user, b"wrong"),
    "STUN cut short": lambda user: strangers.check(user, b"wrong")[:29],
    "STUN with a broken address": lambda user: (
        b"\x01\x01\0\x08\x21\x12\xa4\x42" + bytes(12) + b"\0\x20\0\x04\0\x09ab"
    ),
    "a giant": lambda user: b"\x80" * 9000,
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("moment", ["before connecting", "during the call"])
async def test_stranger(relay: Relay, cast: Cast, attack: Callable[[str], bytes], moment: str) -> None:
    alice = cast.client("sendonly")
    made = await relay.publish(CALL, "alice", alice.offer)
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    user = _user(made.answer, alice.offer)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mallory:
        if moment == "before connecting":
            await _spray(mallory, attack(user), _port(made.answer))
        await cast.connect(alice, made)
        if moment == "during the call":
            await _spray(mallory, attack(user), _port(made.answer))
    for seq in range(50):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 50, "all packets after the attack")
    assert relay.stats().foreign_dropped >= 20


async def test_nobody_can_steer_our_packets_elsewhere(relay: Relay, cast: Cast) -> None:
    """A check with the right user name and without the password moves nothing."""
    alice, _ = await cast.publish("alice")
    bob, made = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mallory:
        mallory.setblocking(False)
        await _spray(mallory, strangers.check(_user(made.answer, bob.offer), b"guess"), _port(made.answer))
        alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
        await until(lambda: len(packets(bob, VIDEO_PT)) == 1, "bob has the picture")
        with pytest.raises(BlockingIOError):
            mallory.recv(2048)


async def test_a_check_that_was_overheard_steers_nothing(relay: Relay, cast: Cast) -> None:
    """Genuine and nominating, but sent again from elsewhere: a signature does not cover the address."""
    alice, _ = await cast.publish("alice")
    bob = cast.client("recvonly")
    overheard: list[bytes] = []
    send = bob._send

    def aloud(data: memoryview | bytes) -> None:
        overheard.append(bytes(data))
        send(data)

    bob._send = aloud  # type: ignore[method-assign]
    made = await relay.watch(CALL, "bob", "alice", bob.offer)
    await cast.connect(bob, made)
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    check = next(data for data in overheard if data[:2] == b"\x00\x01")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mallory:
        mallory.setblocking(False)
        await _spray(mallory, check, _port(made.answer))
        for seq in range(50):
            alice.send_rtp(rtp(FACE_SSRC, seq, seq, KEYFRAME))
        await until(lambda: len(packets(bob, VIDEO_PT)) == 50, "bob has the picture")
        got = []
        with contextlib.suppress(BlockingIOError):
            while True:
                got.append(mallory.recv(2048))
        assert all(data[0] < 4 for data in got), "nothing but answers to checks"


async def test_a_terminal_may_come_back_from_another_address(relay: Relay, cast: Cast) -> None:
    """Another interface or a router in between: the next signed and nominated check moves the path."""
    alice, _ = await cast.publish("alice")
    bob, made = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    detour = LossyLink()
    try:
        bob.remote = detour.between(("127.0.0.1", _port(made.answer)))
        for seq in range(400):
            alice.send_rtp(rtp(FACE_SSRC, seq, seq, KEYFRAME))
            await asyncio.sleep(0.005)
            if detour.carried_down:
                break
        assert detour.carried_down
    finally:
        await detour.close()


async def test_hostile_rtp_of_a_known_participant(relay: Relay, cast: Cast) -> None:
    """Someone inside the call, with valid keys and a broken or malicious stack, harms only themselves."""
    mallory, _ = await cast.publish("mallory")
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    carol, _ = await cast.watch("carol", "mallory")
    await relay.set_gate(CALL, frozenset({"alice", "bob", "carol", "mallory"}))
    chance = random.Random(4)
    for seq in range(300):
        packet = bytearray(
            rtp(FACE_SSRC + chance.randrange(3), seq, seq, chance.randbytes(chance.randrange(60)))
        )
        packet[0] = 0x80 | chance.randrange(64)  # padding, extension and CSRC flags that lie
        packet[1] = chance.choice([97, 98, 96, 120]) | chance.randrange(2) << 7
        mallory.send_rtp(bytes(packet))
        mallory.send_rtcp(
            struct.pack("!BBHL", 0x80 | chance.randrange(32), chance.randrange(192, 224), 1, 1) + b"abcd"
        )
        carol.send_rtcp(struct.pack("!BBHLL", 0x81, 205, 2, 1, chance.randrange(9000)) + chance.randbytes(4))
    for seq in range(20):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 20, "alice's picture")


def _user(answer: str, offer: str) -> str:
    ours, theirs = (
        next(line[12:] for line in text.splitlines() if line.startswith("a=ice-ufrag:"))
        for text in (answer, offer)
    )
    return f"{ours}:{theirs}"


def _port(answer: str) -> int:
    return int(next(line for line in answer.splitlines() if line.startswith("a=candidate:")).split()[5])


async def _spray(mallory: socket.socket, data: bytes, port: int) -> None:
    for _ in range(20):
        mallory.sendto(data, ("127.0.0.1", port))
    await asyncio.sleep(0.03)
