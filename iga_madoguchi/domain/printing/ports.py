"""What printing needs from the outside: a typesetter for documents, and a way to speak to printers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Media = Literal["A4", "A5"]
JobState = Literal["waiting", "printing", "stopped", "done", "failed", "cancelled"]
PrinterState = Literal["idle", "printing", "stopped"]
REASONS = (
    "paper.empty",
    "paper.jam",
    "tray.missing",
    "cover.open",
    "output.full",
    "toner.empty",
    "paused",
    "offline",
    "other",
    "toner.low",
    "paper.low",
)
"""What a printer may complain of, the worst first. The last ones do not stop it."""
HARMLESS = ("toner.low", "paper.low")


@dataclass(frozen=True)
class PrinterReport:
    """`reasons` are of REASONS, the worst first; `pdf`: it prints PDF as it is, on `media`."""

    state: PrinterState
    reasons: tuple[str, ...] = ()
    pdf: bool = True
    media: tuple[Media, ...] = ("A4", "A5")


@dataclass(frozen=True)
class JobReport:
    """How one of its jobs is; `reasons` are what the printer complains of meanwhile."""

    state: JobState
    reasons: tuple[str, ...] = ()


class Typesetter(Protocol):
    """Makes a PDF of our own HTML, in a process of its own; blocks long, so call it with `offload_slow`."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Debian packages without which nothing can be typeset."""
        ...

    def pdf(self, html: str) -> bytes:
        """The document. Nothing that it names is fetched.

        Raises Unavailable `printing.typesetter.missing` (with `package`) or `printing.typesetter.failed`,
        InvalidInput `printing.document.too_large`.
        """
        ...


class PrintService(Protocol):
    """Speaks to printers; no answer takes longer than some seconds.

    All raise Unavailable `printing.printer.unreachable|untrusted`, or `printing.printer.refused` (with
    `status`).
    """

    async def submit(self, uri: str, pdf: bytes, job_name: str, media: Media = "A4") -> int:
        """Hand a document over; the printer's own number for it. `job_name` may be seen by anybody.

        Raises also Unavailable `printing.printer.no_pdf` or `printing.printer.no_media` when it cannot print
        this as it is, and `printing.printer.busy` when it has to finish something else first.
        """
        ...

    async def state(self, uri: str, remote_id: int) -> JobReport:
        """Raises also NotFound `printing.remote.unknown`."""
        ...

    async def printer(self, uri: str) -> PrinterReport: ...

    async def cancel(self, uri: str, remote_id: int) -> None:
        """Ask the printer to drop a job; what is over already stays so."""
        ...
