"""What the reports are made of, for the sheets and for whoever adds to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from iga_madoguchi.domain.audit.seal import Head
from iga_madoguchi.domain.auditing.telling import Told
from iga_madoguchi.domain.records.views import Figures, Statistics
from iga_madoguchi.domain.runs.views import RunView
from iga_madoguchi.domain.selftests.views import Tally
from iga_madoguchi.domain.uptime.service import Period


@dataclass(frozen=True)
class IncidentLine:
    """One incident of a month. `ended`: None while it lasts; `acknowledged`: None for nobody yet."""

    what: str
    began: datetime
    ended: datetime | None
    acknowledged: datetime | None = None


@dataclass(frozen=True)
class Draft:
    """What is known of an incident before somebody reports it; `last` is now while it lasts."""

    id: int
    title: str
    first: datetime
    last: datetime
    done: str


@dataclass(frozen=True)
class Kept:
    """Backups and proofs of a month: how many were done or failed; when the last good one was."""

    what: str
    done: int
    failed: int
    last: datetime | None


@dataclass(frozen=True)
class Monthly:
    """`complete`: the month is over. `checked`: the last check of the operation log in the month."""

    first: date
    last: date
    complete: bool
    statistics: Statistics
    uptime: Period
    tests: tuple[Tally, ...]
    kept: tuple[Kept, ...]
    head: Head
    checked: RunView | None
    events: tuple[Told, ...]
    more_events: int
    incidents: tuple[IncidentLine, ...]
    more_incidents: int


@dataclass(frozen=True)
class Wanted:
    """What somebody says of an incident; `done` and `acknowledged` may be ""."""

    title: str
    first: datetime
    last: datetime
    done: str = ""
    acknowledged: str = ""


@dataclass(frozen=True)
class Incident:
    """One incident on paper. `figures`: the calls of its days, None where no day was counted; `whole_days`
    says that they are of whole days. `noticed`: the first entry that tells of trouble.
    """

    wanted: Wanted
    noticed: datetime | None
    recovered: datetime | None
    figures: Figures | None
    touched: tuple[str, ...]
    events: tuple[Told, ...]
    more_events: int
