"""What the bureau's overview shows: a projection of the whole, never of what is said in a call."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts import rules
from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.monitoring import service as monitoring
from iga_madoguchi.domain.monitoring.views import Overview
from iga_madoguchi.errors import DomainError, NotFound, Unavailable
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.admin.overview import show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who


@needs(Permission.ADMIN_VIEW)
class OverviewState(rx.State):
    """`checked` is empty until the first look, `mood` is "ok", "warn", "bad" or "unknown".

    `branches` are on the map, `elsewhere` those that are not.
    """

    checked: str = ""
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    mood: str = ""
    verdict: str = ""
    advice: str = ""
    today: str = ""
    branches: list[show.TileRow] = []
    elsewhere: list[show.TileRow] = []
    lines: list[show.LineRow] = []
    desks: list[show.TileRow] = []
    departments: list[show.TileRow] = []
    calls: list[show.CallRow] = []
    problems: list[show.Problem] = []
    vitals: list[show.Vital] = []
    problem: str = ""
    one_step: bool = False
    never_locks: bool = False

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def refresh(self) -> None:
        """Read the whole again."""
        made, me = services(), who(self)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        standing = made.lookout.standing()
        try:
            view = await offload(monitoring.overview, made.database, made.presence, standing)
            lax = await offload(rules.lax, made.database)
        except DomainError:
            self._tell_faults(monitoring.faults_alone(made.database, standing))
            return
        self._tell_faults(view)
        self.today = show.today(view)
        branches = show.tiles(view, "branch")
        self.branches = [tile for tile in branches if tile["place"]]
        self.elsewhere = [tile for tile in branches if not tile["place"]]
        self.lines, self.desks = show.lines(view), show.tiles(view, "desk")
        self.departments = show.departments(view)
        self.calls = show.calls(view)
        self.one_step, self.never_locks = rules.SECOND_FACTOR in lax, bool({*lax} - {rules.SECOND_FACTOR})

    def _tell_faults(self, view: Overview) -> None:
        """What is wrong; it is known without the database, and all else stays as it was last read."""
        self.checked = f"{local(view.checked_at):%H:%M:%S}"
        self.mood = show.mood(view)
        self.verdict, self.advice = show.verdict(view), show.advice(view)
        self.problems = show.problems(view, services().settings.phones)
        self.vitals = show.vitals(view)

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def acknowledge(self, data: dict[str, Any]) -> None:
        """確認しました"""
        made, me = services(), who(self)
        self.problem = ""
        number = str(data.get("incident") or "")
        try:
            if not number.isascii() or not number.isdigit() or len(number) > 18:
                raise NotFound("monitoring.incident.over")
            if number == "0":
                raise Unavailable("monitoring.incident.unwritten")
            comment = str(data.get("comment") or "")
            await offload(made.lookout.acknowledge, int(number), me.actor, me.staff_name, comment)
        except DomainError as error:
            self.problem = sentence(error)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    def close_problem(self) -> None:
        """閉じる"""
        self.problem = ""
