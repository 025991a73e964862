"""The way of a sheet from the desk to the paper: real typesetter, real printer, real restarts."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from iga_madoguchi.adapters.ipp import IppPrinters
from iga_madoguchi.adapters.typeset import WeasyTypesetter
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.printing import errands
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.printing.sheets import Text, sheet
from iga_madoguchi.domain.printing.tray import Tray
from iga_madoguchi.domain.printing.views import JobView
from iga_madoguchi.jobs import printing as runner_module
from iga_madoguchi.jobs.printing import PrintRunner
from iga_madoguchi.kit.hub import Hub
from tests.cast import City, make_city
from tests.domain.conftest import quick_hashes  # noqa: F401
from tests.printers import RealPrinter

pytestmark = pytest.mark.anyio
PDF = b"%PDF-1.7 a form"


class Keeping(WeasyTypesetter):
    """Remembers what it made."""

    made = b""

    def pdf(self, html: str) -> bytes:
        self.made = super().pdf(html)
        return self.made


class Office:
    """A desk that prints at Ayama, with a hub that really delivers."""

    def __init__(self, city: City, printer: RealPrinter) -> None:
        self.city, self.printer = city, printer
        self.tray, self.hub, self.typesetter = Tray(), Hub(), Keeping()
        city.database.hub = self.hub
        printing.set_printer(city.database, "ayama", printer.uri, "", SYSTEM)
        self.desk: Identity = city.desk()

    def order(self, pdf: bytes = PDF) -> str:
        self.city.clock.advance(seconds=1)
        return printing.order(self.city.database, self.tray, self.desk, "ayama", "memo", pdf)

    def job(self, job_id: str) -> JobView:
        (found,) = [job for job in self.jobs() if job.id == job_id]
        return found

    def jobs(self) -> tuple[JobView, ...]:
        return printing.jobs(self.city.database, self.tray, self.desk, "ayama").jobs

    def cancel(self, job_id: str) -> None:
        printing.cancel(self.city.database, self.tray, self.desk, job_id)

    async def until(self, job_id: str, *states: str, detail: str | None = None) -> JobView:
        return await until(
            lambda: self.job(job_id),
            lambda job: job.state in states and detail in (None, job.detail),
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The server between its start and its end; what it holds in memory goes with it."""
        self.tray = Tray()
        self.hub.start()
        runner = PrintRunner(self.city.database, self.hub, self.tray, self.typesetter, IppPrinters())
        runner.start()
        await asyncio.sleep(0.1)
        try:
            yield
        finally:
            await runner.stop()
            self.hub.stop()


async def until(look: Callable[[], JobView], fits: Callable[[JobView], bool]) -> JobView:
    for _ in range(200):
        if fits(found := look()):
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(found)


async def forgotten(tray: Tray, job_id: str) -> None:
    for _ in range(100):
        if tray.get(job_id) is None:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("what is printed is forgotten")


@pytest.fixture
def office(tmp_path: Path, printer: RealPrinter) -> Office:
    return Office(make_city(tmp_path), printer)


async def test_a_memo_comes_out_on_a4_byte_for_byte(office: Office, tmp_path: Path) -> None:
    html = sheet(
        "お持ち帰りメモ", [Text("あした9時に、印かんをお持ちください。", "large")], note="こども未来課"
    )
    async with office.running():
        made = office.city.database, office.tray, office.typesetter, office.desk
        job = await asyncio.to_thread(printing.order_sheet, *made, "ayama", "memo", html)
        view = await office.until(job, "done")
        # Only once it is written down that it is done.
        await forgotten(office.tray, job)
    (paper,) = office.printer.printed()
    assert paper.read_bytes() == office.typesetter.made
    assert office.printer.settings(paper)["IPP_MEDIA"] == "iso_a4_210x297mm"
    assert office.printer.settings(paper)["IPP_JOB_NAME"] == f"madoguchi-{job}"
    assert (view.detail, view.again, view.stoppable) == ("", False, False)
    history = [entry.action for entry in audit.history(office.city.database, job)]
    assert history == ["printing.job.ordered", "printing.job.done"]
    if shutil.which("pdftoppm"):
        drawn = subprocess.run(
            ["pdftoppm", "-r", "20", "-gray", paper], capture_output=True, check=True
        ).stdout
        head = drawn.split(b"\n")[1].split()
        assert (int(head[0]), int(head[1])) == (166, 234), "A4 at 20 dpi"
        assert min(drawn[20:]) < 100, "there is ink on it"


async def test_without_paper_it_waits_and_says_why_then_it_goes_on(office: Office) -> None:
    office.printer.mood("empty")
    async with office.running():
        job = office.order()
        view = await office.until(job, "printing", detail="paper.empty")
        assert view.stoppable
        office.printer.mood("ok")
        view = await office.until(job, "done")
    assert view.detail == ""
    assert len(office.printer.printed()) == 1


async def test_a_printer_that_is_off_is_told_and_the_same_sheet_goes_out_later(office: Office) -> None:
    office.printer.switch_off()
    async with office.running():
        job = office.order()
        view = await office.until(job, "failed")
        assert (view.detail, view.again) == ("printer.unreachable", True)
        office.printer.switch_on()
        printing.retry(office.city.database, office.tray, office.desk, job)
        await office.until(job, "done")
    assert [paper.read_bytes() for paper in office.printer.printed()] == [PDF]


