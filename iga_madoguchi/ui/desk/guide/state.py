"""The guide beside the call and the record that grows from it: what is ticked and typed is kept at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls import look, matter
from iga_madoguchi.domain.calls.views import CallView
from iga_madoguchi.domain.procedures import service as procedures
from iga_madoguchi.domain.procedures.views import ProcedureView
from iga_madoguchi.domain.records import look as records
from iga_madoguchi.domain.records.policy import RESULTS
from iga_madoguchi.domain.records.views import Draft, DraftConflict, RecordView
from iga_madoguchi.errors import DomainError, NotFound
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk.guide import show
from iga_madoguchi.ui.desk.pen import Pen, pen_for, write
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who


@needs(Permission.DESK_USE)
class GuideState(rx.State):
    """`call` is the one whose record is written here, "" for none. `pages` counts what begins the memo anew,
    `heard` the memo's last save; `ending` is open while the clerk is told what is still missing."""

    call: str = ""
    department: str = ""
    options: list[show.Option] = []
    procedure: str = ""
    name: str = ""
    unconfirmed: bool = False
    items: list[show.Item] = []
    progress: str = ""
    facts: list[show.Fact] = []
    forms: list[show.FormRow] = []
    memo: str = ""
    pages: int = 0
    heard: int = 0
    result: str = ""
    needs_name: bool = False
    resident: str = ""
    finished: bool = False
    problem: str = ""
    ending: bool = False
    missing: list[str] = []
    waiting: list[str] = []
    # The record as it was last written from here; not for the page.
    _draft: Draft = Draft()
    _view: ProcedureView | None = None
    _pen: Pen = Pen()

    @rx.event
    @allow(Permission.DESK_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back: what is written is read again."""
        follow(self)
        self.call = ""
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def refresh(self) -> None:
        """Follow the call of this desk; its record is read when the call, department or procedure changes."""
        made, me = services(), who(self)
        view = await offload(look.desk, made.database, made.presence, me)
        on = view.call
        if on is None or on.guest or on.state not in ("answered", "held"):
            self._drop()
            return
        if (on.id, on.department_id) != (self.call, self.department):
            await self._begin(on)
        elif (on.matter.id if on.matter else "") != self.procedure:
            await self._turn_to(on)

    @rx.event
    @allow(Permission.DESK_USE)
    async def choose(self, procedure: str) -> None:
        """ご用: what this talk is about. Ticks belong to a procedure and go with it."""
        made, me = services(), who(self)
        self.problem = ""
        try:
            await offload(matter.choose, made.database, me, self.call, procedure)
        except DomainError as error:
            self.problem = sentence(error)
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def tick(self, item: str) -> None:
        """A document is there, a question answered, a step done; or not, after all."""
        found = next((one for one in self.items if one["id"] == item), None)
        if found is None:
            return
        ticks = [tick for tick in self._draft.ticks if tick != item]
        missing = tuple(name for name in self._draft.missing if name != found["name"])
        if found["state"] != "done":
            ticks.append(item)
        await self._keep(replace(self._draft, ticks=tuple(ticks), missing=missing))

    @rx.event
    @allow(Permission.DESK_USE)
    async def lack(self, item: str) -> None:
        """ない: this document is missing; it stands on the slip."""
        found = next((one for one in self.items if one["id"] == item and one["kind"] == "doc"), None)
        if found is None:
            return
        missing = [name for name in self._draft.missing if name != found["name"]]
        if found["state"] != "missing":
            missing.append(found["name"])
        ticks = tuple(tick for tick in self._draft.ticks if tick != item)
        await self._keep(replace(self._draft, ticks=ticks, missing=tuple(missing)))

    @rx.event
    @allow(Permission.DESK_USE)
    async def write(self, text: str, number: int) -> None:
        """The memo as it is typed; `number` tells the page what has arrived."""
        if await self._keep(replace(self._draft, memo=text)):
            self.heard = number

    @rx.event
    @allow(Permission.DESK_USE)
    async def say_result(self, result: str) -> None:
        """結果"""
        if result in ("", *RESULTS):
            await self._keep(replace(self._draft, result="" if result == self.result else result))

    @rx.event
    @allow(Permission.DESK_USE)
    async def name_resident(self, form: dict[str, Any]) -> None:
        """お名前, only where the department keeps names."""
        await self._keep(replace(self._draft, resident_name=str(form.get("resident", "")).strip()))

    @rx.event
    @allow(Permission.DESK_USE)
    async def leave(self) -> None:
        """通話を終わる: first say what is missing, if anything is. It may stay so."""
        self.missing, self.waiting = show.open_ends(
            self.items, bool(self._draft.ticks or self._draft.missing)
        )
        if (self.missing or self.waiting) and not self.ending:
            self.ending = True
            return
        await self.end()

    @rx.event
    @allow(Permission.DESK_USE)
    async def end(self) -> None:
        """このまま終わる"""
        self.ending = False
        await (await self.get_state(DeskState))._hang_up()

    @rx.event
    @allow(Permission.DESK_USE)
    async def stay(self) -> None:
        """もどる"""
        self.ending = False

    async def _begin(self, on: CallView) -> None:
        made, me = services(), who(self)
        self._drop()
        try:
            record = await offload(records.at_desk, made.database, me, on.id)
        except NotFound:
            return
        self.call, self.department = on.id, on.department_id
        cards = await offload(procedures.of_kiosk, made.database, on.department_id)
        self.options = show.options(cards, on.department_id)
        self._read(record)
        await self._turn_to(on)

    async def _turn_to(self, on: CallView) -> None:
        """The procedure of the call, in the version that the call has."""
        chosen = on.matter
        self._view = None
        if chosen is not None:
            database = services().database
            self._view = await offload(procedures.get, database, chosen.id, chosen.version)
        kept = self._draft
        if kept.procedure_id != (chosen.id if chosen else ""):
            named = (chosen.id, chosen.name, chosen.version) if chosen else ("", "", 0)
            fresh = replace(
                kept,
                procedure_id=named[0],
                procedure_name=named[1],
                procedure_version=named[2],
                ticks=(),
                missing=(),
            )
            # A talk about which nothing is written leaves no record just because it was answered.
            if kept == Draft():
                self._draft = fresh
            else:
                await self._keep(fresh)
        self._show()

    def _read(self, record: RecordView) -> None:
        self._draft, self._pen = record.draft, pen_for(record)
        self.needs_name, self.finished = record.needs_name, record.state == "finished"
        self.pages += 1
        self.heard = 0

    async def _keep(self, draft: Draft) -> bool:
        made, me = services(), who(self)
        self.problem = ""
        try:
            self._pen = await write(made, me, self._pen, draft)
        except DraftConflict as error:
            # Another page of this department wrote meanwhile: theirs is shown, ours is kept beside it.
            self.problem = sentence(error)
            self._read(error.now)
            self._show()
            return False
        except DomainError as error:
            self.problem = sentence(error)
            return False
        self._draft = draft
        self._show()
        return True

    def _show(self) -> None:
        view, draft = self._view, self._draft
        self.procedure = draft.procedure_id
        self.name = draft.procedure_name
        self.items = [] if view is None else show.items(view.content, draft)
        self.facts = [] if view is None else show.facts(view)
        self.forms = show.forms(None if view is None else view.content, self.department)
        self.unconfirmed = view is not None and view.unconfirmed
        self.progress = show.progress(self.items)
        self.memo, self.result, self.resident = draft.memo, draft.result, draft.resident_name

    def _drop(self) -> None:
        if not self.call:
            return
        self.call = self.department = self.procedure = self.name = self.progress = ""
        self.memo = self.result = self.resident = self.problem = ""
        self.options, self.items, self.facts, self.missing, self.waiting = [], [], [], [], []
        self.forms = []
        self.unconfirmed = self.needs_name = self.finished = self.ending = False
        self._draft, self._view, self._pen = Draft(), None, Pen()
