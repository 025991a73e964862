"""Alerts as screens, couriers and means may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import IncidentView

Event = Literal["raised", "worse", "over", "drill"]
LetterEvent = Literal["raised", "worse", "over", "drill", "digest"]
SendingState = Literal["waiting", "sent", "given_up"]
Item = Mapping[str, str | bool | None | list[str]]


@dataclass(frozen=True)
class Waiting:
    """An alert that one means has not told yet. Of a drill there is no incident."""

    alert_id: int
    event: Event
    urgent: bool
    held: bool
    tries: int
    queued_at: datetime
    next_at: datetime
    incident: IncidentView | None


@dataclass(frozen=True)
class Batch:
    """What goes out together: one alert, or several as one digest; the most urgent first.

    `alert_ids`: all that is told with it, also what has been overtaken by something newer of the same cause.
    """

    told: tuple[Waiting, ...]
    alert_ids: tuple[int, ...]

    @property
    def drill(self) -> bool:
        return self.told[0].event == "drill"


@dataclass(frozen=True)
class Letter:
    """What a means tells. `level`: the worst that is open now, ok when nothing is; `id` stays with a retry.

    `event` is that of the only alert, or digest.
    """

    id: str
    event: LetterEvent
    at: datetime
    urgent: bool
    level: Status
    open: int
    subject: str
    body: str
    items: tuple[Item, ...]
    more: int = 0

    @property
    def drill(self) -> bool:
        return self.event == "drill"


@dataclass(frozen=True)
class MeansView:
    """How one means does. `failing`: what was tried last did not arrive. `waits`: what has not gone out."""

    name: str
    failing: bool
    worked_at: datetime | None
    failed_at: datetime | None
    fault: str
    detail: str
    waits: int


@dataclass(frozen=True)
class SendingView:
    """One alert by one means."""

    alert_id: int
    means: str
    event: Event
    state: SendingState
    held: bool
    tries: int
    queued_at: datetime
    next_at: datetime
    tried_at: datetime | None
    fault: str
    detail: str
    incident: IncidentView | None
