"""The load's end of a connection: stock aiortc shakes hands, then the socket is ours."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from pylibsrtp import Session

SO_TIMESTAMPNS = 35
TRANSPORT_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
TRANSPORT_CC_ID = 9
LINES = ("audio", "video", "video")
"""m-lines of every offer: microphone, face, paper (the paper carries nothing in these runs)."""


@dataclass
class Link:
    """A connected peer connection with its socket in our hands; per-line lists: 0 audio, 1 face."""

    pc: RTCPeerConnection
    sock: socket.socket
    remote: tuple[str, int]
    protect: Callable[[bytes], bytes]
    unprotect: Callable[[bytes], bytes]
    to_aiortc: Callable[[bytes, tuple[str, int]], None]
    ssrcs: list[int]
    payload_types: list[int]
    transport_sequence: int = 0
    feedback: int = 0
    """RTCP packets that came from the server."""
    heard: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Outgoing SSRC of the server -> (payload type << 16 | sequence number, kernel's receive time in ns)."""
    samples: dict[int, tuple[int, int]] = field(default_factory=dict)
    """SSRC -> (sequence number, our own counter found in that packet's payload): how the two are related."""


class OneAtATime:
    """An SRTP session for two threads: aiortc's reports and our packets must not share its buffer at once."""

    def __init__(self, session: Session) -> None:
        self._session, self._lock = session, threading.Lock()

    def protect(self, data: bytes) -> bytes:
        with self._lock:
            return self._session.protect(data)

    def protect_rtcp(self, data: bytes) -> bytes:
        with self._lock:
            return self._session.protect_rtcp(data)


def connection() -> RTCPeerConnection:
    return RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))


async def offer(direction: str) -> RTCPeerConnection:
    """A connection with the three lines and its local offer set; `direction` as in SDP. See `offered`."""
    pc = connection()
    for kind in LINES:
        pc.addTransceiver(kind, direction=direction)
    await pc.setLocalDescription(await pc.createOffer())
    return pc


def offered(pc: RTCPeerConnection) -> str:
    """The offer to send: aiortc's, plus the transport-wide congestion control that every browser asks for."""
    lines: list[str] = []
    for line in pc.localDescription.sdp.splitlines():
        lines.append(line)
        if line.startswith("a=rtcp-mux"):
            lines.append(f"a=extmap:{TRANSPORT_CC_ID} {TRANSPORT_CC}")
        elif found := re.match(r"a=rtpmap:(\d+) (?:opus|VP8)/", line):
            lines.append(f"a=rtcp-fb:{found[1]} transport-cc")
    return "\r\n".join(lines) + "\r\n"


async def accept(pc: RTCPeerConnection, answer: str) -> None:
    await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))


async def connected(pc: RTCPeerConnection, seconds: float = 20.0) -> None:
    """Waits until DTLS stands. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while pc.connectionState != "connected":
            if pc.connectionState in ("failed", "closed"):
                raise ConnectionError(f"the handshake ended as {pc.connectionState}")
            await asyncio.sleep(0.01)


def take_over(pc: RTCPeerConnection) -> Link:
    """Takes the socket from aiortc's event loop; from now on the pump must read it (and hand STUN back)."""
    loop: Any = asyncio.get_running_loop()
    dtls: Any = pc.getTransceivers()[0].sender.transport
    pair = dtls.transport._connection._nominated[1]
    own = pair.protocol.transport.get_extra_info("socket")
    loop._remove_reader(own.fileno())
    sock = socket.socket(fileno=os.dup(own.fileno()))
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    transmit = dtls._tx_srtp = OneAtATime(dtls._tx_srtp)
    receive: Session = dtls._rx_srtp
    received = pair.protocol.datagram_received
    senders: list[Any] = [each.sender for each in pc.getTransceivers()]
    return Link(
        pc=pc,
        sock=sock,
        remote=pair.remote_addr,
        protect=transmit.protect,
        unprotect=receive.unprotect,
        to_aiortc=lambda data, address: loop.call_soon_threadsafe(received, data, address),
        ssrcs=[sender._ssrc for sender in senders],
        payload_types=_first_payload_types(pc.remoteDescription.sdp),
    )


def _first_payload_types(sdp: str) -> list[int]:
    return [int(number) for number in re.findall(r"^m=(?:audio|video) \d+ \S+ (\d+)", sdp, re.MULTILINE)]
