"""Which of several connections of one participant counts: the one that delivers first, and only that one."""

from __future__ import annotations

from typing import Generic, TypeVar

from iga_madoguchi.media.peer import Peer

P = TypeVar("P", bound=Peer)

PENDING_LIMIT = 4  # connections waiting to replace the present one; the browser tries twice a second


class Race(Generic[P]):
    """The present connection and those that want to replace it. Every method returns the losers to close."""

    def __init__(self) -> None:
        self.current: P | None = None
        self.pending: list[P] = []

    def __bool__(self) -> bool:
        return self.current is not None or bool(self.pending)

    def enter(self, peer: P) -> list[P]:
        """A new connection: the present one if there is none, else it must deliver first."""
        if self.current is None:
            self.current = peer
            return []
        self.pending.append(peer)
        return [self.pending.pop(0)] if len(self.pending) > PENDING_LIMIT else []

    def delivered(self, peer: P) -> list[P]:
        """It wins if it was waiting; the present one and all others lose."""
        if peer not in self.pending:
            return []
        losers = [p for p in (self.current, *self.pending) if p is not None and p is not peer]
        self.current, self.pending = peer, []
        return losers

    def returned(self, peer: P) -> list[P]:
        """The present one was silent and talks again before any other did: nothing needs replacing."""
        if peer is not self.current:
            return []
        losers, self.pending = self.pending, []
        return losers

    def leave(self, peer: P) -> None:
        """A connection ended; the oldest that waits takes an empty place."""
        if peer in self.pending:
            self.pending.remove(peer)
        elif peer is self.current:
            self.current = self.pending.pop(0) if self.pending else None
