"""Calls as screens, routes and the relay's keeper may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Availability = Literal["open", "busy", "away", "closed", "offline"]


@dataclass(frozen=True)
class DepartmentState:
    """A department and whether somebody can answer there; the moments only where they mean something.

    `waiting` counts everybody who waits at its desks, also for another department answered there.
    """

    id: str
    name: str
    examples: str
    icon: str
    phone: str
    state: Availability
    busy_since: datetime | None
    opens_at: datetime | None
    waiting: int

    @property
    def callable(self) -> bool:
        return self.state in ("open", "busy")


@dataclass(frozen=True)
class Peer:
    """The other side: its participant id and what it is called on this screen."""

    participant: str
    name: str
    kind: Literal["branch", "desk"]


@dataclass(frozen=True)
class CallView:
    """One call from one participant's seat. `ahead` is the number of people before this one at its desk."""

    id: str
    ticket: int
    state: str
    me: str
    branch_id: str
    branch_name: str
    department_id: str
    department_name: str
    desk_id: str
    staff_name: str
    needs: tuple[str, ...]
    language: str
    placed_at: datetime
    rang_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    decline_reason: str
    ahead: int
    peers: tuple[Peer, ...]


@dataclass(frozen=True)
class KioskView:
    """Everything a branch terminal shows. `call` is the open call of this branch, if any."""

    branch_id: str
    branch_name: str
    departments: tuple[DepartmentState, ...]
    call: CallView | None

    @property
    def closed(self) -> bool:
        return bool(self.departments) and all(department.state == "closed" for department in self.departments)


@dataclass(frozen=True)
class DeskView:
    """Everything a desk shows: the call that rings here, those who wait, the call that is on."""

    desk_id: str
    desk_name: str
    departments: tuple[str, ...]
    away: bool
    ringing: CallView | None
    call: CallView | None
    waiting: tuple[CallView, ...]
    others: tuple[DepartmentState, ...]


@dataclass(frozen=True)
class MediaGrant:
    """Permission for one participant; `open_participants` are those between whom media may flow now."""

    call: str
    participant: str
    open_participants: frozenset[str]
