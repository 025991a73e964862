"""What the desk's box for printing shows and does: always at the branch of the call that is on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.errors import DomainError, InvalidInput, WrongOrder
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk.printing import show
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who

MEMO_LIMIT = 1000  # characters


@needs(Permission.DESK_USE)
class DeskPrintingState(rx.State):
    """`branch` is where this desk talks now. `none` says why nothing can be printed there, `printer` how the
    printer was when it was last asked. `memos` counts what was sent, so that the field begins anew."""

    branch: str = ""
    is_open: bool = False
    none: str = ""
    printer: str = ""
    hindered: bool = False
    jobs: list[show.Job] = []
    problem: str = ""
    memos: int = 0

    @rx.event
    @allow(Permission.DESK_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def refresh(self) -> None:
        """Read again where this desk talks, and what it printed there."""
        made, me = services(), who(self)
        branch = await offload(look.branch_of, made.database, me)
        if branch != self.branch:
            self.branch, self.is_open, self.problem = branch, False, ""
        if not branch:
            self.none, self.jobs = "", []
            self.printer, self.hindered = "", False
            return
        view = await offload(printing.jobs, made.database, made.tray, me, branch)
        self.none = show.none_yet(view)
        self.jobs = [show.job(job) for job in view.jobs]
        # A job under way tells by itself how the printer is.
        found = None if any(job["stoppable"] for job in self.jobs) else made.glances.of(branch)
        self.printer, self.hindered = show.printer(found), show.hindered(found)

    @rx.event
    @allow(Permission.DESK_USE)
    async def toggle(self) -> None:
        """支所で印刷: open the box, and ask the printer how it is."""
        self.is_open, self.problem = not self.is_open, ""
        await self.refresh()
        if self.is_open and self.branch and not self.none:
            made = services()
            view = await offload(printing.printer_of, made.database, self.branch)
            made.glances.ask(self.branch, view.uri)

    @rx.event
    @allow(Permission.DESK_USE)
    async def print_memo(self, form: dict[str, Any]) -> None:
        """メモを印刷. What was written stays in the field when it is refused."""
        made, me = services(), who(self)
        text = str(form.get("memo", "")).strip()
        self.problem = ""
        try:
            if not text:
                raise InvalidInput("printing.memo.empty")
            if len(text) > MEMO_LIMIT:
                raise InvalidInput("printing.memo.too_long", length=len(text), limit=MEMO_LIMIT)
            view = await offload(look.desk, made.database, made.presence, me)
            branch = await offload(look.branch_of, made.database, me)
            if view.call is None or not branch:
                raise WrongOrder("printing.call.none")
            html = show.memo(text, view.call.department_name, made.clock.now())
            setter = made.typesetter
            await offload(printing.order_sheet, made.database, made.tray, setter, me, branch, "memo", html)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.memos += 1
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def again(self, job: str) -> None:
        """もう一度印刷"""
        await self._try(printing.retry, job)

    @rx.event
    @allow(Permission.DESK_USE)
    async def stop(self, job: str) -> None:
        """取り消す"""
        await self._try(printing.cancel, job)

    async def _try(self, verb: Callable[..., Any], job: str) -> None:
        made, me = services(), who(self)
        self.problem = ""
        try:
            await offload(verb, made.database, made.tray, me, job)
        except DomainError as error:
            self.problem = sentence(error)
        await self.refresh()
