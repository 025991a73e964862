"""Terminals and what stands beside them, while the counters are open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.checks import Cause
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import Finding
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.printing.ports import HARMLESS, PrinterReport
from iga_madoguchi.domain.terminals import service as places_service
from iga_madoguchi.domain.terminals.views import TerminalView
from iga_madoguchi.errors import DomainError

NEEDED = ("branch", "desk")
"""Without these a resident is not served; the branch staff's own screen may be switched off."""


def terminals_now(around: Around) -> tuple[list[TerminalView], bool]:
    """The terminals that residents need and somebody has enrolled; whether the counters are open."""
    with around.database.reading() as session:
        found = [place for place in places_service.all_terminals(session) if place.kind in NEEDED]
        is_open = presence.calendar(session).is_open(around.database.clock.now())
    return [place for place in found if place.enrolled_at is not None], is_open


def terminals(around: Around, _now: datetime) -> Iterator[Finding]:
    places, is_open = terminals_now(around)
    for place in places:
        words = {"name": place.name, "kind": place.kind, "phone": phone(place)}
        if not is_open:  # a desk is switched off in the evening, and nobody is kept waiting
            yield Finding(Cause("terminal.silent", place.id), Status.NONE, words={**words, "why": "closed"})
            continue
        seen = Status.OK if around.presence.online(place.id) else Status.BAD
        yield Finding(Cause("terminal.silent", place.id), seen, words=words)


def printers(around: Around, _now: datetime) -> Iterator[Finding]:
    places, is_open = terminals_now(around)
    phones = {place.id: phone(place) for place in places}
    for printer in printing.printers(around.database):
        words = {"name": printer.branch_name, "phone": phones.get(printer.branch_id, "")}
        cause = Cause("printer.hindered", printer.branch_id)
        if not is_open:
            yield Finding(cause, Status.NONE, words={**words, "why": "closed"})
            continue
        seen, detail = _printer(around.gauges.printer(printer.branch_id))
        yield Finding(cause, seen, words={**words, "detail": detail})


def _printer(report: PrinterReport | DomainError | None) -> tuple[Status, str]:
    if report is None:
        return Status.UNKNOWN, ""
    if isinstance(report, DomainError):
        return Status.WARN, report.code.removeprefix("printing.")
    if not report.pdf:
        return Status.WARN, "printer.no_pdf"
    serious = [reason for reason in report.reasons if reason not in HARMLESS]
    return (Status.WARN, serious[0]) if serious else (Status.OK, "")


def phone(place: TerminalView) -> str:
    """Whom to ring up there: its own telephone, else that of a department answered there."""
    if place.phone:
        return place.phone
    return next((department.phone for department in place.departments if department.phone), "")
