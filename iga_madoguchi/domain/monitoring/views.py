"""What the bureau sees; states and times, never content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from iga_madoguchi.domain.calls.views import CallView, DepartmentState
from iga_madoguchi.domain.monitoring.checks import BY_ID, Cause
from iga_madoguchi.domain.monitoring.policy import WORST_FIRST, Status
from iga_madoguchi.domain.terminals.views import Spot, TerminalKind

TileState = Literal["ready", "in_call", "away", "offline", "never"]


@dataclass(frozen=True)
class Tile:
    """One terminal. `never`: not yet enrolled; `offline`: enrolled, but no page of it is connected.

    `spot`: where a branch lies on the map. `tested`: its last good self-test, or
    what failed in the last one.
    """

    id: str
    name: str
    kind: TerminalKind
    state: TileState
    partner: str
    enrolled_at: datetime | None
    spot: Spot | None = None
    tested: str = ""

    @property
    def needed(self) -> bool:
        """Whether residents need it to be served; the branch staff's own screen may be switched off."""
        return self.kind in ("branch", "desk")


@dataclass(frozen=True)
class Finding:
    """What one look saw of one cause. With a `value` and `ok`, the check's limits say what it means.

    `words` fill the sentences: names of places and parts and what was found, never of people. `counts`: False
    where waiting for it to be known keeps nobody from saying that all is well.
    """

    cause: Cause
    seen: Status
    value: float | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    counts: bool = True


@dataclass(frozen=True)
class CheckView:
    """One cause as it is believed to be, and since when."""

    cause: Cause
    status: Status
    value: float | None
    words: Mapping[str, str]
    since: datetime
    counts: bool = True

    @property
    def needed(self) -> bool:
        return self.counts and BY_ID[self.cause.check].needed


@dataclass(frozen=True)
class Acknowledged:
    """Somebody has seen it and says what they do."""

    at: datetime
    by: str
    comment: str


@dataclass(frozen=True)
class IncidentView:
    """One fault from its beginning to its end. `id` is None while it could not be written down."""

    id: int | None
    cause: Cause
    raised_at: datetime
    worst: Status
    words: Mapping[str, str]
    status: Status = Status.BAD
    recovered_at: datetime | None = None
    acknowledged: Acknowledged | None = None


@dataclass(frozen=True)
class Standing:
    """What the lookout knows. `looked_at` None: it has not looked yet, or not for too long.

    `incidents` are the open ones, the worst first: what hampers residents now, what nobody has seen yet.
    """

    looked_at: datetime | None = None
    checks: tuple[CheckView, ...] = ()
    incidents: tuple[IncidentView, ...] = ()

    def worst(self, *ids: str) -> CheckView | None:
        """The worst of these checks, None when nothing is known of any."""
        found = [view for view in self.checks if view.cause.check in ids]
        return min(found, key=lambda view: WORST_FIRST.index(view.status), default=None)

    def of(self, id_: str, subject: str = "") -> CheckView | None:
        wanted = Cause(id_, subject)
        return next((view for view in self.checks if view.cause == wanted), None)

    @property
    def unknown(self) -> tuple[CheckView, ...]:
        """What must be known before anybody may say that all is well, and is not."""
        return tuple(view for view in self.checks if view.needed and view.status == Status.UNKNOWN)


@dataclass(frozen=True)
class Point:
    """A measure over a span that begins at `at`: its least, its mean and its greatest value."""

    at: datetime
    least: float
    mean: float
    greatest: float


@dataclass(frozen=True)
class Overview:
    """Today's waits are from touch to answer, in seconds."""

    checked_at: datetime
    tiles: tuple[Tile, ...]
    departments: tuple[DepartmentState, ...]
    open_calls: tuple[CallView, ...]
    calls_today: int
    average_wait_s: float | None
    longest_wait_s: float | None
    standing: Standing

    @property
    def never(self) -> int:
        """How many needed terminals nobody has enrolled yet."""
        return sum(tile.state == "never" for tile in self.tiles if tile.needed)
