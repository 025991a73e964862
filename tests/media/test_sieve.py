"""What the kernel lets through to a media socket, and that a flood of strangers is not even noticed."""

from __future__ import annotations

import socket
import struct

import pytest
from aioice import stun

from iga_madoguchi.media import sieve
from iga_madoguchi.media.ice import IceAgent
from iga_madoguchi.media.relay import Relay
from tests.media.peers import CALL, Cast, until
from tests.soak import flood, strangers

pytestmark = pytest.mark.anyio
UFRAG = "0a1b2c3d"
OTHERS = [(0x0024, bytes(4)), (0x8029, bytes(8)), (0x8022, b"odd"), (0xC057, bytes(5))]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_who_is_known_passes_and_of_others_only_who_names_us(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with _bound(family, host) as ours, _bound(family, host) as known, _bound(family, host) as other:
        names = [known.getsockname()[:2], (host, 9)]
        sieve.attach(ours, sieve.program(family, UFRAG, [*reversed(names), *names]))
        target = ours.getsockname()
        known.sendto(b"\x80 media", target)
        assert ours.recv(99) == b"\x80 media"
        for stranger in (b"\x80 media", b"", b"\x16", *strangers.datagrams("-"), *_near_misses()):
            other.sendto(stranger, target)
            with pytest.raises(BlockingIOError):
                ours.recv(2048)
        for before in range(sieve.ATTRIBUTES):
            other.sendto(_request(UFRAG, before), target)
            assert ours.recv(2048), f"named behind {before} other attributes"
        other.sendto(_answer(UFRAG), target)
        assert ours.recv(2048)
        assert sieve.refused(ours) == 3 + len(strangers.datagrams("-")) + len(_near_misses())


def test_the_same_port_of_another_host_is_a_stranger() -> None:
    with _bound(socket.AF_INET, "127.0.0.1") as ours, _bound(socket.AF_INET, "127.0.0.2") as other:
        port = other.getsockname()[1]
        sieve.attach(ours, sieve.program(socket.AF_INET, UFRAG, [("127.0.0.1", port)]))
        other.sendto(b"\x80", ours.getsockname())
        with pytest.raises(BlockingIOError):
            ours.recv(9)


@pytest.mark.parametrize("moment", ["before connecting", "during the call"])
async def test_strangers_reach_no_line_of_ours(
    relay: Relay, cast: Cast, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[str, int]] = []
    monkeypatch.setattr(IceAgent, "_refuse", lambda self: read.append(self.candidates[0]))
    alice = cast.client("sendonly")
    made = await relay.publish(CALL, "alice", alice.offer)
    if moment == "during the call":
        await cast.connect(alice, made)
    port = int(next(line for line in made.answer.splitlines() if line.startswith("a=candidate:")).split()[5])
    sent = strangers.send(port, 2000, 0.2, "-")
    await until(lambda: relay.stats().foreign_dropped >= sent, "all of them are counted")
    assert sent >= 300
    assert read == []
    if moment == "before connecting":
        await cast.connect(alice, made)


async def test_a_flooded_call_hears_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slice of `make soak PART=flood`."""
    monkeypatch.setattr(flood, "WAIT_S", 2.0)
    # A slow machine sends less and loses some by itself; without the sieve the relay takes a core on any.
    for name, value in (("SENT_SHARE", 0.3), ("LOSS_LIMIT", 0.1), ("LATE_LIMIT_S", 1.0)):
        monkeypatch.setattr(flood, name, value)
    await flood.round_(8)


def _near_misses() -> list[bytes]:
    """Checks that are nearly for us."""
    good = _request(UFRAG, 0)
    return [
        _answer(UFRAG[::-1]),
        good[:4] + struct.pack("!I", stun.COOKIE + 1) + good[8:],
        _request(UFRAG[::-1], 0),
        _request(UFRAG[:7] + "e", 1),
        _request(UFRAG, sieve.ATTRIBUTES),  # too far behind
        good[:30],
        good[:20] + b"\x80\x22\xff\xff" + good[20:],  # an attribute that goes on behind the end
    ]


def _answer(ufrag: str) -> bytes:
    return struct.pack("!HHI", 0x101, 0, stun.COOKIE) + ufrag[:4].encode() + bytes(8)


def _request(ufrag: str, before: int) -> bytes:
    """A binding request with so many attributes before the user name."""
    attributes = [OTHERS[number % len(OTHERS)] for number in range(before)] + [(6, f"{ufrag}:abcd".encode())]
    body = b"".join(
        struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4) for kind, value in attributes
    )
    return struct.pack("!HHI", 1, len(body), stun.COOKIE) + bytes(12) + body


def _bound(family: socket.AddressFamily, host: str) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sock.bind((host, 0))
    return sock
