"""Whether paper is about to come out of the printer beside this terminal."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who


@needs(Permission.KIOSK_USE)
class KioskPrintingState(rx.State):
    coming: bool = False

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def refresh(self) -> None:
        self.coming = await offload(printing.coming, services().database, who(self))
