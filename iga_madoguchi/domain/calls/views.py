"""Calls as screens, routes and the relay's keeper may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypedDict

from iga_madoguchi.domain.calls.lifecycle import ON
from iga_madoguchi.domain.power.views import Standing
from iga_madoguchi.domain.terminals.views import WordsByLanguage

PeerKind = Literal["branch", "desk", "interpreter", "observer"]
Availability = Literal["open", "busy", "away", "closed", "offline"]


@dataclass(frozen=True)
class DepartmentState:
    """A department and whether somebody can answer there; the moments only where they mean something.

    `closed_for` is the name of the holiday, "" when it is only the hour.
    `waiting` counts everybody who waits at its desks, also for another department answered there.
    """

    id: str
    name: str
    examples: str
    icon: str
    phone: str
    state: Availability
    busy_since: datetime | None
    free_at: datetime | None
    opens_at: datetime | None
    closed_for: str
    waiting: int
    words: WordsByLanguage = field(default_factory=dict, hash=False)

    @property
    def callable(self) -> bool:
        return self.state in ("open", "busy")


@dataclass(frozen=True)
class Peer:
    """Somebody else in the call: participant id, its name on this screen, and whether it has joined."""

    participant: str
    name: str
    kind: PeerKind
    joined: bool


@dataclass(frozen=True)
class ObserverView:
    """The bureau's seat in a call: asked for or joined, why, and who has agreed so far."""

    participant: str
    name: str
    reason: str
    joined: bool
    desk_agreed: bool
    branch_agreed: bool


@dataclass(frozen=True)
class VigilView:
    """A vigil from one of its two terminals. `asked`: this one is to say yes or no.

    `own_call`: it is suspended because of this terminal's own call.
    """

    id: str
    me: str
    other: str
    other_name: str
    other_kind: Literal["branch", "desk"]
    on: bool
    asked: bool
    own_call: bool
    suspended: bool
    begun_at: datetime | None


@dataclass(frozen=True)
class NoteView:
    """What a desk wrote for the next one."""

    at: datetime
    author: str
    place: str
    text: str


@dataclass(frozen=True)
class PlannedStop:
    """One department of a visit with several matters."""

    id: str
    name: str
    state: Literal["done", "now", "next"]


@dataclass(frozen=True)
class Route:
    """The order of departments that waits least; `minutes` of it in all, None when the history is short."""

    stops: tuple[str, ...]
    minutes: int | None


@dataclass(frozen=True)
class Matter:
    """The procedure that a resident comes for, as it was when it was chosen; `name` is the Japanese one."""

    id: str
    version: int
    name: str


@dataclass(frozen=True)
class CallView:
    """One call from one participant's seat. `ahead` is the number of people before this one at its desk.

    `estimate` is the wait in minutes, None when the history is too short to say.
    `seat` is the terminal that looks, `kind` its part (branch, desk, interpreter). `returned`: nobody took
    the transfer. Notes are for desks only. `plan` is empty for a visit with one matter.
    """

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
    estimate: int | None
    peers: tuple[Peer, ...]
    seat: str
    kind: str
    priority: str
    parked: str
    from_department: str
    returned: bool
    notes: tuple[NoteView, ...]
    observer: ObserverView | None = None
    plan: tuple[PlannedStop, ...] = ()
    branch_phone: str = ""
    department_phone: str = ""
    matter: Matter | None = None

    @property
    def guest(self) -> bool:
        """Whether this terminal was asked to join somebody else's call."""
        return bool(self.me) and self.seat not in (self.branch_id, self.desk_id) and self.state in ON


@dataclass(frozen=True)
class Attendance:
    """A terminal's part in a call that is on: the owner's desk, the resident's branch, or a third."""

    call_id: str
    department_id: str
    participant: str
    role: Literal["desk", "branch", "guest"]


@dataclass(frozen=True)
class Askable:
    """A terminal that might join a call as a third, and whether it can at this moment."""

    id: str
    name: str
    kind: Literal["branch", "desk"]
    free: bool


@dataclass(frozen=True)
class HelpView:
    """Somebody of the branch is wanted beside the resident; `seen` once they have said that they come."""

    at: datetime
    seen: bool


@dataclass(frozen=True)
class KioskView:
    """Everything that is shown at a branch, to the resident and to its own staff.

    `call` is its own open call, or one it has joined as a guest; `asked` one that wants it to join.
    """

    branch_id: str
    branch_name: str
    departments: tuple[DepartmentState, ...]
    call: CallView | None
    power: Standing
    asked: CallView | None = None
    help: HelpView | None = None
    branch_words: WordsByLanguage = field(default_factory=dict, hash=False)

    @property
    def closed(self) -> bool:
        return bool(self.departments) and all(department.state == "closed" for department in self.departments)


@dataclass(frozen=True)
class BesideView:
    """What stands beside the terminal's own business.

    `call` is the one that is on here, `observer` who looks into it, `decides` whether this side is asked.
    `bench` are the tickets it will ring for, `turn` the one it rings for now, 0 for none.
    """

    call: str
    observer: ObserverView | None
    decides: bool
    bench: tuple[CallView, ...]
    turn: int
    vigil: VigilView | None


@dataclass(frozen=True)
class DeskView:
    """Everything a desk shows: the call that rings here, those who wait, the call that is on.

    `ringing` may also be a colleague's call that wants this desk to join; `parked` are tickets to call back.
    """

    desk_id: str
    desk_name: str
    departments: tuple[str, ...]
    away: bool
    ringing: CallView | None
    call: CallView | None
    waiting: tuple[CallView, ...]
    parked: tuple[CallView, ...]
    others: tuple[DepartmentState, ...]


@dataclass(frozen=True)
class MediaGrant:
    """Permission for one participant; `open_participants` are those between whom media may flow now."""

    call: str
    participant: str
    open_participants: frozenset[str]


class Answered(TypedDict):
    """What opens at an answer, told with it: nobody who waits for a face waits for a look at the database."""

    call: str
    participants: list[str]


@dataclass(frozen=True)
class OpenGate:
    """Between whom media may flow now, who of them sees no paper, and who may prepare (`seated`)."""

    participants: frozenset[str]
    without_paper: frozenset[str]
    seated: frozenset[str]
