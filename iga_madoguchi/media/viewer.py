"""A WHEP resource: knows how one publisher's tracks reach one participant, not where they come from."""

from __future__ import annotations

import socket

from iga_madoguchi.media import rtcp
from iga_madoguchi.media.buffers import Srtp
from iga_madoguchi.media.peer import Peer, PeerEvents
from iga_madoguchi.media.sdp import Offer
from iga_madoguchi.media.sink import Sink


class Viewer(Peer):
    """`sinks` is keyed like the publisher's sources: (kind, number within the kind)."""

    leg = "watch"

    def __init__(
        self, participant: str, publisher: str, offer: Offer, sockets: list[socket.socket], events: PeerEvents
    ) -> None:
        super().__init__(participant, offer, sockets, events)
        self.publisher = publisher
        self.sinks: dict[tuple[str, int], Sink] = {}
        for choice in self.choices:
            if choice is not None:
                number = sum(1 for kind, _ in self.sinks if kind == choice.section.kind)
                self.sinks[choice.section.kind, number] = Sink(choice)
        self._by_ssrc = {sink.ssrc: sink for sink in self.sinks.values()}

    @property
    def sent(self) -> tuple[int, int]:
        sinks = self.sinks.values()
        packets, octets = sum(s.packets + s.resent for s in sinks), sum(s.octets for s in sinks)
        return self.packets_out + packets, self.bytes_out + octets

    def hush(self) -> None:
        super().hush()
        for sink in self.sinks.values():
            sink.detach()

    def on_connected(self, outbound: Srtp) -> None:
        for sink in self.sinks.values():
            sink.connect(outbound.protect, self.ice.send)
        self.has_delivered = True
        self.events.delivered(self)

    def on_rtp(self, size: int, now: float) -> None:
        """Viewers have nothing to send."""

    def on_report(self, report: rtcp.Report, now: float) -> None:
        if report.kind == rtcp.RTPFB and report.count == rtcp.FB_NACK:
            sink = self._by_ssrc.get(report.media_ssrc)
            if sink is not None:
                sink.repair(rtcp.nacked(report), now)
        elif report.kind == rtcp.PSFB and report.count == rtcp.FB_PLI:
            self._keyframe(report.media_ssrc)
        elif report.kind == rtcp.PSFB and report.count == rtcp.FB_FIR:
            for ssrc in rtcp.fir_targets(report):
                self._keyframe(ssrc)

    def heartbeat(self, now: float) -> bytes:
        for sink in self.sinks.values():
            sink.beat()
        reports = [report for sink in self.sinks.values() if (report := sink.report(now))]
        return b"".join(reports or [rtcp.receiver_report(self.ssrc)]) + rtcp.description(self.ssrc, "relay")

    def refresh(self) -> None:
        """Ask for key frames of everything: this viewer may have missed some."""
        for sink in self.sinks.values():
            if sink.source is not None:
                sink.source.request_keyframe()

    def _keyframe(self, ssrc: int) -> None:
        sink = self._by_ssrc.get(ssrc)
        if sink is not None and sink.source is not None:
            sink.source.request_keyframe()
