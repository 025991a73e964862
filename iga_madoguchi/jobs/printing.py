"""Carries what was ordered to the printers and follows each job to its end; rests when nothing is printed."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.printing import errands
from iga_madoguchi.domain.printing.lifecycle import Event, State
from iga_madoguchi.domain.printing.ports import HARMLESS, JobReport, PrintService, Typesetter
from iga_madoguchi.domain.printing.service import CHANGED
from iga_madoguchi.domain.printing.tray import Tray
from iga_madoguchi.domain.printing.views import Errand
from iga_madoguchi.errors import DomainError, NotFound, Unavailable
from iga_madoguchi.kit.hub import Hub
from iga_madoguchi.kit.tasks import cancel, offload, offload_slow, supervise

log = logging.getLogger(__name__)

QUICK_S, QUICK_FOR_S = 0.5, 10.0  # how often the printer is asked at first, and how long
SLOW_S = 2.0
BUSY = "printing.printer.busy"
SILENCE_S = 60.0  # s without an answer until the printer counts as gone
GRACE = timedelta(minutes=1)  # for a printer to let go of what is too late
TOO_LATE = timedelta(minutes=15)
"""What has not come out by then is taken back: nobody waits beside the printer for it any more."""


@dataclass
class _Shift:
    """The work at one branch's printer; `wake` is set when something about the branch has changed."""

    wake: asyncio.Event
    task: asyncio.Task[None]


