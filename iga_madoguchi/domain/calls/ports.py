"""What a call needs from the outside: a relay for pictures and voice, and an ear for lost links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Leg = Literal["publish", "watch"]


@dataclass(frozen=True)
class MediaResource:
    """One WHIP or WHEP resource: an unguessable id and the SDP answer."""

    id: str
    answer: str


@dataclass(frozen=True)
class MediaStats:
    """Counters of the relay since its start; `peers` and `calls` are the present numbers."""

    peers: int = 0
    calls: int = 0
    packets_in: int = 0
    packets_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    foreign_dropped: int = 0
    restarts: int = 0


class MediaEvents(Protocol):
    """Called by the relay on the main loop; must not block."""

    def link_lost(self, call: str, participant: str, leg: Leg) -> None:
        """At least one second passed without RTP, RTCP or STUN from a peer that should send."""

    def link_back(self, call: str, participant: str, leg: Leg) -> None: ...


class MediaRelay(Protocol):
    """Forwards media between the participants of a call. All coroutines run on the main loop.

    Errors: InvalidInput `media.sdp.malformed|too_large|no_fingerprint|too_many_sections`,
    Unavailable `media.ports.exhausted`, `media.unavailable`.
    """

    @property
    def running(self) -> bool: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def publish(self, call: str, participant: str, offer: str) -> MediaResource:
        """Take a participant's audio, face and paper (m-lines 0, 1, 2). Replaces an older publication once
        the new one delivers."""
        ...

    async def watch(self, call: str, viewer: str, publisher: str, offer: str) -> MediaResource:
        """Send `publisher`'s three tracks to `viewer`; the publisher may come before or after."""
        ...

    async def close(self, resource: str) -> bool:
        """End one resource; False if it is not known."""
        ...

    async def set_gate(
        self, call: str, open_participants: frozenset[str], without_paper: frozenset[str] = frozenset()
    ) -> None:
        """Let media flow among these participants only; everybody else's is held back.

        Those `without_paper` get voices and faces, never anybody's paper.
        """
        ...

    async def prepare(self, call: str) -> None:
        """The gate will probably open in a moment; a hint that opens nothing and may come in vain."""
        ...

    def unheard(self, call: str) -> frozenset[str]:
        """The participants whose publication was reported lost and is not back."""
        ...

    async def close_call(self, call: str) -> None: ...

    async def close_participant(self, call: str, participant: str) -> None: ...

    def stats(self) -> MediaStats: ...
