"""What the branch's staff see of their kiosk and do for its resident: a projection of its own call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls import look, tickets
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import LANGUAGES, NEEDS
from iga_madoguchi.domain.conversation import service as line
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.components import line as line_show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import elsewhere, follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.staff import show
from iga_madoguchi.ui.text.languages import DEFAULT


@needs(Permission.STAFF_USE)
class StaffState(rx.State):
    """`talk` is one row or none; `branch` is empty until the first look. `help` is the time of a request."""

    branch: str = ""
    place: str = ""
    clock_offset: float = 0
    elsewhere: bool = False
    notice: str = ""
    kiosk_here: bool = False
    help: str = ""
    help_seen: bool = False
    # the resident's call, or a new one
    talk: list[show.Talk] = []
    departments: list[show.Department] = []
    wanted: list[str] = []
    language: str = DEFAULT
    # the line to the desk
    call: str = ""
    messages: list[line_show.Message] = []
    arrived: int = 0
    sent: int = 0
    problem: str = ""
    desk_here: bool = False

    @rx.event
    @allow(Permission.STAFF_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, alone=True)
        await self.refresh()

    @rx.event
    @allow(Permission.STAFF_USE)
    async def refresh(self) -> None:
        """Read again what this branch's staff may see."""
        made, me = services(), who(self)
        self.elsewhere = elsewhere(self)
        if self.elsewhere:
            self.help, self.talk, self.messages = "", [], []
            return
        view = await offload(look.kiosk, made.database, made.presence, me)
        written = await offload(line.at_hand, made.database, made.presence, me)
        self.clock_offset = made.settings.clock_offset_s
        self.branch, self.place = view.branch_name, me.terminal_name
        self.kiosk_here = made.presence.online(view.branch_id)
        self.help = "" if view.help is None else f"{local(view.help.at):%H:%M}"
        self.help_seen = view.help is not None and view.help.seen
        self.talk = [] if view.call is None else [show.talk(view.call, made.clock.now())]
        self.departments = show.departments(view)
        call = "" if written is None else written.call
        if call != self.call:
            self.call, self.problem, self.arrived, self.sent = call, "", 0, self.sent + 1
        self.messages = line_show.messages(written)
        self.arrived = sum(not one["mine"] for one in self.messages)
        self.desk_here = written is not None and written.reach == "here"

    @rx.event
    @allow(Permission.STAFF_USE)
    async def go(self) -> None:
        """うかがいます: the resident's screen says so."""
        await offload(calls.go_and_help, services().database, who(self))
        await self.refresh()

    @rx.event
    @allow(Permission.STAFF_USE)
    async def toggle_need(self, need: str) -> None:
        if need in NEEDS:
            kept = [other for other in self.wanted if other != need]
            self.wanted = kept if need in self.wanted else [*kept, need]

    @rx.event
    @allow(Permission.STAFF_USE)
    async def speak(self, language: str) -> None:
        """The language in which the resident wants to talk."""
        if language in LANGUAGES:
            self.language = language

    @rx.event
    @allow(Permission.STAFF_USE)
    async def place_call(self, department: str) -> None:
        """呼び出す, for the resident at the kiosk."""
        wanted, language = list(self.wanted), self.language
        if await self._do(calls.place, department, wanted, language):
            self.wanted, self.language = [], DEFAULT

    @rx.event
    @allow(Permission.STAFF_USE)
    async def prefer(self, call: str, priority: str) -> None:
        """先にご案内, with the reason that is logged."""
        await self._do(tickets.prefer, call, priority)

    @rx.event
    @allow(Permission.STAFF_USE)
    async def send(self, form: dict[str, Any]) -> None:
        """送る"""
        made, me = services(), who(self)
        try:
            await offload(line.write, made.database, made.presence, me, self.call, line_show.text_of(form))
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.problem, self.sent = "", self.sent + 1
        await self.refresh()

    @rx.event
    @allow(Permission.STAFF_USE)
    async def close_notice(self) -> None:
        self.notice = ""

    async def _do(self, verb: Callable[..., Any], *args: Any) -> bool:
        made, me = services(), who(self)
        self.notice = ""
        try:
            await offload(verb, made.database, made.presence, me, *args)
        except DomainError as error:
            self.notice = sentence(error)
        await self.refresh()
        return not self.notice
