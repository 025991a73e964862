"""The DTLS handshake of one peer, done by aiortc; its packets never wait here once the keys are known."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, cast

from aiortc.rtcdtlstransport import (
    SRTP_AEAD_AES_128_GCM,
    SRTP_PROFILES,
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
    State,
)

from iga_madoguchi.media.buffers import Srtp

log = logging.getLogger(__name__)

QUEUE_LIMIT = 64  # handshake datagrams; a flight has fewer than ten


class Pump:
    """What the handshake takes for its ICE transport: a bounded queue in, a plain function out."""

    role = "controlled"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send_now = send
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE_LIMIT)

    def push(self, data: bytes) -> None:
        if not self._queue.full():
            self._queue.put_nowait(data)

    async def _recv(self) -> bytes:
        return await self._queue.get()

    async def _send(self, data: bytes) -> None:
        self._send_now(data)


class DtlsLink(RTCDtlsTransport):
    """One DTLS association. `on_state` hears every state; `srtp()` has the keys once it is CONNECTED."""

    def __init__(self, send: Callable[[bytes], None], on_state: Callable[[State], None]) -> None:
        self._pump = Pump(send)
        self._on_state = on_state
        self._certificate = RTCCertificate.generateCertificate()
        self._handshake: asyncio.Task[None] | None = None
        super().__init__(cast(Any, self._pump), [self._certificate])
        # The cheapest authenticated cipher first: the server's order decides.
        self._srtp_profiles = sorted(SRTP_PROFILES, key=lambda profile: profile is not SRTP_AEAD_AES_128_GCM)

    @property
    def fingerprint(self) -> tuple[str, str]:
        """Digest name and value of our certificate, for the answer."""
        prints = self._certificate.getFingerprints()
        return next((f.algorithm, f.value) for f in prints if f.algorithm == "sha-256")

    def begin(self, role: str, fingerprints: tuple[tuple[str, str], ...]) -> None:
        """Start the handshake as `client` or `server`; the other side must hold these fingerprints."""
        self._set_role(role)
        remote = RTCDtlsParameters([RTCDtlsFingerprint(name, value) for name, value in fingerprints])
        self._handshake = asyncio.create_task(self.start(remote), name="media dtls handshake")

    def push(self, data: bytes) -> None:
        """Take a DTLS datagram."""
        if 19 < data[0] < 64:  # RFC 7983
            self._pump.push(data)

    def srtp(self) -> tuple[Srtp, Srtp]:
        """Inbound and outbound SRTP; only in state CONNECTED."""
        return Srtp(self._rx_srtp), Srtp(self._tx_srtp)

    async def close(self) -> None:
        """Say goodbye if there is somebody to say it to, and leave no task behind."""
        tasks = [task for task in (self._handshake, self._task) if task is not None]
        if self._handshake is not None:
            self._handshake.cancel()
        await self.stop()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._ssl = None

    def _set_state(self, state: State) -> None:
        changed = state != self._state
        super()._set_state(state)
        if changed:
            self._on_state(state)
