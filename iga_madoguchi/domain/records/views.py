"""Records, search results and statistics as screens, sheets and files may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from iga_madoguchi.domain.calls.views import NoteView
from iga_madoguchi.domain.records.policy import FACES
from iga_madoguchi.errors import Conflict

RecordState = Literal["blank", "draft", "finished"]
Dimension = Literal["branch", "department", "matter", "hour", "weekday", "month"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)


@dataclass(frozen=True)
class Draft:
    """Everything that a clerk writes or chooses; text as it was typed. `minutes` None: as measured."""

    memo: str = ""
    procedure_id: str = ""
    procedure_name: str = ""
    procedure_version: int = 0
    result: str = ""
    missing: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    minutes: int | None = None
    resident_name: str = ""


@dataclass(frozen=True)
class Stamp:
    """What tells a newer text from an older one. `seen` is the revision the writer had before, 0 for none.

    `writer` names the page that types, "" for none; `number` counts its saves from 1.
    """

    seen: int
    writer: str = ""
    number: int = 0


@dataclass(frozen=True)
class Saved:
    """The answer to a save. `taken` False: a newer text of the same page stands there already."""

    record_id: int
    revision: int
    at: datetime
    taken: bool


@dataclass(frozen=True)
class RecordView:
    """One record. `state` "blank", `id` 0 and `revision` 0: nothing is written yet.

    `minutes` are what counts: corrected, or `measured` (begun ones count whole, up to now while the call is
    on). `notes` is the hand-over: what desks wrote until the call left this department. `needs_name`: the
    department keeps residents' names. `amended`: earlier texts can be read.
    """

    id: int
    call_id: str
    day: date
    ticket: int
    branch_id: str
    branch_name: str
    department_id: str
    department_name: str
    state: RecordState
    revision: int
    clerk: str
    draft: Draft
    minutes: int
    measured: int
    papers: int
    needs_name: bool
    amended: bool
    notes: tuple[NoteView, ...]
    begun_at: datetime
    saved_at: datetime | None
    saved_by: str
    reason: str
    finished_at: datetime | None


@dataclass(frozen=True)
class RevisionView:
    """An earlier text of a record. `aside`: it was refused, because a newer one stood there."""

    number: int
    aside: bool
    at: datetime
    author: str
    reason: str
    draft: Draft


@dataclass(frozen=True)
class RecordLine:
    """A record in a list. `excerpt` is some of the memo, around the first word that was looked for."""

    id: int
    call_id: str
    day: date
    ticket: int
    branch_name: str
    department_id: str
    department_name: str
    clerk: str
    procedure_name: str
    result: str
    state: RecordState
    resident_name: str
    excerpt: str


@dataclass(frozen=True)
class Wanted:
    """What is looked for; "" and None mean any. All of `words`, divided by spaces, must stand in a record."""

    words: str = ""
    first: date | None = None
    last: date | None = None
    branch_id: str = ""
    department_id: str = ""
    procedure_id: str = ""


@dataclass(frozen=True)
class ResultPage:
    """Some records, newest first; `after` asks for the next ones, 0 when there are none."""

    lines: tuple[RecordLine, ...]
    after: int


@dataclass(frozen=True)
class Unwritten:
    """A talk of which this department has no finished record yet; `record_id` 0: not begun."""

    record_id: int
    call_id: str
    department_id: str
    department_name: str
    day: date
    ticket: int
    branch_name: str


@dataclass(frozen=True)
class MatterView:
    """A procedure that stands in records."""

    id: str
    name: str


@dataclass(frozen=True)
class Assumption:
    """A branch's way to the city hall and back, and how many in a hundred answered calls save it."""

    branch_id: str
    branch_name: str
    km: float
    minutes: int
    share: int


@dataclass(frozen=True)
class Figures:
    """What is counted. Each stay (a call at a department) counts once, a call where it began.

    Waits in minutes, None when nobody was answered; talk in minutes; saved trips, km and hours by assumption.
    """

    calls: int = 0
    stays: int = 0
    answered: int = 0
    abandoned: int = 0
    declined: int = 0
    timeouts: int = 0
    transfers: int = 0
    wait_median: float | None = None
    wait_p90: float | None = None
    talk: float = 0.0
    faces: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(FACES, 0))
    trips: float = 0.0
    km: float = 0.0
    hours: float = 0.0

    @property
    def answers(self) -> int:
        return sum(self.faces.values())

    @property
    def satisfaction(self) -> float | None:
        """Percent of the answers that are good; None without answers."""
        return 100 * self.faces["good"] / self.answers if self.answers else None

    @property
    def talk_mean(self) -> float | None:
        """Minutes of one answered stay; None when there is none."""
        return self.talk / self.answered if self.answered else None


@dataclass(frozen=True)
class StatisticsRow:
    """One branch, department, matter, hour, weekday (0 Monday) or month (yyyymm); `label` is what to show."""

    key: str
    label: str
    figures: Figures


@dataclass(frozen=True)
class Statistics:
    """A period from its first to its last day. `behind`: older calls are still being counted."""

    first: date
    last: date
    total: Figures
    by: Mapping[Dimension, tuple[StatisticsRow, ...]]
    assumptions: tuple[Assumption, ...]
    behind: bool = False


class DraftConflict(Conflict):
    """A text that is not the one the writer saw stands in the record; `now` is the record as it is.

    What was refused is kept beside it as a revision.
    """

    def __init__(self, now: RecordView) -> None:
        super().__init__("records.draft.newer", author=now.saved_by)
        self.now = now
