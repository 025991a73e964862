"""The relay itself, on the loop it is started on: plain data in, plain data out, no process and no HTTP."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from dataclasses import replace

from iga_madoguchi.domain.calls.ports import Leg, MediaEvents, MediaResource, MediaStats
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.media.config import MediaConfig
from iga_madoguchi.media.peer import Peer
from iga_madoguchi.media.publisher import Publisher
from iga_madoguchi.media.room import Room
from iga_madoguchi.media.sdp import parse_offer
from iga_madoguchi.media.sockets import PortPool
from iga_madoguchi.media.viewer import Viewer

log = logging.getLogger(__name__)

CALL_LIMIT = 32  # connections of one call; three people who all reconnect need 18
ROOM_LIMIT = 1000  # calls with a gate but nobody in them; the oldest are forgotten


class Relay:
    """Implements the MediaRelay port."""

    def __init__(self, config: MediaConfig, events: MediaEvents) -> None:
        self._events = events
        self._pool = PortPool(config)
        self._rooms: dict[str, Room] = {}
        self._peers: dict[str, tuple[Peer, Room]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._gone = MediaStats()
        self._running = False

    @property
    def running(self) -> bool:
        return self._running

    async def start(self) -> None:
        """Nothing is opened before the first offer."""
        self._running = True

    async def stop(self) -> None:
        self._running = False
        for call in list(self._rooms):
            await self.close_call(call)
        await asyncio.gather(*self._closing)

    async def publish(self, call: str, participant: str, offer: str) -> MediaResource:
        parsed = parse_offer(offer)
        return self._admit(call, lambda room, sockets: Publisher(participant, parsed, sockets, room))

    async def watch(self, call: str, viewer: str, publisher: str, offer: str) -> MediaResource:
        parsed = parse_offer(offer)
        return self._admit(call, lambda room, sockets: Viewer(viewer, publisher, parsed, sockets, room))

    async def close(self, resource: str) -> bool:
        found = self._peers.get(resource)
        if found is None:
            return False
        peer, room = found
        room.leave(peer)
        await self._dispose(peer)
        return True

    async def set_gate(
        self, call: str, open_participants: frozenset[str], without_paper: frozenset[str] = frozenset()
    ) -> None:
        self._room(call).set_gate(open_participants, without_paper)

    async def prepare(self, call: str) -> None:
        room = self._rooms.get(call)
        if room is not None:
            room.prepare()

    def unheard(self, call: str) -> frozenset[str]:
        room = self._rooms.get(call)
        return room.unheard if room is not None else frozenset()

    async def close_call(self, call: str) -> None:
        room = self._rooms.pop(call, None)
        if room is not None:
            await asyncio.gather(*(self.close(peer.id) for peer in list(room.peers)))

    async def close_participant(self, call: str, participant: str) -> None:
        room = self._rooms.get(call)
        if room is not None:
            mine = [peer for peer in room.peers if peer.participant == participant]
            room.forget(participant)
            await asyncio.gather(*(self.close(peer.id) for peer in mine))

    def presume_lost(self, call: str, participant: str, leg: Leg) -> None:
        """This link was reported lost before the relay began; say so when it is back."""
        self._room(call).presume_lost(participant, leg)

    def stats(self) -> MediaStats:
        total = self._gone
        for peer, _ in self._peers.values():
            total = _plus(total, peer)
        calls = sum(1 for room in self._rooms.values() if room.peers)
        return replace(total, peers=len(self._peers), calls=calls)

    def _admit(
        self, call: str, make: Callable[[Room, list[socket.socket]], Publisher | Viewer]
    ) -> MediaResource:
        room = self._room(call)
        if len(room.peers) >= CALL_LIMIT:
            raise Unavailable("media.call.full", limit=CALL_LIMIT)
        sockets = self._pool.take()
        try:
            peer = make(room, sockets)
        except BaseException:
            self._pool.give_back(sockets)
            raise
        self._peers[peer.id] = (peer, room)
        room.enter(peer)
        return MediaResource(peer.id, peer.answer)

    def _room(self, call: str) -> Room:
        room = self._rooms.get(call)
        if room is None:
            if len(self._rooms) >= ROOM_LIMIT:
                empty = next((name for name, found in self._rooms.items() if not found.peers), None)
                if empty is None:
                    raise Unavailable("media.call.full", limit=ROOM_LIMIT)
                del self._rooms[empty]
            room = self._rooms[call] = Room(call, self._events, self._drop)
        return room

    def _drop(self, peer: Peer) -> None:
        task = asyncio.create_task(self._dispose(peer), name="media peer closing")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _dispose(self, peer: Peer) -> None:
        """Close a peer exactly once and take its port back."""
        if self._peers.pop(peer.id, None) is None:
            return
        self._gone = _plus(self._gone, peer)
        self._pool.give_back(await peer.close())


def _plus(stats: MediaStats, peer: Peer) -> MediaStats:
    packets_out, bytes_out = peer.sent
    return replace(
        stats,
        packets_in=stats.packets_in + peer.packets_in,
        packets_out=stats.packets_out + packets_out,
        bytes_in=stats.bytes_in + peer.bytes_in,
        bytes_out=stats.bytes_out + bytes_out,
        foreign_dropped=stats.foreign_dropped + peer.foreign,
    )
