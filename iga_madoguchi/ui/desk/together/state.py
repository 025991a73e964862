"""Who else is here: the bureau that looks into the desk's call, and the terminal of its vigil."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls import look, observing, vigils
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.components import together
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk import show
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import elsewhere, follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja.office import OBSERVER_REASONS


@needs(Permission.DESK_USE)
class DeskTogetherState(rx.State):
    """`looking` is asked, waiting or in; `vigil_state` asked, asking, on or paused; both empty for none."""

    call: str = ""
    decides: bool = False
    looking: str = ""
    reason: str = ""
    vigil: str = ""
    vigil_state: str = ""
    vigil_name: str = ""
    vigil_s: int = 0
    vigil_call: str = ""
    vigil_me: str = ""
    vigil_peers: list[together.Peer] = []
    choosing: bool = False
    choices: list[show.Choice] = []
    problem: str = ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def refresh(self) -> None:
        """Read again who else is here."""
        made, me = services(), who(self)
        if elsewhere(self):
            self.vigil_call = ""
            return
        view = await offload(look.beside, made.database, me)
        self.call, self.decides = view.call, view.decides
        self.looking = together.looking(view, "desk")
        self.reason = "" if view.observer is None else OBSERVER_REASONS[view.observer.reason]
        self.vigil = "" if view.vigil is None else view.vigil.id
        self.vigil_state, self.vigil_name = together.vigil_state(view.vigil), together.vigil_name(view.vigil)
        self.vigil_s = together.vigil_seconds(view.vigil, made.clock.now())
        self.vigil_call = self.vigil if self.vigil_state == "on" else ""
        self.vigil_me, self.vigil_peers = me.terminal_id, together.vigil_peers(view.vigil)
        if self.vigil:
            self.choosing = False
        if self.choosing:
            self.choices = show.terminals(await offload(look.askable, made.database, made.presence, me))

    @rx.event
    @allow(Permission.DESK_USE)
    async def agree(self) -> None:
        """いいですよ: the bureau may come in."""
        await self._do(observing.agree, self.call)

    @rx.event
    @allow(Permission.DESK_USE)
    async def dismiss(self) -> None:
        """ことわる, or 終わってもらう once it is in."""
        await self._do(observing.end, self.call)

    @rx.event
    @allow(Permission.DESK_USE)
    async def choose(self) -> None:
        """見守りをお願いする: first say whom."""
        self.choosing, self.problem = not self.choosing, ""
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def ask(self, terminal: str) -> None:
        await self._do(vigils.ask, terminal)

    @rx.event
    @allow(Permission.DESK_USE)
    async def accept(self) -> None:
        """見守りをはじめる"""
        await self._do(vigils.accept, self.vigil)

    @rx.event
    @allow(Permission.DESK_USE)
    async def end_vigil(self) -> None:
        """見守りを終わる, ことわる, or take the question back."""
        await self._do(vigils.end, self.vigil)

    async def _do(self, verb: Callable[..., Any], subject: str) -> None:
        made, me = services(), who(self)
        self.problem = ""
        try:
            await offload(verb, made.database, made.presence, me, subject)
        except DomainError as error:
            self.problem = sentence(error)
        await self.refresh()
