"""One call, one attack of many kinds: the call goes on, and whoever attacked has gained nothing.

What an attack does follows from the round's number alone. All is real but the network, which is 127.0.0.1.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from unittest.mock import patch

import uvloop

from iga_madoguchi.domain.calls import media
from iga_madoguchi.domain.calls.media import MediaTokens
from iga_madoguchi.domain.calls.ports import MediaResource
from iga_madoguchi.domain.calls.views import MediaGrant
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.media.config import MediaConfig
from iga_madoguchi.media.loopback import LoopbackClient
from iga_madoguchi.media.relay import Relay
from tests.media.peers import CALL, FACE_SSRC, KEYFRAME, PORTS, Cast, RecordingEvents, packets, rtp, until
from tests.media.peers import VIDEO_PT as FACE_PT
from tests.soak import strangers

PICTURES = 20  # must arrive after the attack, each once
GAP_S = 0.001


@dataclass
class Scene:
    """Alice speaks to Bob; Mallory is on the same network and may have heard everything that was sent."""

    dice: random.Random
    relay: Relay
    cast: Cast
    alice: LoopbackClient
    alice_made: MediaResource
    bob: LoopbackClient
    bob_made: MediaResource
    mallory: socket.socket
    heard: list[bytes]
    """What Alice's and Bob's terminals sent so far, as it was on the cable."""

    def spray(self, *datagrams: bytes, at: MediaResource | None = None) -> None:
        for data in datagrams:
            with contextlib.suppress(OSError):
                self.mallory.sendto(data, ("127.0.0.1", _port(at or self.alice_made)))


Attack = Callable[[Scene], Awaitable[None]]


def hostile(number: int) -> dict[str, float]:
    name = sorted(ATTACKS)[number % len(ATTACKS)]
    uvloop.run(run(number, name))
    return {name: 1}


async def run(number: int, name: str) -> None:
    """Raises AssertionError when the call suffered or Mallory got anything but answers to checks."""
    dice, events = random.Random(number), RecordingEvents()
    relay = Relay(MediaConfig(("127.0.0.1",), PORTS), events)
    await relay.start()
    cast = Cast(relay)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mallory:
        mallory.setblocking(False)
        mallory.bind(("127.0.0.1", 0))
        try:
            scene = await _scene(dice, relay, cast, mallory, early=name in EARLY)
            await ATTACKS[name](scene)
            for seq in range(PICTURES):
                scene.alice.send_rtp(rtp(FACE_SSRC, 1000 + seq, seq, KEYFRAME))
            await until(lambda: len(packets(scene.bob, FACE_PT)) >= PICTURES, f"{name}: the picture")
            await asyncio.sleep(0.02)
            assert len(packets(scene.bob, FACE_PT)) == PICTURES, f"{name}: something came twice"
            assert not [said for said in events.said if said[1] in ("alice", "bob")], f"{name}: {events.said}"
            assert all(data[0] < 4 for data in _got(mallory)), f"{name}: Mallory was sent more than answers"
        finally:
            await cast.close()
            await relay.stop()
    assert relay._pool.free == PORTS[1] - PORTS[0] + 1, f"{name}: a port is not given back"


async def _scene(
    dice: random.Random, relay: Relay, cast: Cast, mallory: socket.socket, *, early: bool
) -> Scene:
    alice, bob, heard = cast.client("sendonly"), cast.client("recvonly"), []  # type: ignore[var-annotated]
    for client in (alice, bob):
        _overhear(client, heard)
    alice_made = await relay.publish(CALL, "alice", alice.offer)
    bob_made = await relay.watch(CALL, "bob", "alice", bob.offer)
    scene = Scene(dice, relay, cast, alice, alice_made, bob, bob_made, mallory, heard)
    race = asyncio.create_task(_hellos(scene)) if early else None
    await cast.connect(alice, alice_made)
    await cast.connect(bob, bob_made)
    if race is not None:
        race.cancel()
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    return scene


async def _hellos(scene: Scene) -> None:
    """Somebody else's ClientHello, and what else may come first, again and again while the call is set up."""
    while True:
        for made in (scene.alice_made, scene.bob_made):
            scene.spray(*scene.dice.sample(strangers.datagrams("-"), 4), strangers.client_hello(), at=made)
        await asyncio.sleep(scene.dice.random() * GAP_S)


