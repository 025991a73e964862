"""Which functions the city uses, for every page: what is off is not drawn."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.functions import service as functions
from iga_madoguchi.domain.functions.service import FunctionId
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who


@needs()
class FunctionsState(rx.State):
    """Everybody with a page may know it; before the first look nothing is offered."""

    off: list[str] = list(functions.FUNCTIONS)

    @rx.event
    @allow()
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow()
    async def refresh(self) -> None:
        """Read again what is switched off."""
        who(self)
        self.off = sorted(await offload(functions.off, services().database))


def where_on(function: FunctionId, *parts: rx.Component) -> rx.Component:
    """These parts, while the function is on."""
    return rx.cond(FunctionsState.off.contains(function), rx.fragment(), rx.fragment(*parts))
