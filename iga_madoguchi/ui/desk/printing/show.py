"""What a clerk reads about the branch's printer: pure, Japanese only."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.printing.lifecycle import OPEN
from iga_madoguchi.domain.printing.ports import HARMLESS, PrinterReport
from iga_madoguchi.domain.printing.sheets import Text, sheet
from iga_madoguchi.domain.printing.views import BranchPrinting, JobView
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.text.ja.office import (
    MEMO_TITLE,
    PRINT_DETAILS,
    PRINT_GOES_ON,
    PRINT_KINDS,
    PRINT_STATES,
    PRINTER_NONE,
    PRINTER_STATES,
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


def job(view: JobView) -> Job:
    under_way, detail = view.state in OPEN, PRINT_DETAILS.get(view.detail, "")
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


def printer(report: PrinterReport | DomainError | None) -> str:
    """How the printer is, the worst first; empty when nobody knows."""
    if report is None:
        return ""
    if isinstance(report, DomainError):
        return sentence(report)
    if not report.pdf:
        return PRINT_DETAILS["printer.no_pdf"]
    said = [PRINT_DETAILS[reason] for reason in report.reasons]
    if not said or all(reason in HARMLESS for reason in report.reasons):
        said.insert(0, PRINTER_STATES[report.state])
    return "。".join(said)


def hindered(report: PrinterReport | DomainError | None) -> bool:
    if report is None or isinstance(report, DomainError):
        return report is not None
    return not report.pdf or any(reason not in HARMLESS for reason in report.reasons)


def none_yet(view: BranchPrinting) -> str:
    """Who can do what, where no printer is set up; empty where there is one."""
    return "" if view.printer is not None else PRINTER_NONE.format(branch=view.branch_name)


def memo(text: str, department: str, now: datetime) -> str:
    """The sheet of a memo; paragraphs as the clerk wrote them."""
    at = local(now)
    note = f"{department}　{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    return sheet(MEMO_TITLE, [Text(text, "large")], note=note)