async def _nothing(_scene: Scene) -> None:
    """It was attacked while it was set up."""


async def _strangers(scene: Scene) -> None:
    for _ in range(20):
        scene.spray(
            *scene.dice.sample(strangers.datagrams("-"), 5), scene.dice.randbytes(scene.dice.randrange(1400))
        )
        await asyncio.sleep(scene.dice.random() * GAP_S)


async def _guessed_password(scene: Scene) -> None:
    name = _name(scene.alice_made, scene.alice.offer)
    for _ in range(10):
        scene.spray(strangers.check(name, scene.dice.randbytes(scene.dice.randrange(1, 40))))
    await asyncio.sleep(GAP_S)


async def _other_certificate(scene: Scene) -> None:
    """Everything but the key: the offer, the password, the checks. The handshake must not come to an end."""
    real, thief = scene.cast.client("sendonly"), scene.cast.client("sendonly")
    offer = thief.offer.replace(thief._dtls.fingerprint[1], real._dtls.fingerprint[1])
    made = await scene.relay.publish("another", "mallory", offer)
    thief.accept(made.answer)
    before = scene.relay.stats().packets_in
    await until(lambda: scene.relay.stats().peers == 2, "the thief is put out")
    thief.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await asyncio.sleep(GAP_S)
    assert scene.relay.stats().packets_in == before
    assert await scene.relay.close(made.id) is False


async def _replay_from_elsewhere(scene: Scene) -> None:
    """What was overheard, checks and handshake and media, from Mallory's own address."""
    scene.alice.send_rtp(rtp(FACE_SSRC + 7, 1, 1, b"an unknown stream"))
    for made in (scene.alice_made, scene.bob_made):
        scene.spray(*scene.dice.choices(scene.heard, k=60), at=made)
    await asyncio.sleep(20 * GAP_S)


async def _replay_from_its_place(scene: Scene) -> None:
    """The same with Alice's address: every datagram of hers again, in another order, some bent."""
    again = scene.dice.sample(scene.heard, min(len(scene.heard), 40))
    for data in again:
        bent = bytearray(data)
        if scene.dice.random() < 0.5 and bent:
            bent[scene.dice.randrange(len(bent))] ^= 1 << scene.dice.randrange(8)
        if len(bent) and (bent[0] < 4 or bent[0] > 127):  # a forged end of the handshake is DTLS's own affair
            scene.alice._socket.sendto(bent, scene.alice.remote)
    await asyncio.sleep(20 * GAP_S)


async def _forged_media(scene: Scene) -> None:
    """SRTP and SRTCP without the keys, from Alice's own address and port."""
    for seq in range(30):
        body = scene.dice.randbytes(scene.dice.randrange(1, 900))
        scene.alice._socket.sendto(rtp(FACE_SSRC, 1000 + seq, seq, body), scene.alice.remote)
        scene.alice._socket.sendto(b"\x80\xc9" + body, scene.alice.remote)
    await asyncio.sleep(GAP_S)


