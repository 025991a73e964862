"""Participants for the relay's tests: they speak real ICE, DTLS and SRTP, and lose packets by a pattern.

Alice is a branch, Bob a desk, Carol a third who is added; Mallory sends what nobody asked for.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import struct
from collections.abc import Callable, Iterable

from iga_madoguchi.domain.calls.ports import Leg, MediaRelay, MediaResource
from iga_madoguchi.media.loopback import VOICE, LoopbackClient

CALL = "a-call"
# Every test process has ports of its own, so that two runs on one machine do not meet.
_FIRST = 41200 + os.getpid() % 18 * 40
PORTS = (_FIRST, _FIRST + 39)

FACE = """m=video 9 UDP/TLS/RTP/SAVPF 97 98
c=IN IP4 0.0.0.0
a=mid:1
a={direction}
a=rtcp-mux
a=rtcp-rsize
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=extmap:5 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=rtpmap:97 VP8/90000
a=rtcp-fb:97 nack
a=rtcp-fb:97 nack pli
a=rtcp-fb:97 ccm fir
a=rtcp-fb:97 transport-cc
a=rtcp-fb:97 goog-remb
a=rtpmap:98 rtx/90000
a=fmtp:98 apt=97
a=ssrc-group:FID 7001 7002
a=ssrc:7001 cname:test
a=ssrc:7002 cname:test
"""
PAPER = FACE.replace("mid:1", "mid:2").replace("7001", "8001").replace("7002", "8002")
THREE_TRACKS = VOICE + FACE + PAPER
VOICE_PT, VIDEO_PT, RTX_PT = 96, 97, 98
FACE_SSRC, FACE_RTX_SSRC, PAPER_SSRC = 7001, 7002, 8001

KEYFRAME = bytes([0x10, 0x00]) + bytes(40)  # VP8: start of partition, key frame
DELTA = bytes([0x10, 0x01]) + bytes(40)


class RecordingEvents:
    """Keeps what the relay says about links, in order."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str, Leg]] = []

    def link_lost(self, call: str, participant: str, leg: Leg) -> None:
        self.said.append(("lost", participant, leg))

    def link_back(self, call: str, participant: str, leg: Leg) -> None:
        self.said.append(("back", participant, leg))


def rtp(ssrc: int, seq: int, stamp: int, payload: bytes, pt: int = VIDEO_PT, extension: bytes = b"") -> bytes:
    """A plain RTP packet; `extension` is a whole one-byte-header block without its profile and length."""
    first = 0x90 if extension else 0x80
    block = struct.pack("!HH", 0xBEDE, len(extension) // 4) + extension if extension else b""
    return struct.pack("!BBHLL", first, pt, seq & 0xFFFF, stamp & 0xFFFFFFFF, ssrc) + block + payload


def fields(packet: bytes) -> tuple[int, int, int, int]:
    """Payload type, sequence number, timestamp, SSRC."""
    _, second, seq, stamp, ssrc = struct.unpack_from("!BBHLL", packet)
    return second & 127, seq, stamp, ssrc


def is_rtcp(packet: bytes) -> bool:
    return 192 <= packet[1] <= 223


def packets(client: LoopbackClient, *pts: int) -> list[bytes]:
    """What a client received with these payload types, in order."""
    return [packet for packet in client.received if not is_rtcp(packet) and packet[1] & 127 in pts]


def reports(client: LoopbackClient) -> list[bytes]:
    return [packet for packet in client.received if is_rtcp(packet)]


async def until(condition: Callable[[], bool], what: str, within_s: float = 5.0) -> None:
    """Give way until it is so; fails the test with `what` if it never is."""
    deadline = asyncio.get_running_loop().time() + within_s
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, f"waited {within_s} s: {what}"
        await asyncio.sleep(0.005)


class Cast:
    """Makes participants and closes them."""

    def __init__(self, relay: MediaRelay) -> None:
        self.relay = relay
        self._clients: list[LoopbackClient | LossyLink] = []

    async def publish(
        self, who: str, media: str = THREE_TRACKS, link: LossyLink | None = None, call: str = CALL
    ) -> tuple[LoopbackClient, MediaResource]:
        """A publisher that is connected."""
        client = self.client("sendonly", media)
        made = await self.relay.publish(call, who, client.offer)
        await self.connect(client, made, link)
        return client, made

    async def watch(
        self,
        who: str,
        whom: str,
        media: str = THREE_TRACKS,
        link: LossyLink | None = None,
        call: str = CALL,
    ) -> tuple[LoopbackClient, MediaResource]:
        """A viewer that is connected."""
        client = self.client("recvonly", media)
        made = await self.relay.watch(call, who, whom, client.offer)
        await self.connect(client, made, link)
        return client, made

    def client(self, direction: str, media: str = THREE_TRACKS) -> LoopbackClient:
        client = LoopbackClient(direction, media)
        self._clients.append(client)
        return client

    async def connect(
        self, client: LoopbackClient, made: MediaResource, link: LossyLink | None = None
    ) -> None:
        client.accept(made.answer)
        if link is not None:
            self._clients.append(link)
            client.remote = link.between(client.remote)
        async with asyncio.timeout(5):
            await client.connected.wait()

    async def close(self) -> None:
        for client in self._clients:
            await client.close()


class LossyLink:
    """A UDP hop that drops SRTP packets by a repeating pattern (1 = lost) in each direction.

    Handshake, STUN and RTCP always pass, so that a test decides what is lost and not the moment.
    """

    def __init__(self, up: Iterable[int] = (0,), down: Iterable[int] = (0,)) -> None:
        self.cut = False  # the cable is out: nothing passes
        self.carried_down = 0  # media packets
        self._patterns = itertools.cycle(list(up)), itertools.cycle(list(down))
        self._inner, self._outer = _udp(), _udp()
        self._client: tuple[str, int] | None = None
        self._relay = ("127.0.0.1", 9)

    def between(self, relay: tuple[str, int]) -> tuple[str, int]:
        """Where the client must send instead."""
        self._relay = relay
        loop = asyncio.get_running_loop()
        loop.add_reader(self._inner.fileno(), self._up)
        loop.add_reader(self._outer.fileno(), self._down)
        return str(self._inner.getsockname()[0]), int(self._inner.getsockname()[1])

    async def close(self) -> None:
        loop = asyncio.get_running_loop()
        for sock in (self._inner, self._outer):
            loop.remove_reader(sock.fileno())
            sock.close()

    def _up(self) -> None:
        data, self._client = self._inner.recvfrom(2048)
        if self._passes(data, 0):
            self._outer.sendto(data, self._relay)

    def _down(self) -> None:
        data = self._outer.recv(2048)
        if self._client is not None and self._passes(data, 1):
            self._inner.sendto(data, self._client)
            self.carried_down += 127 < data[0] < 192 and not is_rtcp(data)

    def _passes(self, data: bytes, direction: int) -> bool:
        if self.cut:
            return False
        is_media = 127 < data[0] < 192 and not is_rtcp(data)
        return not (is_media and next(self._patterns[direction]))


def _udp() -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sock.bind(("127.0.0.1", 0))
    return sock
