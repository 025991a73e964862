"""Speaks IPP with the branches' printers, straight from the server: no spooler, no driver, no file."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit, urlunsplit

import aiohttp

from iga_madoguchi.adapters import ipp_wire as wire
from iga_madoguchi.adapters import trust
from iga_madoguchi.domain.printing.ports import (
    REASONS,
    JobReport,
    JobState,
    Media,
    PrinterReport,
    PrinterState,
)
from iga_madoguchi.errors import NotFound, Unavailable
from iga_madoguchi.kit.tasks import offload

Way: TypeAlias = "ssl.SSLContext | trust.Pinned | bool"

ANSWER_S = 5.0  # s; a printer that is slower is away
SEND_S = 30.0  # s for handing over 20 MiB
ANSWER_LIMIT = 256 * 1024  # bytes
PORT = 631
PATH = "/ipp/print"
USER = "madoguchi"  # printers show and keep it, so it names nobody
PDF = "application/pdf"
MEDIA: dict[Media, str] = {"A4": "iso_a4_210x297mm", "A5": "iso_a5_148x210mm"}

_JOB: dict[int, JobState] = {
    3: "waiting",
    4: "stopped",
    5: "printing",
    6: "stopped",
    7: "cancelled",
    8: "failed",
    9: "done",
}
_PRINTER: dict[int, PrinterState] = {3: "idle", 4: "printing", 5: "stopped"}
_REASON = {
    "media-empty": "paper.empty",
    "media-needed": "paper.empty",
    "media-jam": "paper.jam",
    "media-low": "paper.low",
    "input-tray-missing": "tray.missing",
    "cover-open": "cover.open",
    "door-open": "cover.open",
    "interlock-open": "cover.open",
    "output-area-full": "output.full",
    "output-tray-missing": "output.full",
    "toner-empty": "toner.empty",
    "marker-supply-empty": "toner.empty",
    "toner-low": "toner.low",
    "marker-supply-low": "toner.low",
    "paused": "paused",
    "moving-to-paused": "paused",
    "shutdown": "offline",
    "connecting-to-device": "offline",
    "timed-out": "offline",
}
_ABOUT_PRINTER = (
    "printer-state",
    "printer-state-reasons",
    "document-format-supported",
    "media-supported",
)


class IppPrinters:
    """The PrintService. One request, one connection: printers drop idle ones, and there are few requests."""

    def __init__(self, trusted: Path | None = None) -> None:
        """`trusted`: certificates that `ipps` printers are known by, as `trust.ways` reads them."""
        self._trusted = trusted

    async def submit(self, uri: str, pdf: bytes, job_name: str, media: Media = "A4") -> int:
        able = await self.printer(uri)
        if not able.pdf:
            raise Unavailable("printing.printer.no_pdf")
        if media not in able.media:
            raise Unavailable("printing.printer.no_media", media=media)
        about: dict[str, wire.About] = {
            "requesting-user-name": USER,
            "job-name": job_name,
            "document-format": PDF,
        }
        how: dict[str, wire.Value] = {"copies": 1, "media": MEDIA[media], "sides": "one-sided"}
        sent = await self._ask(uri, wire.request(wire.PRINT_JOB, uri, about, how, pdf), SEND_S)
        number = sent.number("job-id")
        if number is None:
            raise Unavailable("printing.printer.refused", status="no job-id")
        return number

    async def state(self, uri: str, remote_id: int) -> JobReport:
        about: dict[str, wire.About] = {"job-id": remote_id, "requesting-user-name": USER}
        found = await self._ask(uri, wire.request(wire.GET_JOB, uri, about), ANSWER_S)
        state = _JOB.get(found.number("job-state") or 0, "stopped")
        return JobReport(state, () if state == "done" else (await self.printer(uri)).reasons)

    async def printer(self, uri: str) -> PrinterReport:
        about: dict[str, wire.About] = {"requesting-user-name": USER, "requested-attributes": _ABOUT_PRINTER}
        found = await self._ask(uri, wire.request(wire.GET_PRINTER, uri, about), ANSWER_S)
        papers = found.words("media-supported")
        return PrinterReport(
            _PRINTER.get(found.number("printer-state") or 0, "stopped"),
            reasons(found.words("printer-state-reasons")),
            pdf=PDF in found.words("document-format-supported"),
            media=tuple(media for media, name in MEDIA.items() if name in papers),
        )

    async def cancel(self, uri: str, remote_id: int) -> None:
        about: dict[str, wire.About] = {"job-id": remote_id, "requesting-user-name": USER}
        await self._ask(uri, wire.request(wire.CANCEL_JOB, uri, about), ANSWER_S, (wire.NOT_POSSIBLE,))

    async def _ask(
        self, uri: str, body: bytes, limit_s: float, harmless: tuple[int, ...] = ()
    ) -> wire.Answer:
        """Send a request and read the answer. Raises Unavailable, NotFound `printing.remote.unknown`."""
        try:
            async with asyncio.timeout(limit_s):
                found = wire.answer(await self._post(_address(uri), body))
        except (aiohttp.ClientSSLError, aiohttp.ServerFingerprintMismatch, ssl.SSLError) as error:
            raise Unavailable("printing.printer.untrusted") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
            raise Unavailable("printing.printer.unreachable") from error
        if found.status in (wire.NOT_FOUND, wire.GONE):
            raise NotFound("printing.remote.unknown")
        if found.status == wire.BUSY:
            raise Unavailable("printing.printer.busy")
        if found.status >= wire.FIRST_ERROR and found.status not in harmless:
            raise Unavailable("printing.printer.refused", status=f"{found.status:#06x}")
        return found

    async def _post(self, url: str, body: bytes) -> bytes:
        """By the first way in which the printer is who it says; nothing is sent before it has shown that."""
        if not url.startswith("https:"):
            return await _send(url, body, False)
        *before, last = await offload(trust.ways, self._trusted)
        for way in before:
            with contextlib.suppress(aiohttp.ClientConnectorCertificateError):
                return await _send(url, body, way)
        return await _send(url, body, last)


async def _send(url: str, body: bytes, way: Way) -> bytes:
    """What is read is bounded; where the answer points elsewhere, nobody goes: the document stays here."""
    headers = {"Content-Type": "application/ipp"}
    async with (
        aiohttp.ClientSession(auto_decompress=False) as session,
        session.post(url, data=body, headers=headers, allow_redirects=False, ssl=way) as response,
    ):
        if response.status != 200:
            raise ValueError("not an IPP printer")
        data = bytearray()
        async for chunk in response.content.iter_chunked(16 * 1024):
            data += chunk
            if len(data) > ANSWER_LIMIT:
                raise ValueError("an answer without end")
        return bytes(data)


def reasons(keywords: tuple[str, ...]) -> tuple[str, ...]:
    """The printer's own keywords as our reasons, the worst first; mere remarks are left out."""
    found = set()
    for keyword in keywords:
        name, _, grade = keyword.rpartition("-")
        if grade not in ("error", "warning", "report"):
            name, grade = keyword, "error"
        known = _REASON.get(name)
        if known is not None and grade != "report":
            found.add(known)
        elif known is None and grade == "error" and name != "none":
            found.add("other")
    return tuple(reason for reason in REASONS if reason in found)


def _address(uri: str) -> str:
    parts = urlsplit(uri)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    scheme = "https" if parts.scheme == "ipps" else "http"
    return urlunsplit((scheme, f"{host}:{parts.port or PORT}", parts.path or PATH, "", ""))
