"""What the page of functions shows and does."""

from __future__ import annotations

from typing import TypedDict

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.functions import service as functions
from iga_madoguchi.domain.functions.service import Switch
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja.office import FUNCTIONS


class Row(TypedDict):
    """One function. `note` says since when it is off, and who did it."""

    id: str
    name: str
    what: str
    on: bool
    note: str


@needs(Permission.ADMIN_MANAGE)
class FunctionsPageState(rx.State):
    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    rows: list[Row] = []
    done: str = ""
    problem: str = ""

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        self.done = ""
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def refresh(self) -> None:
        """Read the switches again."""
        made, me = services(), who(self)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        self.rows = [_row(one) for one in await offload(functions.switches, made.database)]
        self.ready = True

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def turn(self, function: str, on: bool) -> None:
        """使う or 使わない"""
        self.done = self.problem = ""
        try:
            await offload(functions.switch, services().database, function, on, who(self).actor)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            name = FUNCTIONS[function][0]
            self.done = f"「{name}」を、{'使う' if on else '使わない'}ことにしました。"
        await self.refresh()


def _row(one: Switch) -> Row:
    name, what = FUNCTIONS[one.id]
    note = ""
    if one.since is not None:
        here = local(one.since)
        note = f"{here.year}年{here.month}月{here.day}日 {here:%H:%M} {one.by}"
    return Row(id=one.id, name=name, what=what, on=one.on, note=note)
