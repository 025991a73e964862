"""Who else is here: the bureau that looks in, the tickets on the bench, the terminal of a vigil."""

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
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import elsewhere, follow
from iga_madoguchi.ui.session import who


@needs(Permission.KIOSK_USE)
class TogetherState(rx.State):
    """`looking` is asked, waiting or in; `vigil_state` asked, on or paused; both empty for none."""

    call: str = ""
    looking: str = ""
    reason: str = ""
    bench: list[str] = []
    turn: str = ""
    vigil: str = ""
    vigil_state: str = ""
    vigil_name: str = ""
    vigil_s: int = 0
    vigil_call: str = ""
    vigil_me: str = ""
    vigil_peers: list[together.Peer] = []

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def refresh(self) -> None:
        """Read again who else is here."""
        made, me = services(), who(self)
        if elsewhere(self):
            self.vigil_call = ""
            return
        view = await offload(look.beside, made.database, me)
        self.call, self.looking = view.call, together.looking(view, "branch")
        self.reason = "" if view.observer is None else view.observer.reason
        self.bench = [str(call.ticket) for call in view.bench]
        self.turn = str(view.turn) if view.turn else ""
        self.vigil = "" if view.vigil is None else view.vigil.id
        self.vigil_state, self.vigil_name = together.vigil_state(view.vigil), together.vigil_name(view.vigil)
        self.vigil_s = together.vigil_seconds(view.vigil, made.clock.now())
        self.vigil_call = self.vigil if self.vigil_state == "on" else ""
        self.vigil_me, self.vigil_peers = me.terminal_id, together.vigil_peers(view.vigil)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def agree(self) -> None:
        """いいですよ: the bureau may come in."""
        await self._do(observing.agree, self.call)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def dismiss(self) -> None:
        """ことわる, or やめてもらう once it is in."""
        await self._do(observing.end, self.call)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def keep_company(self) -> None:
        """つなぐ: the vigil begins."""
        await self._do(vigils.accept, self.vigil)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def end_vigil(self) -> None:
        """見守りを終わる, or ことわる."""
        await self._do(vigils.end, self.vigil)

    async def _do(self, verb: Callable[..., Any], subject: str) -> None:
        """What is refused here is over already; the next look shows it."""
        made, me = services(), who(self)
        try:
            await offload(verb, made.database, made.presence, me, subject)
        except DomainError:
            pass
        await self.refresh()
