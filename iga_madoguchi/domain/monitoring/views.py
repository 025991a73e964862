"""The bureau's overview; states and times, never content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from iga_madoguchi.domain.calls.views import CallView, DepartmentState
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
class Overview:
    """`problems` are the tiles that need somebody: enrolled kiosks and desks that cannot be reached.

    `alone`: there are other servers, and this one cannot tell them anything. `log_bent`: the last check found
    the operation log otherwise than it was written.
    """

    checked_at: datetime
    tiles: tuple[Tile, ...]
    departments: tuple[DepartmentState, ...]
    open_calls: tuple[CallView, ...]
    calls_today: int
    average_wait_s: float | None
    longest_wait_s: float | None
    alone: bool = False
    log_bent: bool = False

    @property
    def problems(self) -> tuple[Tile, ...]:
        return tuple(tile for tile in self.tiles if tile.state == "offline" and tile.needed)
