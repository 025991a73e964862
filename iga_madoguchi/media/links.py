"""Turns the silence of single connections into one word per participant and leg: lost, or back."""

from __future__ import annotations

from iga_madoguchi.domain.calls.ports import Leg, MediaEvents

Key = tuple[str, Leg]  # participant, leg


class Links:
    """What is down in one call. A link without a connection stays down until another one delivers."""

    def __init__(self, call: str, events: MediaEvents) -> None:
        self._call, self._events = call, events
        self._down: dict[Key, set[str]] = {}  # ids of silent connections; "" for one that ended

    def presume(self, key: Key) -> None:
        """It is known to be down already; the next connection that delivers brings it back."""
        self._down[key] = {""}

    def lost(self, key: Key, peer: str) -> None:
        if key not in self._down:
            self._down[key] = set()
            self._events.link_lost(self._call, *key)
        self._down[key].add(peer)

    def works(self, key: Key, peer: str) -> None:
        """This connection delivers, and stands in for one that ended."""
        causes = self._down.get(key)
        if causes is None:
            return
        causes -= {peer, ""}
        if not causes:
            del self._down[key]
            self._events.link_back(self._call, *key)

    def replaced(self, key: Key, peer: str) -> None:
        """A better connection took its place: whatever was wrong with this one no longer matters."""
        self.works(key, peer)

    @property
    def unheard(self) -> frozenset[str]:
        """The participants of whom the relay hears nothing."""
        return frozenset(participant for participant, leg in self._down if leg == "publish")

    def clear(self, participant: str) -> None:
        """Whatever was down of this participant will not come back."""
        self._down = {key: causes for key, causes in self._down.items() if key[0] != participant}

    def forget(self, key: Key, peer: str) -> None:
        """The connection was ended on purpose; nobody waits for it."""
        causes = self._down.get(key)
        if causes is not None:
            causes.discard(peer)
            if not causes:
                del self._down[key]
