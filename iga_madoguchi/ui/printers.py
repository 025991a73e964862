"""How a branch's printer is, in words: pure, Japanese only."""

from __future__ import annotations

from iga_madoguchi.domain.printing.ports import HARMLESS, PrinterReport
from iga_madoguchi.domain.printing.words import DETAILS
from iga_madoguchi.errors import DomainError
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.text.ja.office import PRINTER_STATES


def state(report: PrinterReport | DomainError | None) -> str:
    """How the printer is, the worst first; empty when nobody knows."""
    if report is None:
        return ""
    if isinstance(report, DomainError):
        return sentence(report)
    if not report.pdf:
        return DETAILS["printer.no_pdf"]
    said = [DETAILS[reason] for reason in report.reasons]
    if not said or all(reason in HARMLESS for reason in report.reasons):
        said.insert(0, PRINTER_STATES[report.state])
    return "。".join(said)


def hindered(report: PrinterReport | DomainError | None) -> bool:
    if report is None or isinstance(report, DomainError):
        return report is not None
    return not report.pdf or any(reason not in HARMLESS for reason in report.reasons)
