"""The call that the bureau looks into: asked for, waited for, in, over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls import look, observing
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.admin.call import show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import elsewhere, follow
from iga_madoguchi.ui.session import who

PAGE = "/admin/call"


@needs(Permission.ADMIN_MANAGE)
class ObserverState(rx.State):
    """`stage` is waiting, in or over; empty until the first look."""

    stage: str = ""
    elsewhere: bool = False
    problem: str = ""
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    call: str = ""
    title: str = ""
    reason: str = ""
    answers: list[show.Answer] = []
    held: bool = False
    me: str = ""
    peers: list[show.Peer] = []
    phase: str = ""
    talked: int = 0

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, alone=True)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def glance(self) -> None:
        """The overview says that a call waits in another page; it does not take that page's place."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def refresh(self) -> None:
        """Read again the call that this terminal looks into."""
        made, me = services(), who(self)
        self.elsewhere = elsewhere(self)
        view = None if self.elsewhere else await offload(look.observed, made.database, me)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        if view is None or view.observer is None:
            self.stage = "over"
            self.call = self.me = self.phase = ""
            self.peers = []
            return
        joined = view.observer.joined
        self.stage = "in" if joined else "waiting"
        self.title, self.reason = show.title(view), show.reason(view)
        self.answers, self.held = show.answers(view), view.state == "held"
        # Nothing of the call is prepared here before both have agreed.
        self.call, self.me = (view.id, view.me) if joined else ("", "")
        self.peers, self.phase = (show.peers(view), "in_call") if joined else ([], "")
        self.talked = show.seconds(view, made.clock.now())

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def ask(self, call: str, reason: str) -> Any:
        """参加をお願いする, from the overview: then this page waits for the answers."""
        if await self._do(observing.ask, call, reason):
            return rx.redirect(PAGE)
        return None

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def leave(self) -> Any:
        """退室する, or お願いをやめる."""
        made, me = services(), who(self)
        view = await offload(look.observed, made.database, me)
        if view is not None:
            await self._do(observing.end, view.id)
        return rx.redirect("/admin")

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def close_problem(self) -> None:
        self.problem = ""

    async def _do(self, verb: Callable[..., Any], *args: Any) -> bool:
        made, me = services(), who(self)
        self.problem = ""
        try:
            await offload(verb, made.database, made.presence, me, *args)
        except DomainError as error:
            self.problem = sentence(error)
        return not self.problem