async def _bent_offers(scene: Scene) -> None:
    """Offers with lines left out, doubled, swapped, stretched: refused, or answered and never connected."""
    for _ in range(12):
        lines = scene.alice.offer.splitlines()
        for _ in range(scene.dice.randrange(1, 6)):
            at = scene.dice.randrange(len(lines))
            bend = scene.dice.randrange(5)
            if bend == 0:
                del lines[at]
            elif bend == 1:
                lines[at:at] = [lines[at]] * scene.dice.choice((1, 20, 3000))
            elif bend == 2:
                lines[at] = lines[at] + scene.dice.choice(
                    ("\0", "\u202e", " 99999999999999999999", "x" * 70_000)
                )
            elif bend == 3:
                lines[at] = lines[scene.dice.randrange(len(lines))]
            else:
                lines[at] = lines[at].replace(":", scene.dice.choice(("", "::", " ", "=")), 1)
        with contextlib.suppress(InvalidInput):
            made = await scene.relay.publish("another", "mallory", "\n".join(lines))
            await scene.relay.close(made.id)


async def _candidates_elsewhere(scene: Scene) -> None:
    """Whom an offer names is never sent anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as victim:
        victim.setblocking(False)
        victim.bind(("127.0.0.1", 0))
        port = victim.getsockname()[1]
        named = [
            f"a=candidate:1 1 udp 2130706431 {host} {port} typ host" for host in ("127.0.0.1", "a.local")
        ]
        made = await scene.relay.publish(
            "another", "mallory", scene.cast.client("sendonly").offer + "\r\n".join(named) + "\r\n"
        )
        await asyncio.sleep(20 * GAP_S)
        assert _got(victim) == []
        await scene.relay.close(made.id)


async def _takeover(scene: Scene) -> None:
    """Connections in Alice's name that never deliver do not take her place."""
    for _ in range(scene.dice.randrange(1, 8)):
        client = scene.cast.client("sendonly")
        made = await scene.relay.publish(CALL, "alice", client.offer)
        if scene.dice.random() < 0.3:
            await scene.cast.connect(client, made)


async def _tokens(scene: Scene) -> None:
    """Twice, for another call, forged, too late: good for nothing."""
    tokens = MediaTokens()
    for _ in range(50):
        token = tokens.issue(MediaGrant("call", "alice", frozenset()))
        way = scene.dice.randrange(4)
        if way == 0:
            assert [tokens.redeem(token, "call") for _ in range(3)] == ["alice", None, None]
        elif way == 1:
            assert tokens.redeem(token, "another") is None
        elif way == 2:
            at = scene.dice.randrange(len(token))
            assert tokens.redeem(token[:at] + chr(ord(token[at]) ^ 1) + token[at + 1 :], "call") is None
        else:
            with patch.object(media, "TOKEN_LIFE_S", 0):
                late = tokens.issue(MediaGrant("call", "alice", frozenset()))
            assert tokens.redeem(late, "call") is None


ATTACKS: dict[str, Attack] = {
    "ClientHello race": _nothing,
    "strangers": _strangers,
    "a guessed password": _guessed_password,
    "another certificate": _other_certificate,
    "replay from elsewhere": _replay_from_elsewhere,
    "replay from its own place": _replay_from_its_place,
    "forged media": _forged_media,
    "bent offers": _bent_offers,
    "candidates elsewhere": _candidates_elsewhere,
    "takeover": _takeover,
    "tokens": _tokens,
}
EARLY = {"ClientHello race", "tokens", "replay from elsewhere"}


def _overhear(client: LoopbackClient, heard: list[bytes]) -> None:
    send = client._send

    def sent(data: memoryview | bytes) -> None:
        heard.append(bytes(data))
        send(data)

    client._send = sent  # type: ignore[method-assign]
    client._dtls._pump._send_now = sent


def _got(sock: socket.socket) -> list[bytes]:
    got = []
    with contextlib.suppress(BlockingIOError):
        while True:
            got.append(sock.recv(2048))
    return got


def _name(made: MediaResource, offer: str) -> str:
    ours, theirs = (
        next(line[12:] for line in text.splitlines() if line.startswith("a=ice-ufrag:"))
        for text in (made.answer, offer)
    )
    return f"{ours}:{theirs}"


def _port(made: MediaResource) -> int:
    return int(next(line for line in made.answer.splitlines() if line.startswith("a=candidate:")).split()[5])