async def test_one_after_the_other_and_what_waits_is_taken_back_at_once(office: Office) -> None:
    office.printer.mood("slow")
    async with office.running():
        first, second, third = office.order(b"%PDF 1"), office.order(b"%PDF 2"), office.order(b"%PDF 3")
        await office.until(first, "printing")
        assert [office.job(job).state for job in (second, third)] == ["waiting", "waiting"]
        office.cancel(second)
        assert office.job(second).state == "cancelled"
        office.printer.mood("ok")
        await office.until(third, "done")
    assert [paper.read_bytes() for paper in office.printer.printed()] == [b"%PDF 1", b"%PDF 3"]


async def test_what_the_printer_has_is_cancelled_there(office: Office) -> None:
    office.printer.mood("slow")
    async with office.running():
        job = office.order()
        await office.until(job, "printing")
        office.cancel(job)
        assert office.job(job).state == "cancelling"
        await until_logged(office, "Cancel-Job")
        office.printer.mood("abort")
        await office.until(job, "cancelled")
    assert office.printer.printed() == []


async def until_logged(office: Office, words: str) -> None:
    for _ in range(100):
        if words in office.printer.log:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(office.printer.log[-2000:])


async def test_a_jam_is_the_reason_also_when_the_printer_has_forgotten_it(office: Office) -> None:
    office.printer.mood("abort")
    async with office.running():
        view = await office.until(office.order(), "failed")
    assert (view.detail, view.again) == ("paper.jam", True)


async def test_a_restart_finds_what_the_printer_has_and_loses_what_it_has_not(office: Office) -> None:
    office.printer.mood("slow")
    async with office.running():
        with_printer = office.order()
        await office.until(with_printer, "printing")
        waiting = office.order()
    assert [job.state for job in office.jobs()] == ["waiting", "printing"]
    office.printer.mood("ok")
    async with office.running():
        await office.until(with_printer, "done")
        view = await office.until(waiting, "lost")
    assert (view.again, view.stoppable) == (False, False)
    assert len(office.printer.printed()) == 1
    async with office.running():
        await asyncio.sleep(0.2)
    assert len(office.printer.printed()) == 1, "nothing comes out twice"


async def test_a_server_that_died_while_sending_does_not_guess(office: Office) -> None:
    job = office.order()
    assert errands.sending(office.city.database, job)
    async with office.running():
        await office.until(job, "lost")


async def test_a_printer_that_lost_its_jobs_with_its_power(office: Office) -> None:
    office.printer.mood("slow")
    async with office.running():
        job = office.order()
        await office.until(job, "printing")
        office.printer.switch_off()
        await office.until(job, "printing", detail="printer.unreachable")
        office.printer.switch_on()
        await office.until(job, "lost")


async def test_silence_has_an_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner_module, "SILENCE_S", 0.5)
    office.printer.mood("slow")
    async with office.running():
        job = office.order()
        await office.until(job, "printing")
        office.printer.switch_off()
        view = await office.until(job, "failed")
    assert (view.detail, view.again) == ("printer.silent", True)


async def test_what_nobody_waits_for_any_more_is_taken_back(office: Office) -> None:
    office.printer.mood("empty")
    async with office.running():
        job = office.order()
        await office.until(job, "printing", detail="paper.empty")
        office.city.clock.advance(minutes=15, seconds=1)
        await until_logged(office, "Cancel-Job")
        office.printer.mood("abort")
        view = await office.until(job, "failed")
    assert view.detail == "too_late"
    assert office.printer.printed() == []


async def test_a_branch_without_its_printer_loses_what_was_ordered(office: Office) -> None:
    job = office.order()
    printing.forget_printer(office.city.database, "ayama", SYSTEM)
    async with office.running():
        await office.until(job, "lost")


async def test_a_sheet_that_cannot_be_typeset_has_failed(office: Office) -> None:
    async with office.running():
        made = office.city.database, office.tray, office.typesetter, office.desk
        face = "@font-face { font-family: x; src: url(http://127.0.0.1:1/f) } p { font-family: x }"
        job = printing.order_sheet(*made, "ayama", "memo", f"<style>{face}</style><p>あ")
        view = await office.until(job, "failed")
    assert view.detail == "typesetter.failed"
    assert office.printer.printed() == []


class Noting(Keeping):
    """Remembers in whose thread it worked."""

    where = ""

    def pdf(self, html: str) -> bytes:
        self.where = threading.current_thread().name
        return super().pdf(html)


async def test_no_button_waits_for_the_typesetter(tmp_path: Path, printer: RealPrinter) -> None:
    office = Office(make_city(tmp_path), printer)
    office.typesetter = Noting()
    async with office.running():
        job = printing.order_sheet(
            office.city.database,
            office.tray,
            office.typesetter,
            office.desk,
            "ayama",
            "memo",
            sheet("a", [Text("b")]),
        )
        await office.until(job, "done", "failed")
    assert not office.typesetter.where.startswith("domain"), office.typesetter.where
