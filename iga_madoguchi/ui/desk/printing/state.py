"""What the desk's box for printing shows and does: always at the branch of the call that is on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.calls.views import CallView
from iga_madoguchi.domain.forms import finishing
from iga_madoguchi.domain.forms import look as forms
from iga_madoguchi.domain.papers import guide
from iga_madoguchi.domain.papers import look as papers
from iga_madoguchi.domain.papers.forms import form_on_show
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.procedures import service as procedures
from iga_madoguchi.domain.records import look as records
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import DomainError, InvalidInput, WrongOrder
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui import printers, takeaway
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
    printer was when it was last asked. `choice` are the forms to choose
    from when several are done, `memos` counts what was sent, so that the field begins anew."""

    branch: str = ""
    is_open: bool = False
    none: str = ""
    printer: str = ""
    hindered: bool = False
    jobs: list[show.Job] = []
    choice: list[show.Finished] = []
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
            self.choice = []
        if not branch:
            self.none, self.jobs = "", []
            self.printer, self.hindered = "", False
            return
        view = await offload(printing.jobs, made.database, made.tray, me, branch)
        self.none = show.none_yet(view)
        self.jobs = [show.job(job) for job in view.jobs]
        # A job under way tells by itself how the printer is.
        found = None if any(job["stoppable"] for job in self.jobs) else made.glances.of(branch)
        self.printer, self.hindered = printers.state(found), printers.hindered(found)

    @rx.event
    @allow(Permission.DESK_USE)
    async def toggle(self) -> None:
        """支所で印刷: open the box, and ask the printer how it is."""
        opens = not self.is_open
        await self.refresh()  # first: a call that this page has not heard of yet closes the box
        self.is_open, self.problem, self.choice = opens, "", []
        if self.is_open and self.branch and not self.none:
            made = services()
            view = await offload(printing.printer_of, made.database, self.branch)
            made.glances.ask(self.branch, view.uri)

    @rx.event
    @allow(Permission.DESK_USE)
    async def print_memo(self, form: dict[str, Any]) -> None:
        """メモを印刷. What was written stays in the field when it is refused."""
        text = str(form.get("memo", "")).strip()

        async def memo(call: CallView, branch: str) -> None:
            if not text:
                raise InvalidInput("printing.memo.empty")
            if len(text) > MEMO_LIMIT:
                raise InvalidInput("printing.memo.too_long", length=len(text), limit=MEMO_LIMIT)
            html = show.memo(text, call.department_name, services().clock.now())
            await self._order_sheet(branch, "memo", html)
            self.memos += 1

        await self._print(memo)

    @rx.event
    @allow(Permission.DESK_USE)
    async def print_form(self) -> None:
        """できた申請書を印刷: the one that the resident has given; with several the desk chooses."""
        await self._print(self._form)

    @rx.event
    @allow(Permission.DESK_USE)
    async def print_this(self, filling: str) -> None:
        """One of several finished forms."""

        async def form(call: CallView, branch: str) -> None:
            await self._order_form(call, branch, filling)

        await self._print(form)

    async def _form(self, call: CallView, branch: str) -> None:
        done = await offload(forms.finished, services().database, who(self), call.id)
        if not done:
            raise WrongOrder("printing.form.none")
        if len(done) == 1:
            await self._order_form(call, branch, done[0].id)
        else:
            self.choice = [show.finished(one) for one in done]

    async def _order_form(self, call: CallView, branch: str, filling: str) -> None:
        made, me = services(), who(self)
        pdf = await offload(finishing.document, made.database, made.sealer, me, call.id, filling)
        await offload(printing.order, made.database, made.tray, me, branch, "form", pdf)

    @rx.event
    @allow(Permission.DESK_USE)
    async def print_form_on_show(self) -> None:
        """この用紙を印刷: the sample or blank form that both sides see."""
        made, me = services(), who(self)

        async def form(call: CallView, branch: str) -> None:
            pdf = await offload(form_on_show, made.database, made.vault, me, call.id)
            await offload(printing.order, made.database, made.tray, me, branch, "form", pdf)

        await self._print(form)

    @rx.event
    @allow(Permission.DESK_USE)
    async def print_takeaway(self) -> None:
        """お持ち帰り用紙を印刷: the next steps, what is missing, whom to ask, in the resident's language."""
        made, me = services(), who(self)
        await self.refresh()
        self.is_open = True

        async def slip(call: CallView, branch: str) -> None:
            record = await offload(records.at_desk, made.database, me, call.id)
            content, phone = None, call.department_phone
            if call.matter is not None:
                view = await offload(procedures.get, made.database, call.matter.id, call.matter.version)
                content, phone = view.content, view.phone
            offices = await offload(terminals.departments, made.database)
            office = next(one for one in offices if one.id == call.department_id)
            missing = record.draft.missing
            html = takeaway.slip(call, content, office, phone, missing, made.clock.now())
            await self._order_sheet(branch, "slip", html)

        await self._print(slip)

    @rx.event
    @allow(Permission.DESK_USE)
    async def print_guide(self) -> None:
        """印のところを印刷: the marks of the page on show, where they lie on the paper."""
        made, me = services(), who(self)

        async def sheet(call: CallView, branch: str) -> None:
            table = await offload(papers.table, made.database, me, call.id)
            paper = next((one for one in table.papers if one.id == table.shown.paper), None)
            pages = () if paper is None else paper.pages
            page = next((one for one in pages if one.number == table.shown.page), None)
            if paper is None or page is None:
                raise WrongOrder("papers.guide.live")
            await self._order_sheet(branch, "guide", guide.sheet(page, paper.marks, paper.title))

        await self._print(sheet)

    async def _print(self, order: Callable[[CallView, str], Awaitable[None]]) -> None:
        """Order something at the branch this desk talks with, or say why not."""
        self.problem, self.choice = "", []
        try:
            await order(*await self._talk())
        except DomainError as error:
            self.problem = sentence(error)
        await self.refresh()

    async def _order_sheet(self, branch: str, kind: str, html: str) -> None:
        made, me = services(), who(self)
        setter = made.typesetter
        await offload(printing.order_sheet, made.database, made.tray, setter, me, branch, kind, html)

    async def _talk(self) -> tuple[CallView, str]:
        """(call, branch) this desk talks with. Raises WrongOrder `printing.call.none`."""
        made, me = services(), who(self)
        view = await offload(look.desk, made.database, made.presence, me)
        branch = await offload(look.branch_of, made.database, me)
        if view.call is None or not branch:
            raise WrongOrder("printing.call.none")
        return view.call, branch

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
