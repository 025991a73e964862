"""One WHIP or WHEP resource from its offer to its end: connects, keeps the heartbeat, notices silence."""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
import time
from typing import ClassVar, Literal, Protocol

from aiortc.rtcdtlstransport import State

from iga_madoguchi.domain.calls.ports import Leg
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.kit.ids import new_id
from iga_madoguchi.media import answer, rtcp
from iga_madoguchi.media.buffers import ROOM, RX, TX, Srtp
from iga_madoguchi.media.dtls import DtlsLink
from iga_madoguchi.media.ice import IceAgent
from iga_madoguchi.media.sdp import Offer

log = logging.getLogger(__name__)

HEARTBEAT_S = 0.35  # s between RTCP packets to the peer, a tick more at most; it is promised 0.5
PROBE_S = 0.3  # s of silence after which the peer is asked for a sign of life, and between the questions
MEASURE_S = 2.5  # s between questions while it talks anyway
SILENT_S = 1.0
CONNECT_S = 15.0  # s to connect in
STALL_S = 0.5  # s between two ticks that tell of our own standstill
DEAD_S = 60.0  # s of silence after which nobody is coming back

Ending = Literal["never connected", "dead", "closed by peer", "handshake failed"]


class PeerEvents(Protocol):
    """What the call around a peer wants to hear."""

    def delivered(self, peer: Peer) -> None: ...

    def silent(self, peer: Peer) -> None: ...

    def returned(self, peer: Peer) -> None: ...

    def ended(self, peer: Peer, why: Ending) -> None: ...


