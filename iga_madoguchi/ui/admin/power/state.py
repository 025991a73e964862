"""What the page of power shows, and the registration of the UPS."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.power import service as power
from iga_madoguchi.domain.power.views import Ups
from iga_madoguchi.errors import DomainError, InvalidInput
from iga_madoguchi.kit.clock import TOKYO
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.admin.power import show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja import power as text

FIELDS = ("name", "host", "port", "login", "password")


@needs(Permission.ADMIN_VIEW)
class PowerState(rx.State):
    """`ups_*` are what is set now; the password is never sent back. `known`: a UPS is set."""

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    may_act: bool = False
    known: bool = False
    good: bool = False
    verdict: str = ""
    advice: str = ""
    problems: list[show.Problem] = []
    facts: list[show.Fact] = []
    plan: list[show.Step] = []
    history: list[show.Past] = []
    ups_name: str = ""
    ups_host: str = ""
    ups_port: str = ""
    ups_login: str = ""
    drill: bool = False
    restart: str = ""
    done: str = ""
    problem: str = ""

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, power.CHANGED)
        self.done = self.problem = ""
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def refresh(self) -> None:
        """Read again how it stands with the power."""
        made, me = services(), who(self)
        glance, standing = made.power.glance, await offload(power.standing, made.database)
        ups = await offload(power.ups, made.database)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        self.may_act = Permission.ADMIN_MANAGE in me.permissions
        self.problems = show.problems(glance)
        self.good, self.verdict, self.advice = show.verdict(glance, standing, self.problems)
        self.facts, self.plan = show.facts(glance), show.plan(made.power.limits)
        self.history = show.history(await offload(power.history, made.database))
        self.known = ups is not None
        ups = ups or Ups("")
        self.ups_name, self.ups_host, self.ups_port = ups.name, ups.host, str(ups.port)
        self.ups_login = ups.login
        self.drill = standing.drill_since is not None
        self.restart = text.restart_sentence(standing, made.clock.now())
        self.ready = True

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def save(self, data: dict[str, Any]) -> None:
        """この UPS を使う"""
        made = services()
        self.done = self.problem = ""
        given = {name: str(data.get(name) or "").strip() for name in FIELDS}
        try:
            ups = Ups(given["name"], given["host"], _port(given["port"]), given["login"])
            await offload(
                power.set_ups,
                made.database,
                made.settings.data_dir,
                ups,
                given["password"],
                who(self).actor,
            )
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.done = "UPS を登録しました。数秒で、ようすが出ます。"
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def forget(self) -> None:
        """UPS の登録を消す"""
        made = services()
        self.done = self.problem = ""
        try:
            await offload(power.forget_ups, made.database, made.settings.data_dir, who(self).actor)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.done = "UPS の登録を消しました。"
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def practise(self) -> None:
        """停電の練習をする、練習をやめる"""
        made = services()
        self.done = self.problem = ""
        verb = power.end_drill if self.drill else power.start_drill
        try:
            await offload(verb, made.database, who(self).actor)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.done = "" if self.drill else text.DRILL_BEGUN
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def plan_restart(self, data: dict[str, Any]) -> None:
        """この時刻に始め直す"""
        made = services()
        self.done = self.problem = ""
        try:
            at = _moment(str(data.get("at") or ""))
            await offload(power.plan_restart, made.database, at, who(self).actor)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.done = text.RESTART_PLANNED
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def take_back_restart(self) -> None:
        """始め直すのをやめる"""
        made = services()
        self.done = self.problem = ""
        try:
            await offload(power.take_back_restart, made.database, who(self).actor)
        except DomainError as error:
            self.problem = sentence(error)
        await self.refresh()


def _moment(text: str) -> datetime:
    """As a browser writes it, in Iga. Raises InvalidInput `power.restart.when`."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", text, re.ASCII):
        raise InvalidInput("power.restart.when")
    try:
        return datetime.fromisoformat(text).replace(tzinfo=TOKYO)
    except ValueError as error:
        raise InvalidInput("power.restart.when") from error


def _port(text: str) -> int:
    """Raises InvalidInput `power.ups.port`."""
    if not text.isascii() or not text.isdigit() or len(text) > 5:
        raise InvalidInput("power.ups.port")
    return int(text)
