"""aiortc's own way of relaying, as its examples show it: every picture decoded and encoded again."""

from __future__ import annotations

import asyncio

from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaRelay

from tests.bench.relay import client, orders


class Stock:
    """Publishers' tracks by participant, and the connections that hold them."""

    def __init__(self) -> None:
        self._relay = MediaRelay()
        self._tracks: dict[tuple[str, str], list[MediaStreamTrack]] = {}
        self._all: list[RTCPeerConnection] = []

    async def handle(self, order: orders.Order) -> str:
        if order["do"] == "publish":
            return await self._publish((order["call"], order["who"]), order["offer"])
        if order["do"] == "watch":
            return await self._watch((order["call"], order["publisher"]), order["offer"])
        return ""

    async def _publish(self, key: tuple[str, str], offer: str) -> str:
        pc = self._connection()
        await pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        self._tracks[key] = [each.receiver.track for each in pc.getTransceivers()]
        return await self._answer(pc)

    async def _watch(self, key: tuple[str, str], offer: str) -> str:
        pc = self._connection()
        await pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        for transceiver, track in zip(pc.getTransceivers(), self._tracks[key], strict=True):
            transceiver.direction = "sendonly"
            transceiver.sender.replaceTrack(self._relay.subscribe(track))
        return await self._answer(pc)

    async def _answer(self, pc: RTCPeerConnection) -> str:
        await pc.setLocalDescription(await pc.createAnswer())
        return pc.localDescription.sdp

    def _connection(self) -> RTCPeerConnection:
        pc = client.connection()
        self._all.append(pc)
        return pc


if __name__ == "__main__":
    asyncio.run(orders.serve(Stock().handle))
