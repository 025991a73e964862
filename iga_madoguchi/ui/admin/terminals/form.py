"""The form beside the lists: a new department or terminal, or one that is changed."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.terminals import departments, places
from iga_madoguchi.domain.terminals.views import DepartmentView, TerminalView
from iga_madoguchi.errors import Conflict, DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.admin.terminals import show, wishes
from iga_madoguchi.ui.admin.terminals.printer import BranchPrinterState
from iga_madoguchi.ui.admin.terminals.state import DEPARTMENT, TerminalsState, read_all
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja.office import TERMINAL_KINDS

KIND_NAMES = {DEPARTMENT: "課", **TERMINAL_KINDS}


@needs(Permission.ADMIN_MANAGE)
class PlaceFormState(rx.State):
    """What the form began with; what is typed since lives in the browser. `times` makes each form a new one.

    `subject` is empty for something new. `revision` is what was shown, or said to have come meanwhile.
    """

    times: int = 0
    kind: str = ""
    subject: str = ""
    revision: int = 0
    name: str = ""
    examples: str = ""
    icon: str = ""
    phone: str = ""
    deputy: str = ""
    spot: str = ""
    deputies: list[show.ChoiceRow] = []
    at: list[show.ChoiceRow] = []
    branches: list[show.ChoiceRow] = []
    words: list[show.WordsRow] = []
    spots: list[show.SpotRow] = []
    problem: str = ""

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def add(self, kind: str) -> None:
        """課を加える and so on."""
        who(self)
        if kind in KIND_NAMES:
            sections, here = await read_all()
            self._begin(kind, sections, here)
            await self._open(KIND_NAMES[kind])

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def edit(self, kind: str, subject: str) -> None:
        """変える"""
        who(self)
        sections, here = await read_all()
        self._begin(kind, sections, here)
        if kind == DEPARTMENT:
            section = next((one for one in sections if one.id == subject and one.retired_at is None), None)
            if section is not None:
                self._show_department(section, sections, here)
                await self._open(section.name)
        else:
            spot = next((one for one in here if one.id == subject and one.in_use), None)
            if spot is not None:
                self._show_terminal(spot, here)
                if kind == "branch":
                    await (await self.get_state(BranchPrinterState)).opened(subject)
                await self._open(spot.name, spot.enrolled_at is not None)

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def save(self, form: dict[str, Any]) -> None:
        """保存する, 加える. What is refused stays in the form, and may be sent again on what is there now."""
        who(self)
        self.problem, new = "", not self.subject
        name = str(form.get("name", "")).strip()
        try:
            await self._save(form)
        except DomainError as error:
            self.problem = sentence(error)
            if isinstance(error, Conflict):
                await self._catch_up()
            return
        page = await self.get_state(TerminalsState)
        await page.close()
        page.done = f"{name}を{'加えました' if new else '変えました'}。"
        if new:
            page.done += _next_step(self.kind, any(name.startswith("at-") for name in form))
        await page.refresh()

    async def _save(self, form: dict[str, Any]) -> None:
        database, actor = services().database, who(self).actor
        if self.kind == DEPARTMENT:
            wish = wishes.department(form)
            if self.subject:
                await offload(departments.change, database, self.subject, self.revision, wish, actor)
            else:
                await offload(departments.add, database, wish, actor)
            return
        place = wishes.place(form)
        if self.subject:
            await offload(places.change, database, self.subject, self.revision, place, actor)
        else:
            branch = str(form.get("branch", "")) if self.kind == "staff" else None
            await offload(places.add, database, self.kind, place, actor, branch)

    async def _catch_up(self) -> None:
        """The list beside the form shows what another screen has made of it."""
        sections, here = await read_all()
        found = {one.id: one.revision for one in (sections if self.kind == DEPARTMENT else here)}
        self.revision = found.get(self.subject, self.revision)
        page = await self.get_state(TerminalsState)
        await page.refresh()

    async def _open(self, title: str, enrolled: bool = False) -> None:
        page = await self.get_state(TerminalsState)
        await page.close()
        page.panel, page.kind, page.subject = "form", self.kind, self.subject
        page.title, page.enrolled = title, enrolled

    def _begin(self, kind: str, sections: tuple[DepartmentView, ...], here: tuple[TerminalView, ...]) -> None:
        """An empty form of this kind."""
        self.times += 1
        self.kind, self.subject, self.revision = kind, "", 0
        self.name = self.examples = self.phone = self.deputy = self.spot = self.problem = ""
        self.icon = "help"
        self.words = show.words({})
        offered = [(one.id, one.name) for one in sections if one.retired_at is None]
        desks = [(one.id, one.name) for one in here if one.kind == "desk" and one.in_use]
        self.deputies = show.choices(offered, ())
        self.at = show.choices(desks if kind == DEPARTMENT else offered, ())
        branches = [(one.id, one.name) for one in here if one.kind == "branch" and one.in_use]
        self.branches = show.choices(branches, ())
        self.spots = show.spots(here, "", None) if kind == "branch" else []

    def _show_department(
        self,
        one: DepartmentView,
        sections: tuple[DepartmentView, ...],
        here: tuple[TerminalView, ...],
    ) -> None:
        self.subject, self.revision = one.id, one.revision
        self.name, self.examples, self.icon, self.phone = one.name, one.examples, one.icon, one.phone
        others = [(other.id, other.name) for other in sections if other.retired_at is None and other != one]
        self.deputies = show.choices(others, ())
        self.deputy = one.deputy_id if one.deputy_id in {id_ for id_, _ in others} else ""
        self.words = show.words(one.words)
        answering = {desk.id for desk in show.answering(one.id, here)}
        self.at = [row | {"on": row["id"] in answering} for row in self.at]

    def _show_terminal(self, one: TerminalView, here: tuple[TerminalView, ...]) -> None:
        self.subject, self.revision = one.id, one.revision
        self.name, self.phone, self.words = one.name, one.phone, show.words(one.words)
        self.spot = show.spot_id(one.spot)
        self.spots = show.spots(here, one.id, one.spot) if one.kind == "branch" else []
        served = {section.id for section in one.departments}
        self.at = [row | {"on": row["id"] in served} for row in self.at]


def _next_step(kind: str, answered: bool) -> str:
    if kind == DEPARTMENT:
        return "住民の画面に出ています。" if answered else "受ける端末を決めると、呼び出せるようになります。"
    return "「登録リンク」を押すと、端末を登録できます。"
