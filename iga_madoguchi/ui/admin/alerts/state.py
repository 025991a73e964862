"""What the page of alerts shows, and the drill."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.monitoring.alerts import service as alerts
from iga_madoguchi.domain.monitoring.alerts.outbox import CHANGED
from iga_madoguchi.domain.monitoring.alerts.policy import SCREEN
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.admin.alerts import show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja import alerts as text


@needs(Permission.ADMIN_VIEW)
class AlertsState(rx.State):
    """`drilled`: how the newest drill came on."""

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    may_act: bool = False
    good: bool = False
    verdict: str = ""
    advice: str = ""
    quiet: str = ""
    means: list[show.MeansRow] = []
    drilled: list[show.Told] = []
    told: list[show.Told] = []
    done: str = ""
    problem: str = ""

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, CHANGED)
        self.done = self.problem = ""
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def refresh(self) -> None:
        """Read again what was told and how it came on."""
        made, me = services(), who(self)
        around = made.lookout.around
        names = (SCREEN, *around.outbox.means)
        found = await offload(alerts.how_means_do, made.database, around.server, names)
        sendings = await offload(alerts.newest, made.database, around.server)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        self.may_act = Permission.ADMIN_MANAGE in me.permissions
        self.good, self.verdict, self.advice = show.verdict(found)
        where = {one.name: one.where for one in made.courier.means} | {SCREEN: text.SCREEN_WHERE}
        self.means = show.means(found, where)
        self.quiet = show.quiet(around.outbox.quiet)
        self.drilled = show.drilled(sendings)
        self.told = [show.told(one) for one in sendings]
        self.ready = True

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def practise(self) -> None:
        """知らせの練習をする"""
        made = services()
        self.done = self.problem = ""
        around = made.lookout.around
        try:
            await offload(alerts.drill, made.database, around.server, around.outbox, who(self).actor)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.done = text.DRILL_BEGUN
        await self.refresh()
