"""What the list of procedures shows, and what is done with a procedure as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.procedures import service as procedures
from iga_madoguchi.domain.procedures.search import QUERY_LIMIT
from iga_madoguchi.domain.procedures.views import ProcedureView
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services
from iga_madoguchi.ui.admin.procedures import show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who


@needs(Permission.ADMIN_MANAGE)
class ProceduresState(rx.State):
    """`done` says what was changed; `undo` is the procedure that もとに戻す puts back, `undo_retires` how."""

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    departments: list[show.Choice] = []
    sections: list[show.Section] = []
    department: str = ""
    words: str = ""
    unsure: bool = False
    narrowed: bool = False
    total: int = 0
    shown: int = 0
    unconfirmed: int = 0
    problem: str = ""
    done: str = ""
    undo: str = ""
    undo_retires: bool = False

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def refresh(self) -> None:
        """Read the catalogue again, as far as it is looked at."""
        made, me = services(), who(self)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        views = await offload(procedures.of_admin, made.database)
        staff = await offload(accounts.all_staff, made.database)
        found = await offload(terminals.departments, made.database)
        self.departments = [show.Choice(id=one.id, name=one.name) for one in found]
        fitting = await offload(_fitting, made, views, self.words) if self.words else None
        kept = show.chosen(views, self.department, fitting, unsure=self.unsure)
        self.sections = show.sections(kept, {one.login: one.name for one in staff})
        self.total, self.shown = len(views), len(kept)
        self.unconfirmed = sum(view.unconfirmed for view in views)
        self.narrowed = bool(self.words) or self.unsure
        self.ready = True

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def choose_department(self, department: str) -> None:
        """Only what one department offers, "" for all."""
        self.department = department if department in {one["id"] for one in self.departments} else ""
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def look_for(self, words: str) -> None:
        """Only what fits these words, as residents would find it too."""
        self.words = words.strip()[:QUERY_LIMIT]
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def toggle_unsure(self) -> None:
        """要確認だけ"""
        self.unsure = not self.unsure
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def move(self, procedure: str, by: int) -> None:
        """One place up or down among those that its department offers."""
        self._begin()
        await self._change(procedures.move, procedure, 1 if by > 0 else -1)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def retire(self, procedure: str) -> None:
        """使わない; it can be put back."""
        self._begin()
        if await self._change(procedures.retire, procedure):
            await self._did(procedure, "を、使わないことにしました。いまの通話では、最後まで使えます。")
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def restore(self, procedure: str) -> None:
        """もう一度使う; it can be retired again."""
        self._begin()
        if await self._change(procedures.restore, procedure):
            await self._did(procedure, "を、もう一度使うことにしました。", retires=True)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def put_back(self) -> None:
        """もとに戻す"""
        procedure, retires = self.undo, self.undo_retires
        self._begin()
        verb = procedures.retire if retires else procedures.restore
        if procedure and await self._change(verb, procedure):
            await self._did(procedure, "を、もとに戻しました。")
            self.undo = ""
        await self.refresh()

    def _begin(self) -> None:
        who(self)
        self.problem = self.done = self.undo = ""
        self.undo_retires = False

    async def _did(self, procedure: str, what: str, *, retires: bool = False) -> None:
        view = await offload(procedures.get, services().database, procedure)
        self.done = f"「{view.content.name.ja}」{what}"
        self.undo, self.undo_retires = procedure, retires

    async def _change(self, verb: Callable[..., Any], *args: Any) -> bool:
        try:
            await offload(verb, services().database, who(self).actor, *args)
        except DomainError as error:
            self.problem = sentence(error)
            return False
        return True


def _fitting(made: Services, views: tuple[ProcedureView, ...], words: str) -> set[str]:
    hits = made.catalogue.find(made.database, words)
    return {hit.card.id for hit in hits} | show.named(views, words)
