"""What the desk finds of its department's records, and how it finishes and amends one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.conversation.talking import look as talking
from iga_madoguchi.domain.forms import look as forms_look
from iga_madoguchi.domain.papers import look as papers_look
from iga_madoguchi.domain.records import look, searching, service
from iga_madoguchi.domain.records.policy import RESULTS
from iga_madoguchi.domain.records.views import Draft, DraftConflict, RecordView, Wanted
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import DomainError, InvalidInput
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk.pen import Pen, pen_for, write
from iga_madoguchi.ui.desk.records import show
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who

NOTHING = show.Detail(
    id="",
    call="",
    department="",
    title="",
    facts=[],
    name="",
    memo="",
    result="",
    missing=[],
    notes=[],
    finished=False,
    amended=False,
    saved="",
)


@needs(Permission.DESK_USE)
class RecordsState(rx.State):
    """`after` asks for the next page of `lines`, 0 for none; `record` is the one that is open, `pages` and
    `heard` as the memo wants them; `seen` is the id of the kept paper that is looked at, `talk` the call
    whose conversation is kept."""

    shown: bool = False
    unwritten: int = 0
    blanks: list[show.Blank] = []
    branches: list[dict[str, str]] = []
    matters: list[dict[str, str]] = []
    lines: list[show.Line] = []
    after: int = 0
    searched: bool = False
    record: show.Detail = NOTHING
    result: str = ""
    pages: int = 0
    heard: int = 0
    amending: bool = False
    earlier: list[show.Earlier] = []
    kept: list[show.Kept] = []
    talk: str = ""
    talk_until: str = ""
    seen: str = ""
    problem: str = ""
    # Of the record that is open, and of the last search; not for the page.
    _draft: Draft = Draft()
    _pen: Pen = Pen()
    _wanted: Wanted = Wanted()

    @rx.event
    @allow(Permission.DESK_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def refresh(self) -> None:
        """Which talks are not written down yet."""
        made, me = services(), who(self)
        self.unwritten = await offload(look.unwritten_count, made.database, me)
        # The list grows with the day, and each call changes many times: it is read while it is seen.
        if self.shown:
            self.blanks = [show.blank(one) for one in await offload(look.unwritten, made.database, me)]

    @rx.event
    @allow(Permission.DESK_USE)
    async def toggle(self) -> None:
        """記録: open the list, or go back to the window."""
        self.shown = not self.shown
        self._close()
        if not self.shown:
            self.blanks, self.lines, self.searched, self.after = [], [], False, 0
            return
        await self.refresh()
        made, me = services(), who(self)
        places = await offload(terminals.terminals, made.database)
        self.branches = [{"id": one.id, "name": one.name} for one in places if one.kind == "branch"]
        self.matters = [
            {"id": one.id, "name": one.name} for one in await offload(look.matters, made.database, me)
        ]
        await self._find(Wanted())

    @rx.event
    @allow(Permission.DESK_USE)
    async def search(self, form: dict[str, Any]) -> None:
        """さがす"""
        self.problem = ""
        try:
            wanted = Wanted(
                words=str(form.get("words", "")),
                first=_day(form.get("first")),
                last=_day(form.get("last")),
                branch_id=str(form.get("branch", "")),
                procedure_id=str(form.get("procedure", "")),
            )
        except DomainError as error:
            self.problem = sentence(error)
            return
        await self._find(wanted)

    @rx.event
    @allow(Permission.DESK_USE)
    async def more(self) -> None:
        """つづきを見る"""
        if self.after:
            await self._find(self._wanted, self.after)

    @rx.event
    @allow(Permission.DESK_USE)
    async def read(self, record: str) -> None:
        """One record of the list."""
        made, me = services(), who(self)
        self.problem = ""
        try:
            await self._show(await offload(look.one, made.database, me, _number(record)))
        except DomainError as error:
            self.problem = sentence(error)

    @rx.event
    @allow(Permission.DESK_USE)
    async def begin(self, call: str, department: str) -> None:
        """記録を書く, for a talk that is not written down."""
        made, me = services(), who(self)
        self.problem = ""
        try:
            await self._show(await offload(look.at_desk, made.database, me, call, department))
        except DomainError as error:
            self.problem = sentence(error)

    @rx.event
    @allow(Permission.DESK_USE)
    async def close(self) -> None:
        """一覧にもどる"""
        self._close()
        await self.refresh()
        await self._find(self._wanted)

    @rx.event
    @allow(Permission.DESK_USE)
    async def write(self, text: str, number: int) -> None:
        """The memo of a record that is not finished, as it is typed."""
        if await self._keep(replace(self._draft, memo=text)):
            self.heard = number

    @rx.event
    @allow(Permission.DESK_USE)
    async def say_result(self, result: str) -> None:
        """結果"""
        if result in RESULTS:
            await self._keep(replace(self._draft, result=result))

    @rx.event
    @allow(Permission.DESK_USE)
    async def finish(self) -> None:
        """記録を終える"""
        made, me, pen = services(), who(self), self._pen
        now = replace(pen, number=pen.number + 1)
        self.problem = ""
        try:
            await self._show(
                await offload(
                    service.finish,
                    *(made.database, me, now.call, now.department, self._draft, now.stamp),
                )
            )
        except DraftConflict as error:
            await self._show(error.now)
            self.problem = sentence(error)
        except DomainError as error:
            self.problem = sentence(error)

    @rx.event
    @allow(Permission.DESK_USE)
    async def start_amending(self) -> None:
        """直す, or 直すのをやめる"""
        self.amending, self.problem = not self.amending, ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def amend(self, form: dict[str, Any]) -> None:
        """直した記録を残す. What is refused stays in the form."""
        made, me = services(), who(self)
        self.problem = ""
        draft = replace(self._draft, memo=str(form.get("memo", "")), result=str(form.get("result", "")))
        reason, number = str(form.get("reason", "")), _number(self.record["id"])
        try:
            record = await offload(
                service.amend, made.database, me, number, draft, self._pen.revision, reason
            )
        except DraftConflict as error:
            await self._show(error.now)
            self.problem = sentence(error)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            await self._show(record)

    @rx.event
    @allow(Permission.DESK_USE)
    async def see(self, paper: str) -> None:
        """見る, or put the kept paper away. Its pictures are fetched only now: every look is logged."""
        self.seen = "" if paper == self.seen else paper

    @rx.event
    @allow(Permission.DESK_USE)
    async def look_back(self) -> None:
        """前の文を見る, or put them away."""
        if self.earlier:
            self.earlier = []
            return
        made, me = services(), who(self)
        found = await offload(look.revisions, made.database, me, _number(self.record["id"]))
        self.earlier = show.earlier(found)

    async def _find(self, wanted: Wanted, after: int = 0) -> None:
        made, me = services(), who(self)
        try:
            page = await offload(searching.search, made.database, me, wanted, after)
        except DomainError as error:
            self.problem = sentence(error)
            return
        found = [show.line(one) for one in page.lines]
        self.lines = [*self.lines, *found] if after else found
        self._wanted, self.after, self.searched = wanted, page.after, wanted != Wanted()

    async def _keep(self, draft: Draft) -> bool:
        self.problem = ""
        try:
            self._pen = await write(services(), who(self), self._pen, draft)
        except DraftConflict as error:
            await self._show(error.now)
            self.problem = sentence(error)
            return False
        except DomainError as error:
            self.problem = sentence(error)
            return False
        self._draft, self.result = draft, draft.result
        return True

    async def _show(self, record: RecordView) -> None:
        self.record, self.result = show.detail(record), record.draft.result
        self._draft, self._pen = record.draft, pen_for(record)
        self.pages, self.heard, self.amending, self.earlier = self.pages + 1, 0, False, []
        made, me = services(), who(self)
        papers = await offload(papers_look.kept, made.database, me, record.call_id)
        forms = await offload(forms_look.kept, made.database, me, record.call_id)
        self.kept, self.seen = show.kept(record.call_id, papers, forms), ""
        until = await offload(talking.is_kept, made.database, me, record.call_id)
        self.talk, self.talk_until = ("", "") if until is None else (record.call_id, show.until(until))

    def _close(self) -> None:
        self.record, self.result, self.problem, self.amending, self.earlier = NOTHING, "", "", False, []
        self.kept, self.seen, self.talk = [], "", ""
        self._draft, self._pen = Draft(), Pen()


def _day(text: object) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise InvalidInput("records.search.days") from error


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
