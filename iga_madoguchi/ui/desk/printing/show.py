"""What a clerk reads about the branch's printer: pure, Japanese only."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.forms.views import FinishedView
from iga_madoguchi.domain.printing.lifecycle import OPEN
from iga_madoguchi.domain.printing.sheets import Text, sheet
from iga_madoguchi.domain.printing.views import BranchPrinting, JobView
from iga_madoguchi.domain.printing.words import DETAILS
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja.office import (
    MEMO_TITLE,
    PRINT_GOES_ON,
    PRINT_KINDS,
    PRINT_STATES,
    PRINTER_NONE,
)


class Job(TypedDict):
    """One job; `tone` is wait, good or bad. What hinders it is said first."""

    id: str
    name: str
    state: str
    more: str
    tone: str
    again: bool
    stoppable: bool


class Finished(TypedDict):
    """A form that is done, by name and time."""

    id: str
    name: str


def finished(view: FinishedView) -> Finished:
    return {"id": view.id, "name": f"{view.form.title.ja}　{local(view.finished_at):%H:%M}"}


def job(view: JobView) -> Job:
    under_way, detail = view.state in OPEN, DETAILS.get(view.detail, "")
    hindered = under_way and detail != ""
    bad = hindered or view.state in ("failed", "lost")
    return {
        "id": view.id,
        "name": f"{local(view.ordered_at):%H:%M}　{PRINT_KINDS.get(view.kind, '')}",
        "state": detail if hindered else PRINT_STATES[view.state],
        "more": PRINT_GOES_ON if hindered else detail and f"{detail}。",
        "tone": "bad" if bad else ("wait" if under_way else "good"),
        "again": view.again,
        "stoppable": view.stoppable,
    }


def none_yet(view: BranchPrinting) -> str:
    """Who can do what, where no printer is set up; empty where there is one."""
    return "" if view.printer is not None else PRINTER_NONE.format(branch=view.branch_name)


def memo(text: str, department: str, now: datetime) -> str:
    """The sheet of a memo; paragraphs as the clerk wrote them."""
    at = local(now)
    note = f"{department}　{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    return sheet(MEMO_TITLE, [Text(text, "large")], note=note)
