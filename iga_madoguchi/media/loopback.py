"""The smallest WHIP or WHEP client, for the relay's self-test: one voice track and no codec behind it."""

from __future__ import annotations

import asyncio
import re
import secrets
import socket

from aioice import stun
from aiortc.rtcdtlstransport import State

from iga_madoguchi.media.buffers import RX, TX, Srtp
from iga_madoguchi.media.dtls import DtlsLink
from iga_madoguchi.media.sdp import parse_offer

CHECK_S = 0.05  # s between connectivity checks

_SESSION = """v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE {mids}
a=ice-ufrag:{ufrag}
a=ice-pwd:{password}
a=fingerprint:sha-256 {fingerprint}
a=setup:actpass
"""
VOICE = """m=audio 9 UDP/TLS/RTP/SAVPF 96
c=IN IP4 0.0.0.0
a=mid:0
a={direction}
a=rtcp-mux
a=rtpmap:96 opus/48000/2
a=rtcp-fb:96 nack
a=ssrc:{ssrc} cname:test
"""


class LoopbackClient:
    """Offers `media`, connects over 127.0.0.1, and moves plain RTP and RTCP packets.

    `media` is the offer's m-lines with {direction} and {ssrc} to fill in.
    """

    def __init__(self, direction: str, media: str = VOICE) -> None:
        self.ssrc = secrets.randbits(31) + 1
        self.received: list[bytes] = []  # plain RTP and RTCP
        self.lose = 0  # so many of the next RTP datagrams are lost before they are read
        self.connected = asyncio.Event()
        self.ended = asyncio.Event()
        self._ufrag, self._password = secrets.token_hex(4), secrets.token_hex(16)
        self._dtls = DtlsLink(self._send, self._state)
        self._srtp: tuple[Srtp, Srtp] | None = None
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(("127.0.0.1", 0))
        self.remote = ("127.0.0.1", 9)
        self._checked = False
        self._checking: asyncio.Task[None] | None = None
        self.offer = (_SESSION + media).format(
            mids=" ".join(re.findall(r"^a=mid:(.+)$", media, re.MULTILINE)),
            ufrag=self._ufrag,
            password=self._password,
            fingerprint=self._dtls.fingerprint[1],
            direction=direction,
            ssrc=self.ssrc,
        )

    def accept(self, answer: str) -> None:
        """Start connecting to the relay that wrote this answer."""
        transport = parse_offer(answer).transport
        candidate = next(line for line in answer.splitlines() if line.startswith("a=candidate:"))
        self.remote = ("127.0.0.1", int(candidate.split()[5]))
        loop = asyncio.get_running_loop()
        loop.add_reader(self._socket.fileno(), self._read)
        self._checking = loop.create_task(self._check(transport.ufrag, transport.password))
        self._fingerprints = transport.fingerprints

    def send_rtp(self, packet: bytes) -> None:
        self._protected(packet, rtcp=False)

    def send_rtcp(self, packet: bytes) -> None:
        self._protected(packet, rtcp=True)

    async def close(self) -> None:
        if self._checking is not None:
            self._checking.cancel()
            await asyncio.gather(self._checking, return_exceptions=True)
        await self._dtls.close()
        self.vanish()

    def vanish(self) -> None:
        """Be gone without a word, as a killed browser is."""
        if self._socket.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())
            self._socket.close()

    async def _check(self, ufrag: str, password: str) -> None:
        while True:
            question = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
            question.attributes |= {"USERNAME": f"{ufrag}:{self._ufrag}", "PRIORITY": 1}
            question.attributes |= {"ICE-CONTROLLING": 1, "USE-CANDIDATE": None}
            question.add_message_integrity(password.encode())
            self._send(bytes(question))
            await asyncio.sleep(CHECK_S if not self._checked else 1.0)

    def _read(self) -> None:
        try:
            size = self._socket.recv_into(RX)
        except OSError:
            return
        if size and RX[0] < 4:
            self._stun(bytes(RX[:size]))
        elif 127 < RX[0] < 192 and self._srtp is not None:
            is_rtcp = 192 <= RX[1] <= 223
            if self.lose and not is_rtcp:
                self.lose -= 1
                return
            plain = self._srtp[0].unprotect_rtcp(size) if is_rtcp else self._srtp[0].unprotect(size)
            if plain:
                self.received.append(bytes(RX[:plain]))
        elif size:
            self._dtls.push(bytes(RX[:size]))

    def _stun(self, data: bytes) -> None:
        message = stun.parse_message(data)
        if message.message_class == stun.Class.REQUEST:
            reply = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, message.transaction_id)
            reply.attributes["XOR-MAPPED-ADDRESS"] = self.remote
            reply.add_message_integrity(self._password.encode())
            self._send(bytes(reply))
        elif message.message_class == stun.Class.RESPONSE and not self._checked:
            self._checked = True
            self._dtls.begin("client", self._fingerprints)

    def _state(self, state: State) -> None:
        if state is State.CONNECTED:
            self._srtp = self._dtls.srtp()
            self.connected.set()
        elif state in (State.CLOSED, State.FAILED):
            self.ended.set()

    def _protected(self, packet: bytes, rtcp: bool) -> None:
        if self._srtp is None:
            return
        TX[: len(packet)] = packet
        protect = self._srtp[1].protect_rtcp if rtcp else self._srtp[1].protect
        self._send(bytes(TX[: protect(len(packet))]))

    def _send(self, data: memoryview | bytes) -> None:
        try:
            self._socket.sendto(data, self.remote)
        except OSError:
            return
