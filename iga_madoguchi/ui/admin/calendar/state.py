"""What the calendar page shows and what its forms do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.presence.hours import Span
from iga_madoguchi.domain.reservations import look as reservations
from iga_madoguchi.errors import DomainError, InvalidInput
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.admin.calendar import show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who


@needs(Permission.ADMIN_MANAGE)
class CalendarState(rx.State):
    """`done` says what was changed; `removed` is what can be put back, its hours empty for a closed day."""

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    today: str = ""
    days: list[show.DayRow] = []
    week: list[show.HoursRow] = []
    opening: bool = False
    problem: str = ""
    week_problem: str = ""
    done: str = ""
    removed: str = ""
    removed_note: str = ""
    removed_opens: str = ""
    removed_closes: str = ""

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        self.opening = False
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def refresh(self) -> None:
        """Read the calendar again."""
        made, me = services(), who(self)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        self.today = str(local(made.clock.now()).date())
        self.days = show.days(await offload(presence.coming_days, made.database))
        self.week = show.week(await offload(presence.usual_week, made.database))
        self.ready = True

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def choose_opening(self, opening: bool) -> None:
        """開ける or お休みにする"""
        self.opening, self.problem = opening, ""

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def set_day(self, form: dict[str, Any]) -> None:
        """The form of one day. Says how many people have a reservation on the day that is changed."""
        self._begin()
        try:
            day = _date(form.get("day"))
            hours = _hours(form, "presence.day.hours") if self.opening else None
            await self._change(presence.set_day, day, hours, str(form.get("note", "")))
        except DomainError as error:
            self.problem = sentence(error)
            return
        self.done = f"{show.day_name(day)}は、{show.hours_name(hours)}にしました。"
        expected = await offload(reservations.expected_on, services().database, day)
        if expected:
            self.done += f"この日には予約が{expected}件あります。担当の課に知らせてください。"
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def remove(self, row: str) -> None:
        """いつもどおりにする; it can be put back."""
        self._begin()
        found = await offload(presence.coming_days, services().database)
        coming = next((one for one in found if show.day_id(one.day) == row and one.special), None)
        if coming is None:
            await self.refresh()
            return
        await self._change(presence.clear_day, coming.day)
        self.removed, self.removed_note = row, coming.note
        opens, closes = "", ""
        if coming.hours is not None:
            opens, closes = f"{coming.hours.opens:%H:%M}", f"{coming.hours.closes:%H:%M}"
        self.removed_opens, self.removed_closes = opens, closes
        self.done = f"{show.day_name(coming.day)}を、いつもどおりにしました。"
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def put_back(self) -> None:
        """もとに戻す"""
        row, note = self.removed, self.removed_note
        hours = show.span_of(self.removed_opens, self.removed_closes)
        self._begin()
        if not row:
            return
        try:
            day = None if row == show.EVERY else _date(row)
            await self._change(presence.set_day, day, hours, note)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.done = f"{show.day_name(day)}を、もとに戻しました。"
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def set_week(self, form: dict[str, Any]) -> None:
        """The usual week. What is refused stays in the form."""
        self._begin()
        week = {}
        try:
            for weekday in range(7):
                opens, closes = (str(form.get(f"{name}{weekday}", "")) for name in ("opens", "closes"))
                if opens or closes:
                    week[weekday] = _span(opens, closes, "presence.week.times")
            await self._change(presence.set_week, week)
        except DomainError as error:
            self.week_problem = sentence(error)
            return
        self.done = "いつもの時間を変えました。"
        await self.refresh()

    def _begin(self) -> None:
        who(self)
        self.problem = self.week_problem = self.done = ""
        self.removed = self.removed_note = self.removed_opens = self.removed_closes = ""

    async def _change(self, verb: Callable[..., Any], *args: Any) -> None:
        await offload(verb, services().database, *args, who(self).actor)


def _date(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise InvalidInput("presence.day.missing") from error


def _hours(form: dict[str, Any], code: str) -> Span:
    return _span(str(form.get("opens", "")), str(form.get("closes", "")), code)


def _span(opens: str, closes: str, code: str) -> Span:
    found = show.span_of(opens, closes)
    if found is None:
        raise InvalidInput(code)
    return found
