"""Printing on a real printer, and what becomes of us when the other side is no printer at all."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from iga_madoguchi.adapters.ipp import ANSWER_LIMIT, IppPrinters, reasons
from iga_madoguchi.domain.printing.ports import JobReport
from iga_madoguchi.errors import NotFound, Unavailable
from tests.e2e.server import free_port
from tests.printers import Hall, RealPrinter

pytestmark = pytest.mark.anyio
PDF = b"%PDF-1.7 " + bytes(range(256)) * 400


async def until(printer: RealPrinter, number: int, state: str, *reasons: str) -> JobReport:
    """The job's report once it is in this state and, if any are named, for these reasons."""
    report = await IppPrinters().state(printer.uri, number)
    for _ in range(100):
        if report.state == state and reasons in ((), report.reasons):
            return report
        await asyncio.sleep(0.1)
        report = await IppPrinters().state(printer.uri, number)
    raise AssertionError(f"{report}, not {state} {reasons}\n{printer.log[-2000:]}")


async def test_what_arrives_is_what_was_sent_on_a4_and_names_nobody(printer: RealPrinter) -> None:
    number = await IppPrinters().submit(printer.uri, PDF, "madoguchi-abc")
    await until(printer, number, "done")
    (paper,) = printer.printed()
    assert paper.read_bytes() == PDF
    asked = printer.settings(paper)
    assert asked["IPP_MEDIA"] == "iso_a4_210x297mm"
    assert (asked["IPP_COPIES"], asked["IPP_SIDES"]) == ("1", "one-sided")
    assert (asked["IPP_JOB_NAME"], asked["IPP_JOB_ORIGINATING_USER_NAME"]) == ("madoguchi-abc", "madoguchi")


async def test_a_printer_without_paper_says_so_and_goes_on_when_it_has_some(printer: RealPrinter) -> None:
    printer.mood("empty")
    number = await IppPrinters().submit(printer.uri, PDF, "madoguchi-abc")
    for _ in range(100):
        report = await IppPrinters().state(printer.uri, number)
        if report.reasons:
            break
        await asyncio.sleep(0.05)
    assert report == JobReport("printing", ("paper.empty",))
    assert (await IppPrinters().printer(printer.uri)).reasons == ("paper.empty",)
    printer.mood("ok")
    assert (await until(printer, number, "done")).reasons == ()
    assert [paper.read_bytes() for paper in printer.printed()] == [PDF]


async def test_what_jams_has_failed_with_its_reason(printer: RealPrinter) -> None:
    printer.mood("abort")
    number = await IppPrinters().submit(printer.uri, PDF, "madoguchi-abc")
    await until(printer, number, "printing", "paper.jam")
    await until(printer, number, "failed")
    assert printer.printed() == []


async def test_a_cancelled_job_does_not_come_out_as_done(printer: RealPrinter) -> None:
    printer.mood("slow")
    number = await IppPrinters().submit(printer.uri, PDF, "madoguchi-abc")
    await until(printer, number, "printing")  # cancelled before it has begun, it comes out all the same
    await IppPrinters().cancel(printer.uri, number)
    printer.mood("abort")  # this printer finishes its page first
    await until(printer, number, "cancelled")
    await IppPrinters().cancel(printer.uri, number)
    assert printer.printed() == []


async def test_an_unknown_job_and_a_printer_that_is_off(printer: RealPrinter) -> None:
    with pytest.raises(NotFound) as unknown:
        await IppPrinters().state(printer.uri, 4711)
    assert unknown.value.code == "printing.remote.unknown"
    printer.switch_off()
    with pytest.raises(Unavailable) as off:
        await IppPrinters().submit(printer.uri, PDF, "madoguchi-abc")
    assert off.value.code == "printing.printer.unreachable"


async def test_what_a_printer_cannot_print_is_not_sent(printer_hall: Hall, printer: RealPrinter) -> None:
    with pytest.raises(Unavailable) as no_paper:
        await IppPrinters().submit(printer.uri, PDF, "madoguchi-abc", media="A5")
    assert no_paper.value.code == "printing.printer.no_media"
    raster = printer_hall.put_up(printer.folder / "raster", formats="image/urf,image/pwg-raster")
    with pytest.raises(Unavailable) as no_pdf:
        await IppPrinters().submit(raster.uri, PDF, "madoguchi-abc")
    assert no_pdf.value.code == "printing.printer.no_pdf"
    assert "Print-Job" not in raster.log
    raster.switch_off()


