"""What the list of checks shows."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.monitoring import incidents
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.admin.checks import show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who


@needs(Permission.ADMIN_VIEW)
class ChecksState(rx.State):
    """`looked`: when it was last looked, "" when not of late."""

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    looked: str = ""
    counted: str = ""
    rows: list[show.Row] = []
    past: list[show.Past] = []
    problem: str = ""

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, incidents.CHANGED)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def refresh(self) -> None:
        """Read again what is watched."""
        made, me = services(), who(self)
        standing = made.lookout.standing()
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        self.looked = "" if standing.looked_at is None else f"{local(standing.looked_at):%H:%M:%S}"
        self.rows, self.counted = show.rows(standing), show.counted(standing)
        self.problem = ""
        try:
            self.past = show.past(await offload(incidents.recovered, made.database))
        except DomainError as error:
            self.problem = sentence(error)
        self.ready = True
