"""A WHIP resource: takes one participant's tracks and answers for them; knows nothing of who watches."""

from __future__ import annotations

import asyncio
import logging
import socket
import time

from iga_madoguchi.media import rtcp
from iga_madoguchi.media.buffers import RX, Srtp
from iga_madoguchi.media.peer import Peer, PeerEvents
from iga_madoguchi.media.sdp import URI_MID, URI_TWCC, Offer
from iga_madoguchi.media.source import HEADER, Source, header_size
from iga_madoguchi.media.twcc import ArrivalLog

log = logging.getLogger(__name__)

REPAIR_S = 0.01  # s between looks at what is missing, while something is
SSRC_LIMIT = 32  # streams one publisher may have used in its life
QUIET_START_S = 1.0  # s; a publisher without any track still counts as there after this


class Publisher(Peer):
    """Three tracks at most: voice, face, paper. `sources` is keyed by (kind, number within the kind)."""

    leg = "publish"

    def __init__(
        self, participant: str, offer: Offer, sockets: list[socket.socket], events: PeerEvents
    ) -> None:
        super().__init__(participant, offer, sockets, events)
        self.sources: dict[tuple[str, int], Source] = {}
        self._routes: dict[int, tuple[Source, bool]] = {}  # SSRC -> track, is a repair stream
        self._mid_id = self._twcc_id = 0
        for choice in self.choices:
            if choice is None:
                continue
            source = Source(choice, self)
            number = sum(1 for kind, _ in self.sources if kind == source.kind)
            self.sources[source.kind, number] = source
            for ssrc in choice.section.ssrcs:
                repair = ssrc in choice.section.repairs
                self._routes[ssrc] = (source, repair)
                if not repair and not source.ssrc:
                    source.ssrc = ssrc
            self._mid_id = choice.extensions.get(URI_MID, self._mid_id)
            self._twcc_id = choice.extensions.get(URI_TWCC, self._twcc_id)
        self._arrivals = ArrivalLog(self.ssrc)
        self._extension_at = 0
        self._extension_mark = b""
        self._repair_timer: asyncio.TimerHandle | None = None
        self._connected_at = 0.0
        if self._twcc_id:
            self.period_s = 0.05

    def hush(self) -> None:
        super().hush()
        for source in self.sources.values():
            source.close()
        if self._repair_timer is not None:
            self._repair_timer.cancel()
            self._repair_timer = None

    def on_connected(self, outbound: Srtp) -> None:
        self._connected_at = time.monotonic()

    def on_rtp(self, size: int, now: float) -> None:
        if size < 12:
            return
        first, second, seq, stamp, ssrc = HEADER.unpack_from(RX)
        route = self._routes.get(ssrc) or self._learn(ssrc, second & 127, size)
        if route is None:
            return
        if self._twcc_id and first & 16:
            self._note_arrival(size, now)
        if not self.has_delivered:
            self._deliver()
        source, repair = route
        if repair:
            source.take_repair(size, now)
        else:
            source.take(size, first, second, seq, stamp, now)

    def on_report(self, report: rtcp.Report, now: float) -> None:
        if report.kind == rtcp.SR and (route := self._routes.get(report.ssrc)):
            times = rtcp.sender_times(report)
            if times is not None and not route[1]:
                route[0].sender_report(*times, now)

    def heartbeat(self, now: float) -> bytes:
        blocks = [source.report_block(now) for source in self.sources.values()]
        return rtcp.receiver_report(self.ssrc, [b for b in blocks if b]) + rtcp.description(
            self.ssrc, "relay"
        )

    def on_tick(self, now: float) -> None:
        if not self.has_delivered and now - self._connected_at > QUIET_START_S:
            self._deliver()
        if self._twcc_id and self.sources:
            media = next((source.ssrc for source in self.sources.values() if source.ssrc), 0)
            for packet in self._arrivals.drain(media):
                self.send_rtcp(packet)

    def repair_soon(self) -> None:
        if self._repair_timer is None:
            self._repair_timer = self._loop.call_later(REPAIR_S, self._repair)

    def _repair(self) -> None:
        self._repair_timer = None
        now = time.monotonic()
        if any([source.repair(now) for source in self.sources.values()]):
            self.repair_soon()

    def _deliver(self) -> None:
        self.has_delivered = True
        self.events.delivered(self)

    def _note_arrival(self, size: int, now: float) -> None:
        at = self._extension_at
        # Streams repeat their layout, so the place found last time is nearly always right again.
        if not at or RX[12:17] != self._extension_mark or RX[at] != self._twcc_id << 4 | 1:
            self._extension_at = at = self._find_extension(self._twcc_id, size)
            self._extension_mark = bytes(RX[12:17])
        if at:
            self._arrivals.add(RX[at + 1] << 8 | RX[at + 2], now)

    def _find_extension(self, number: int, size: int) -> int:
        """Where the one-byte-header extension `number` of the packet in RX begins; 0 if it has none."""
        at = 12 + 4 * (RX[0] & 15)
        end = min(size, header_size(RX[:size]))
        if not RX[0] & 16 or RX[at] != 0xBE or RX[at + 1] != 0xDE:
            return 0
        at += 4
        while at < end:
            if RX[at] >> 4 == number:
                return at if at + 2 + (RX[at] & 15) <= end else 0
            at += 1 if RX[at] == 0 else 2 + (RX[at] & 15)
        return 0

    def _learn(self, ssrc: int, pt: int, size: int) -> tuple[Source, bool] | None:
        """The track of an SSRC that the offer did not name: by its mid, else by a unique payload type."""
        if len(self._routes) >= SSRC_LIMIT:
            return None
        at = self._find_extension(self._mid_id, size) if self._mid_id else 0
        mid = bytes(RX[at + 1 : at + 2 + (RX[at] & 15)]).decode("ascii", "replace") if at else None
        fitting = [
            source
            for source in self.sources.values()
            if (pt in source.families or pt in source.repairs) and mid in (None, source.mid)
        ]
        if len(fitting) != 1:
            return None
        source, repair = fitting[0], pt in fitting[0].repairs
        self._routes[ssrc] = (source, repair)
        if not repair:
            source.restart(ssrc)
        log.info(
            "peer=%s < stream learned kind=%s repair=%s by_mid=%s", self.name, source.kind, repair, bool(at)
        )
        return source, repair
