"""One call inside the relay: who publishes, who watches, between whom the gate is open."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from iga_madoguchi.domain.calls.ports import Leg, MediaEvents
from iga_madoguchi.media.links import Key, Links
from iga_madoguchi.media.peer import Ending, Peer
from iga_madoguchi.media.publisher import Publisher
from iga_madoguchi.media.race import Race
from iga_madoguchi.media.sink import Sink
from iga_madoguchi.media.source import Source
from iga_madoguchi.media.viewer import Viewer

log = logging.getLogger(__name__)

PAPER = ("video", 1)  # the second picture that somebody sends


class Room:
    """Wires the sources of each publisher to the sinks of its viewers. `drop(peer)` closes a peer for us."""

    def __init__(self, call: str, events: MediaEvents, drop: Callable[[Peer], None]) -> None:
        self.call = call
        self.gate: frozenset[str] = frozenset()
        self.without_paper: frozenset[str] = frozenset()
        self.peers: set[Peer] = set()
        self._links = Links(call, events)
        self._drop = drop
        self._publishers: dict[str, Race[Publisher]] = {}
        self._viewers: dict[tuple[str, str], Race[Viewer]] = {}

    def enter(self, peer: Publisher | Viewer) -> None:
        """A new connection asks to publish or to watch."""
        self.peers.add(peer)
        if isinstance(peer, Publisher):
            self._dismiss(self._publishers.setdefault(peer.participant, Race()).enter(peer))
        else:
            key = (peer.participant, peer.publisher)
            self._dismiss(self._viewers.setdefault(key, Race()).enter(peer))
        self._wire()

    def leave(self, peer: Peer) -> None:
        """A connection was ended on purpose, by its owner or by the call."""
        self._links.forget(_key(peer), peer.id)
        self._remove(peer)

    def set_gate(self, participants: frozenset[str], without_paper: frozenset[str]) -> None:
        self.gate, self.without_paper = participants, without_paper
        self._wire()

    def prepare(self) -> None:
        """The gate will open in a moment: let key frames come."""
        for publishing in self._publishers.values():
            for source in publishing.current.sources.values() if publishing.current is not None else ():
                source.prepare()

    def forget(self, participant: str) -> None:
        """A participant left the call: nobody waits for a link of theirs."""
        self._links.clear(participant)

    @property
    def unheard(self) -> frozenset[str]:
        return self._links.unheard

    def presume_lost(self, participant: str, leg: Leg) -> None:
        self._links.presume((participant, leg))

    # PeerEvents

    def delivered(self, peer: Peer) -> None:
        race = self._race(peer)
        losers = race.delivered(peer) if race is not None else []
        self._dismiss(losers)
        self._links.works(_key(peer), peer.id)
        self._wire()

    def silent(self, peer: Peer) -> None:
        race = self._race(peer)
        if race is not None and race.current is peer:
            self._links.lost(_key(peer), peer.id)

    def returned(self, peer: Peer) -> None:
        race = self._race(peer)
        self._dismiss(race.returned(peer) if race is not None else [])
        self._links.works(_key(peer), peer.id)
        if isinstance(peer, Viewer):
            peer.refresh()

    def ended(self, peer: Peer, why: Ending) -> None:
        if peer not in self.peers:
            return
        log.info("peer=%s x %s leg=%s", peer.name, why, peer.leg)
        race = self._race(peer)
        was_current = race is not None and race.current is peer
        if was_current and peer.has_delivered:
            self._links.lost(_key(peer), "")
        self._links.forget(_key(peer), peer.id)
        self._remove(peer)
        self._drop(peer)

    def _dismiss(self, losers: Sequence[Peer]) -> None:
        for peer in losers:
            self._links.replaced(_key(peer), peer.id)
            self.peers.discard(peer)
            peer.hush()
            self._drop(peer)

    def _remove(self, peer: Peer) -> None:
        race = self._race(peer)
        if race is not None:
            race.leave(peer)
        peer.hush()
        self.peers.discard(peer)
        self._publishers = {key: found for key, found in self._publishers.items() if found}
        self._viewers = {key: found for key, found in self._viewers.items() if found}
        self._wire()

    def _race(self, peer: Peer) -> Race[Any] | None:
        if isinstance(peer, Viewer):
            return self._viewers.get((peer.participant, peer.publisher))
        return self._publishers.get(peer.participant)

    def _wire(self) -> None:
        """Connect what may flow now; whatever begins to flow begins with a key frame."""
        wanted: dict[Source, list[Sink]] = {}
        for (viewer_name, publisher_name), race in self._viewers.items():
            viewer = race.current
            if viewer is None:
                continue
            publishing = self._publishers.get(publisher_name)
            publisher = publishing.current if publishing is not None else None
            open_ = viewer.connected and {viewer_name, publisher_name} <= self.gate
            for slot, sink in viewer.sinks.items():
                blind = slot == PAPER and viewer_name in self.without_paper
                shown = publisher is not None and open_ and not blind
                source = publisher.sources.get(slot) if publisher is not None and shown else None
                if source is None:
                    sink.detach()
                else:
                    wanted.setdefault(source, []).append(sink)
        for publishing in self._publishers.values():
            for publisher in (publishing.current, *publishing.pending):
                for source in publisher.sources.values() if publisher is not None else ():
                    source.feed(wanted.get(source, []))


def _key(peer: Peer) -> Key:
    return peer.participant, peer.leg