class PrintRunner:
    """One supervised task per branch with open jobs. The database says what is wanted; the printer says what
    is true. One job at a time: what waits here can be taken back at once, what waits in a printer cannot.
    """

    def __init__(
        self, database: Database, hub: Hub, tray: Tray, typesetter: Typesetter, printers: PrintService
    ) -> None:
        self._database = database
        self._hub = hub
        self._tray = tray
        self._typesetter = typesetter
        self._printers = printers
        self._own: set[str] = set()
        self._shifts: dict[str, _Shift] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = supervise("printing", self._listen)

    async def stop(self) -> None:
        tasks = [shift.task for shift in self._shifts.values()]
        for task in [self._task, *tasks]:
            if task is not None:
                await cancel(task)

    async def _listen(self) -> None:
        async with self._hub.subscribe(CHANGED) as events:
            # What a process before this one has left: followed to its end, or told to be lost.
            left = await offload(errands.open_jobs, self._database)
            self._own.update(errand.job_id for errand in left)
            for branch_id in {errand.branch_id for errand in left}:
                self._look(branch_id)
            async for _, payload in events:
                self._look(str(payload))

    def _look(self, branch_id: str) -> None:
        shift = self._shifts.get(branch_id)
        if shift is not None and not shift.task.done():
            shift.wake.set()
            return
        wake = asyncio.Event()
        task = supervise(f"printing {branch_id}", lambda: self._work(branch_id, wake))
        self._shifts[branch_id] = _Shift(wake, task)

    async def _work(self, branch_id: str, wake: asyncio.Event) -> None:
        """Job after job until none is left; begun again by the supervisor it finds each where it stands."""
        while True:
            wake.clear()
            errand = await self._next(branch_id)
            if errand is not None:
                await self._carry(errand, wake)
                self._own.discard(errand.job_id)
            elif not wake.is_set():
                return

    async def _next(self, branch_id: str) -> Errand | None:
        """The first open job that is this server's own: another's documents are not here."""
        for errand in await offload(errands.open_jobs, self._database, branch_id):
            if errand.job_id in self._own or self._tray.get(errand.job_id) is not None:
                self._own.add(errand.job_id)
                return errand
        return None

    async def _carry(self, errand: Errand, wake: asyncio.Event) -> None:
        try:
            number = errand.remote_id if errand.remote_id is not None else await self._hand_over(errand, wake)
            if number is not None:
                await self._follow(errand, number, wake)
        except NotFound:  # the printer knows nothing of it: it was switched off, or has forgotten
            await self._end(errand.job_id, Event.LOSE)
        except DomainError as error:
            await self._end(errand.job_id, Event.FAIL, _detail(error))

    async def _hand_over(self, errand: Errand, wake: asyncio.Event) -> int | None:
        """Give the document to the printer; its number for it, None if there is nothing to follow."""
        if self._age(errand) > TOO_LATE:
            raise Unavailable("printing.too_late")
        document = self._tray.get(errand.job_id)
        if errand.state != State.WAITING or document is None or not errand.uri:
            await self._end(errand.job_id, Event.LOSE)
            return None
        if not await offload(errands.sending, self._database, errand.job_id):
            return None
        pdf = document.content
        if isinstance(pdf, str):
            pdf = await offload_slow(self._typesetter.pdf, pdf)
        number = None
        while number is None:
            try:
                name = f"madoguchi-{errand.job_id}"
                number = await self._printers.submit(errand.uri, pdf, name, document.media)
            except Unavailable as error:
                if error.code != BUSY or self._age(errand) > TOO_LATE:
                    raise
                await self._hinder(errand.job_id, _detail(error))
                await self._pause(wake, SLOW_S)
                now = await offload(errands.read, self._database, errand.job_id)
                if now is None or now.state == State.CANCELLING:
                    await self._end(errand.job_id, Event.STOP)
                    return None
        await offload(errands.accepted, self._database, errand.job_id, number)
        return number

    async def _follow(self, errand: Errand, number: int, wake: asyncio.Event) -> None:
        """Ask until it is over. Raises Unavailable when the printer is silent too long, NotFound."""
        began = heard = time.monotonic()
        stopped = False
        while (now := await offload(errands.read, self._database, errand.job_id)) is not None:
            age = self._age(now)
            late = age > TOO_LATE
            if age > TOO_LATE + GRACE:
                raise Unavailable("printing.too_late")
            try:
                if not stopped and (late or now.state == State.CANCELLING):
                    await self._printers.cancel(errand.uri, number)
                    stopped = True
                report = await self._printers.state(errand.uri, number)
                heard = time.monotonic()
            except Unavailable as error:
                if time.monotonic() - heard > SILENCE_S:
                    raise Unavailable("printing.printer.silent") from error
                await self._hinder(errand.job_id, _detail(error))
            else:
                if await self._told(now, report, late):
                    return
            await self._pause(wake, QUICK_S if time.monotonic() - began < QUICK_FOR_S else SLOW_S)

    async def _told(self, errand: Errand, report: JobReport, late: bool) -> bool:
        """Note what the printer says of the job; True when that is the end of it."""
        job_id = errand.job_id
        worst = report.reasons[0] if report.reasons and report.reasons[0] not in HARMLESS else ""
        match report.state:
            case "done":
                await self._end(job_id, Event.FINISH)
            case "failed":
                # A printer that gives up often forgets why: what hindered it last is the reason.
                await self._end(job_id, Event.FAIL, worst or errand.detail or "printer.aborted")
            case "cancelled" if late:
                await self._end(job_id, Event.FAIL, "too_late")
            case "cancelled":
                await self._end(job_id, Event.STOP)
            case _:
                await self._hinder(job_id, worst)
                return False
        return True

    async def _pause(self, wake: asyncio.Event, longest_s: float) -> None:
        """Wait a little; shorter when somebody has changed something."""
        with suppress(TimeoutError):
            async with asyncio.timeout(longest_s):
                await wake.wait()
        wake.clear()

    def _age(self, errand: Errand) -> timedelta:
        return self._database.clock.now() - errand.ordered_at

    async def _hinder(self, job_id: str, detail: str) -> None:
        await offload(errands.hindered, self._database, job_id, detail)

    async def _end(self, job_id: str, event: Event, detail: str = "") -> None:
        log.info("print job over job=%s how=%s detail=%s", job_id, event, detail)
        await offload(errands.over, self._database, self._tray, job_id, event, detail)


def _detail(error: DomainError) -> str:
    return error.code.removeprefix("printing.")
