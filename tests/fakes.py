"""Stand-ins for what a test must steer: the clock and the moment at which a terminal was last seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.kit.hub import Hub

TUESDAY_NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 12:00 in Iga


class FakeClock:
    """A clock that moves only when told."""

    def __init__(self, start: datetime = TUESDAY_NOON) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, **span: float) -> None:
        self._now += timedelta(**span)


class SteeredPresence(Presence):
    """Presence whose absences are set instead of waited for; seconds, 0 = connected."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self.absent: dict[str, float] = {}

    def offline_for(self, terminal_id: str) -> float:
        return self.absent.get(terminal_id, 0.0)


class RecordingHub(Hub):
    """Keeps what was published, in order, without a loop."""

    def __init__(self) -> None:
        super().__init__()
        self.published: list[tuple[str, object]] = []

    def publish(self, topic: str, payload: object = None) -> None:
        self.published.append((topic, payload))
        for listener in self._listeners.get(topic, ()):
            listener(payload)