@asynccontextmanager
async def stranger(answer: bytes, *, endless: bool = False) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Something else on a printer's address; (its uri, what it was sent)."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(64 * 1024))
        writer.write(answer)
        try:
            while endless:
                writer.write(b"\x00" * 65536)
                await writer.drain()
        except ConnectionError:
            pass
        writer.close()

    port = free_port()
    server = await asyncio.start_server(serve, "127.0.0.1", port)
    async with server:
        yield f"ipp://127.0.0.1:{port}/ipp/print", heard


HTTP_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n"
HEAD = b"\x02\x00\x00\x00\x00\x00\x00\x01\x04"
ANSWERS = {
    "nothing": b"",
    "no http": b"\x00\xff" * 100,
    "not found": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    "empty": HTTP_OK + b"Content-Length: 0\r\n\r\n",
    "cut off": HTTP_OK + b"Content-Length: 10\r\n\r\n" + HEAD + b"\x21",
    # A length below zero: read as signed, the reader would stand on this attribute for ever.
    "backwards": HTTP_OK + b"Content-Length: 14\r\n\r\n" + HEAD + b"\x41\x00\x00\xff\xfb",
}


@pytest.mark.parametrize("kind", ANSWERS)
async def test_a_stranger_in_place_of_a_printer_does_no_harm(kind: str) -> None:
    async with stranger(ANSWERS[kind]) as (uri, _):
        with pytest.raises(Unavailable) as refused:
            await IppPrinters().printer(uri)
    assert refused.value.code == "printing.printer.unreachable"


async def test_an_answer_without_end_is_left_off() -> None:
    head = HTTP_OK + f"Content-Length: {100 * ANSWER_LIMIT}\r\n\r\n".encode()
    async with stranger(head, endless=True) as (uri, _):
        with pytest.raises(Unavailable):
            await IppPrinters().printer(uri)


async def test_a_redirect_takes_nothing_elsewhere() -> None:
    async with stranger(b"") as (elsewhere, heard):
        other = elsewhere.replace("ipp://", "http://")
        answer = f"HTTP/1.1 307 Moved\r\nLocation: {other}\r\nContent-Length: 0\r\n\r\n".encode()
        async with stranger(answer) as (uri, _):
            with pytest.raises(Unavailable):
                await IppPrinters().printer(uri)
    assert heard == []


def test_reasons_are_ours_worst_first_and_remarks_are_left_out() -> None:
    assert reasons(("none",)) == ()
    assert reasons(("toner-low-warning", "media-empty-error", "media-jam")) == (
        "paper.empty",
        "paper.jam",
        "toner.low",
    )
    assert reasons(("cover-open-report", "vendor-thing-warning")) == ()
    assert reasons(("vendor-thing-error",)) == ("other",)


def self_signed(folder: Path, name: str) -> tuple[Path, Path]:
    """(certificate, key) as a printer makes them for itself."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    making = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    making += ["-days", "2", "-subj", f"/CN={name}.local", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(making, check=True, capture_output=True)
    return cert, key


async def test_a_printer_shows_a_certificate_that_is_known_or_hears_nothing(tmp_path: Path) -> None:
    own, other = self_signed(tmp_path, "printer"), self_signed(tmp_path, "other")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own)
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            heard.append(await reader.read(64 * 1024))
            writer.write(ANSWERS["not found"])
            writer.close()

    port = free_port()
    async with await asyncio.start_server(serve, "127.0.0.1", port, ssl=context):
        uri = f"ipps://127.0.0.1:{port}/ipp/print"
        for trusted in (None, other[0], tmp_path / "missing.pem"):
            with pytest.raises(Unavailable) as refused:
                await IppPrinters(trusted).printer(uri)
            expected = "unreachable" if trusted == tmp_path / "missing.pem" else "untrusted"
            assert refused.value.code == f"printing.printer.{expected}"
            assert b"".join(heard) == b""
        with pytest.raises(Unavailable):
            await IppPrinters(own[0]).printer(uri)
        assert b"POST /ipp/print" in b"".join(heard), "known, it was asked"
