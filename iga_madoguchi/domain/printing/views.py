"""What other rooms may know of printers and print jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["guide", "form", "memo", "slip"]
KINDS: tuple[Kind, ...] = ("guide", "form", "memo", "slip")


@dataclass(frozen=True)
class PrinterView:
    branch_id: str
    branch_name: str
    uri: str
    name: str


@dataclass(frozen=True)
class JobView:
    """One job. `again`: its document is still here; `stoppable`: it can still be cancelled."""

    id: str
    branch_id: str
    kind: str
    state: str
    detail: str
    ordered_at: datetime
    finished_at: datetime | None
    again: bool
    stoppable: bool


@dataclass(frozen=True)
class BranchPrinting:
    """A branch's printer, None when none is set up, and the latest jobs, newest first."""

    branch_id: str
    branch_name: str
    printer: str | None
    jobs: tuple[JobView, ...]


@dataclass(frozen=True)
class Errand:
    """What must be done about an open job: `uri` is empty when its branch has no printer any more,
    `remote_id` is known once the printer has it."""

    job_id: str
    branch_id: str
    uri: str
    state: str
    ordered_at: datetime
    remote_id: int | None
    detail: str
