"""What the statistics page shows, and the few things that the bureau sets on it."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.records import settings, statistics, survey
from iga_madoguchi.domain.records.counting import following
from iga_madoguchi.domain.records.policy import KM_LIMIT, SHARE_LIMIT, TRIP_MIN_LIMIT
from iga_madoguchi.domain.records.views import Assumption
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import DomainError, InvalidInput
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.tasks import offload, offload_slow
from iga_madoguchi.ui.admin.statistics import pictures, show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who

TOPICS = (following.COUNTED, survey.ANSWERED, settings.CHANGED, terminals.CHANGED)
LONGEST_NUMBER = 12  # signs; what is longer is no number of ours


@needs(Permission.ADMIN_VIEW)
class StatisticsState(rx.State):
    """`period` is a key of show.PERIODS or "own"; `first` and `last` are ISO days. `saved` is the last row of
    `ways`. `done` says what was changed; `undo` is the branch whose assumption can be put back.
    """

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    period: str = ""
    first: str = ""
    last: str = ""
    days: str = ""
    headline: str = ""
    behind: bool = False
    problem: str = ""
    tiles: list[show.Tile] = []
    charts: list[pictures.Chart] = []
    ways: list[show.Way] = []
    saved: list[str] = []
    way_problem: str = ""
    names: list[show.Naming] = []
    done: str = ""
    undo: str = ""
    # For the server alone: the two days that were chosen, and an assumption as it was.
    _own: tuple[date, date] = (date.min, date.min)
    _before: Assumption | None = None

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, *TOPICS)
        self.period = self.period or show.YEAR
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def refresh(self) -> None:
        """Count again."""
        made, me = services(), who(self)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        period = self.period or show.YEAR
        first, last = show.span(period, local(made.clock.now()).date(), self._own)
        found = await offload_slow(statistics.of_period, made.database, first, last)
        self.first, self.last, self.days = str(first), str(last), show.days(first, last)
        self.headline, self.behind = show.headline(period, found), found.behind
        self.tiles, self.charts = show.tiles(found.total), pictures.all_charts(found)
        self.ways, self.saved = show.ways(found), show.saved(found.total)
        departments = await offload(terminals.departments, made.database)
        named = await offload(settings.departments_with_names, made.database)
        self.names = show.namings(departments, named)
        self.ready = True

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def choose(self, period: str) -> None:
        """今年度, 前年度, 今月, 先月"""
        who(self)
        if period in show.PERIODS:
            self.period, self.problem = period, ""
            await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def choose_days(self, form: dict[str, Any]) -> None:
        """Any two days. What is refused stays in the form."""
        who(self)
        self.problem = ""
        try:
            self._own = statistics.period_of(str(form.get("first", "")), str(form.get("last", "")))
        except DomainError as error:
            self.problem = sentence(error)
            return
        self.period = show.OWN
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def set_way(self, form: dict[str, Any]) -> None:
        """One branch's way, in its row. What is refused stays there."""
        self._begin()
        made, me, branch = services(), who(self), str(form.get("branch", ""))
        before = await self._assumed(branch)
        name = "" if before is None else f"{before.branch_name}："
        try:
            km, minutes, share = _numbers(form)
            await offload(settings.set_assumption, made.database, branch, km, minutes, share, me.actor)
        except DomainError as error:
            self.way_problem = name + sentence(error)
            return
        self._before, self.undo = before, branch
        self.done = f"{name}見積もりのもとを変えました。"
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def put_back(self) -> None:
        """もとに戻す"""
        before = self._before
        self._begin()
        if before is None:
            return
        made, me = services(), who(self)
        try:
            await offload(
                settings.set_assumption,
                *(made.database, before.branch_id, before.km, before.minutes, before.share, me.actor),
            )
        except DomainError as error:
            self.way_problem = sentence(error)
            return
        self.done = f"{before.branch_name}：見積もりのもとを、もとに戻しました。"
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def set_name(self, department: str, needed: bool) -> None:
        """Whether a department's records hold the resident's name."""
        self._begin()
        made, me = services(), who(self)
        try:
            await offload(settings.set_needs_name, made.database, department, bool(needed), me.actor)
        except DomainError as error:
            self.problem = sentence(error)
            return
        await self.refresh()
        name = next(one["name"] for one in self.names if one["id"] == department)
        self.done = f"{name}の記録に、お名前を{'残します' if needed else '残しません'}。"

    def _begin(self) -> None:
        who(self)
        self.problem = self.way_problem = self.done = self.undo = ""
        self._before = None

    async def _assumed(self, branch: str) -> Assumption | None:
        known = await offload(settings.assumptions, services().database)
        return next((one for one in known if one.branch_id == branch), None)


def _numbers(form: dict[str, Any]) -> tuple[float, int, int]:
    """What was typed, in wide signs too. Raises InvalidInput `records.assumption.km|minutes|share`."""
    km = _number(form, "km", KM_LIMIT)
    return km, _whole(form, "minutes", TRIP_MIN_LIMIT), _whole(form, "share", SHARE_LIMIT)


def _number(form: dict[str, Any], name: str, limit: float) -> float:
    text = unicodedata.normalize("NFKC", str(form.get(name, ""))).strip()
    try:
        if len(text) > LONGEST_NUMBER:
            raise ValueError(name)
        return float(text)
    except ValueError as error:
        raise InvalidInput(f"records.assumption.{name}", limit=f"{limit:.0f}") from error


def _whole(form: dict[str, Any], name: str, limit: int) -> int:
    number = _number(form, name, limit)
    if not number.is_integer():
        raise InvalidInput(f"records.assumption.{name}", limit=limit)
    return int(number)