class Peer:
    """Common part of publishers and viewers. Everything is called on the relay's loop."""

    leg: ClassVar[Leg]
    period_s = 0.1

    def __init__(
        self, participant: str, offer: Offer, sockets: list[socket.socket], events: PeerEvents
    ) -> None:
        """Raises InvalidInput `media.sdp.malformed` if nothing in the offer can be used."""
        self.id = new_id()
        self.name = self.id[:6]  # for the log: the whole id is the key to this resource
        self.participant = participant
        self.events = events
        self.ssrc = secrets.randbits(31) + 1
        self.choices = [answer.choose(section, self.leg) for section in offer.sections]
        if not any(self.choices):
            raise InvalidInput("media.sdp.malformed", reason="no section with a codec we forward")
        remote = offer.transport
        self.ice = IceAgent(sockets, (remote.ufrag, remote.password), self._begin, self._media, self._dtls_in)
        self.dtls = DtlsLink(self.ice.send, self._dtls_state)
        self._fingerprints = remote.fingerprints
        self._role: Literal["server", "client"] = "client" if remote.setup == "passive" else "server"
        setup = "passive" if self._role == "server" else "active"
        local = answer.Local(
            self.ice.ufrag, self.ice.password, self.dtls.fingerprint, setup, self.ice.candidates
        )
        self.answer = answer.write(offer, self.choices, self.leg, local)
        self.connected = self.is_silent = self.has_delivered = False
        self.packets_in = self.packets_out = self.bytes_in = self.bytes_out = self.rejected = 0
        self._inbound: Srtp | None = None
        self._outbound: Srtp | None = None
        self._born = self._beat_at = self._probed_at = self._ticked_at = time.monotonic()
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(self.period_s, self._tick)
        log.info("peer=%s - offered leg=%s sections=%s", self.name, self.leg, len(offer.sections))

    @property
    def rtt_s(self) -> float:
        return self.ice.rtt_s

    @property
    def foreign(self) -> int:
        return self.ice.foreign

    @property
    def sent(self) -> tuple[int, int]:
        """Packets and bytes, RTCP included."""
        return self.packets_out, self.bytes_out

    def send_rtcp(self, packet: bytes) -> None:
        """Encrypt and send a compound packet; before the handshake is done it is dropped."""
        size = len(packet)
        if self._outbound is None or size > ROOM:
            return
        TX[:size] = packet
        size = self._outbound.protect_rtcp(size)
        if size:
            self.ice.send(TX[:size])
            self.packets_out += 1
            self.bytes_out += size

    def hush(self) -> None:
        """Take and give no more media, at once: somebody else has this place now."""
        self._inbound = None

    async def close(self) -> list[socket.socket]:
        """End everything that belongs to this peer; its sockets come back for the port pool."""
        self.hush()
        self._timer.cancel()
        await self.dtls.close()
        log.info("peer=%s - closed leg=%s in=%s out=%s", self.name, self.leg, self.packets_in, self.sent[0])
        return self.ice.close()

    # What the two kinds do differently

    def on_connected(self, outbound: Srtp) -> None:
        """Keys are there."""
        raise NotImplementedError

    def on_rtp(self, size: int, now: float) -> None:
        """A plain RTP packet of `size` bytes is in RX."""
        raise NotImplementedError

    def on_report(self, report: rtcp.Report, now: float) -> None:
        raise NotImplementedError

    def heartbeat(self, now: float) -> bytes:
        """The compound packet that is due."""
        raise NotImplementedError

    def on_tick(self, now: float) -> None:
        """Called every `period_s` while connected."""

    # What the network does

    def _begin(self) -> None:
        self.dtls.begin(self._role, self._fingerprints)

    def _dtls_in(self, data: bytes) -> None:
        self.dtls.push(data)

    def _dtls_state(self, state: State) -> None:
        if state is State.CONNECTED:
            self._inbound, self._outbound = self.dtls.srtp()
            self.connected = True
            self.ice.alive_at = time.monotonic()
            log.info("peer=%s - connected after_ms=%.0f", self.name, (time.monotonic() - self._born) * 1000)
            self.on_connected(self._outbound)
        elif state is State.FAILED:
            self.events.ended(self, "handshake failed")
        elif state is State.CLOSED:
            self.events.ended(self, "closed by peer")

    def _media(self, size: int) -> None:
        inbound = self._inbound
        if inbound is None:
            return
        is_rtcp = 192 <= RX[1] <= 223  # RFC 5761
        size = inbound.unprotect_rtcp(size) if is_rtcp else inbound.unprotect(size)
        if size < 8:
            self.rejected += 1
            return
        now = time.monotonic()
        self.ice.alive_at = now
        self.packets_in += 1
        self.bytes_in += size
        if self.is_silent:
            self._heard_again()
        if not is_rtcp:
            self.on_rtp(size, now)
            return
        for report in rtcp.parse(bytes(RX[:size])):
            self.on_report(report, now)

    def _heard_again(self) -> None:
        self.is_silent = False
        log.info("peer=%s < back leg=%s", self.name, self.leg)
        self.events.returned(self)

    def _tick(self) -> None:
        self._timer = self._loop.call_later(self.period_s, self._tick)
        now = time.monotonic()
        if not self.connected:
            if now - self._born > CONNECT_S:
                self.events.ended(self, "never connected")
            return
        quiet = now - self.ice.alive_at
        if now - self._probed_at >= (PROBE_S if quiet >= PROBE_S else MEASURE_S):
            self._probed_at = now
            self.ice.probe()
        if now - self._beat_at >= HEARTBEAT_S:
            self._beat_at = now
            self.send_rtcp(self.heartbeat(now))
        self.on_tick(now)
        stalled, self._ticked_at = now - self._ticked_at > STALL_S, now
        if not stalled:  # else it was we who did not listen; what waits in the socket comes first
            self._judge(quiet)

    def _judge(self, quiet: float) -> None:
        if quiet < SILENT_S:
            if self.is_silent:
                self._heard_again()
        elif not self.is_silent:
            self.is_silent = True
            log.info("peer=%s x silent leg=%s", self.name, self.leg)
            self.events.silent(self)
        elif quiet > DEAD_S:
            self.events.ended(self, "dead")
