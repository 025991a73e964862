"""What the page of places lists, and what is done with one of them beside its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls import retiring
from iga_madoguchi.domain.reservations import look as reservations
from iga_madoguchi.domain.terminals import departments, enrolment, places
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import DepartmentView, TerminalView
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.admin.terminals import outlook, show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who

DEPARTMENT = "department"


@needs(Permission.ADMIN_MANAGE)
class TerminalsState(rx.State):
    """`panel` is what stands beside the lists: form, retire, link, or nothing; `kind`, `subject` and `title`
    say of what, `revision` is the one that was shown. `done`: what was changed; `removed` can be put back.
    """

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    departments: list[show.DepartmentRow] = []
    branches: list[show.PlaceRow] = []
    terminals: list[show.PlaceRow] = []
    gone: list[show.GoneRow] = []
    panel: str = ""
    kind: str = ""
    subject: str = ""
    title: str = ""
    revision: int = 0
    will: list[str] = []
    link: str = ""
    enrolled: bool = False
    problem: str = ""
    done: str = ""
    removed: str = ""
    removed_kind: str = ""

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        self._begin()
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def refresh(self) -> None:
        """Read the lists again; what is being written beside them stays."""
        made, me = services(), who(self)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        sections, here = await read_all()
        self.departments = show.departments(sections, here)
        self.branches, self.terminals = show.branches(here), show.terminals(here)
        self.gone = show.gone(sections, here)
        self.ready = True

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def close(self) -> None:
        """閉じる; an enrolment link is not shown again."""
        self._begin()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def move(self, kind: str, subject: str, by: int) -> None:
        """上へ, 下へ"""
        if by in (-1, 1):
            verb = departments.move if kind == DEPARTMENT else places.move
            await self._do(verb, subject, by)
            await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def ask_retire(self) -> None:
        """使うのをやめる: says first what will happen."""
        kind, subject = self.kind, self.subject
        self._begin()
        if await self._point_at(kind, subject):
            sections, here = await read_all()
            expected = await offload(reservations.expected_at, services().database, subject)
            self.will = _outlook(kind, subject, sections, here, expected)
            self.panel = "retire"

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def retire(self) -> None:
        """使うのをやめる, after it was said what will happen."""
        kind, subject, title = self.kind, self.subject, self.title
        section = kind == DEPARTMENT
        verb = retiring.retire_department if section else retiring.retire_terminal
        if self.panel != "retire":
            return
        if not await self._do(verb, subject, self.revision):
            # Whoever has read what is said may press again, on what is there now.
            await self._point_at(kind, subject)
            return
        self._begin()
        self.done, self.removed, self.removed_kind = f"{title}を使うのをやめました。", subject, kind
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def restore(self, kind: str, subject: str) -> None:
        """もとに戻す"""
        self._begin()
        if await self._do(departments.restore if kind == DEPARTMENT else places.restore, subject):
            anew = "" if kind == DEPARTMENT else "登録リンクを作って、端末を登録してください。"
            if await self._point_at(kind, subject):
                self.done = f"{self.title}をもとに戻しました。{anew}"
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def make_link(self, kind: str, subject: str) -> None:
        """登録リンク: shown now and never again."""
        self._begin()
        if not await self._point_at(kind, subject):
            return
        made, actor = services(), who(self).actor
        try:
            code = await offload(enrolment.issue_code, made.database, subject, actor)
        except DomainError as error:
            self.problem = sentence(error)
            return
        self.link, self.panel = f"{made.settings.public_url}/enrol?code={code}", "link"

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def revoke(self) -> None:
        """登録をやめる: what is enrolled there is turned away at once."""
        if self.panel and await self._do(enrolment.revoke, self.subject):
            title = self.title
            self._begin()
            self.done = f"{title}の登録をやめました。新しい登録リンクで、また登録できます。"
            await self.refresh()

    def _begin(self) -> None:
        who(self)
        self.panel = self.kind = self.subject = self.title = self.link = self.problem = ""
        self.done = self.removed = self.removed_kind = ""
        self.revision, self.will, self.enrolled = 0, [], False

    async def _point_at(self, kind: str, subject: str) -> bool:
        """What the panel is about, as it is now; False when it is not in use."""
        sections, here = await read_all()
        if kind == DEPARTMENT:
            section = next((one for one in sections if one.id == subject and one.retired_at is None), None)
            if section is None:
                return False
            self.title, self.revision = section.name, section.revision
        else:
            spot = next((one for one in here if one.id == subject and one.in_use), None)
            if spot is None:
                return False
            self.title, self.revision = spot.name, spot.revision
            self.enrolled = spot.enrolled_at is not None
        self.kind, self.subject = kind, subject
        return True

    async def _do(self, verb: Callable[..., Any], *args: Any) -> bool:
        """Whether it was done; if not, `problem` says why and what was shown stays."""
        self.problem, actor = "", who(self).actor
        try:
            await offload(verb, services().database, *args, actor)
        except DomainError as error:
            self.problem = sentence(error)
            return False
        return True


async def read_all() -> tuple[tuple[DepartmentView, ...], tuple[TerminalView, ...]]:
    """All departments and all terminals, also those that are retired."""
    database = services().database
    sections = await offload(terminals.departments, database, retired=True)
    return sections, await offload(terminals.terminals, database, retired=True)


def _outlook(
    kind: str,
    subject: str,
    sections: tuple[DepartmentView, ...],
    here: tuple[TerminalView, ...],
    expected: int,
) -> list[str]:
    if kind == DEPARTMENT:
        gone = next(one for one in sections if one.id == subject)
        return outlook.of_department(gone, sections, here, expected)
    return outlook.of_terminal(next(one for one in here if one.id == subject), here, expected)
