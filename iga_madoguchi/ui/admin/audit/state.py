"""What the page of the operation log shows: a question, a page of answers, and whether the log is whole."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.audit import reading
from iga_madoguchi.domain.audit.reading import Wanted
from iga_madoguchi.domain.auditing import checking
from iga_madoguchi.domain.auditing import service as auditing
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.tasks import offload, offload_slow
from iga_madoguchi.ui.admin.audit import show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who

FIELDS = ("area", "actor", "terminal", "subject", "refused")
SHOWN_LIMIT = 1000
"""A list of so many is searched, not read."""


@needs(Permission.AUDIT_READ)
class AuditState(rx.State):
    """`period` is a key of show.DAYS or "own". `entries` newest first; `older` asks for what comes behind."""

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    may_go_home: bool = False
    verdict: str = ""
    advice: str = ""
    good: bool = False
    known: bool = False
    faults: list[str] = []
    checking: bool = False
    part: int = 0
    period: str = ""
    first: str = ""
    last: str = ""
    area: str = ""
    actor: str = ""
    terminal: str = ""
    subject: str = ""
    refused: bool = False
    areas: list[show.Option] = []
    terminals: list[show.Option] = []
    entries: list[show.Entry] = []
    older: int = 0
    asked: str = ""
    problem: str = ""
    # For the server alone.
    _wanted: Wanted | None = None

    @rx.event
    @allow(Permission.AUDIT_READ)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, checking.CHANGED)
        await self.refresh()
        if self._wanted is None:
            await self._show_days("day")

    @rx.event
    @allow(Permission.AUDIT_READ)
    async def refresh(self) -> None:
        """Read again whether the log is whole."""
        made, me = services(), who(self)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        self.may_go_home = Permission.ADMIN_VIEW in me.permissions
        last, part = await offload(checking.last, made.database), made.log_check.part
        said = show.verdict(last, part)
        self.verdict, self.advice, self.good = said["title"], said["more"], said["good"]
        self.known = last is not None and part is None
        self.faults = show.faults(last) if part is None else []
        self.checking, self.part = part is not None, round(100 * (part or 0))
        self.areas = show.areas()
        self.terminals = show.terminals(await offload(auditing.names_of_terminals, made.database))
        self.ready = True

    @rx.event
    @allow(Permission.AUDIT_READ)
    async def check(self) -> None:
        """いま確かめる"""
        self.problem = ""
        try:
            await offload(services().log_check.order, who(self).actor)
        except DomainError as error:
            self.problem = sentence(error)
        await self.refresh()

    @rx.event
    @allow(Permission.AUDIT_READ)
    async def choose(self, period: str) -> None:
        """きょう, 7日間, 31日間"""
        who(self)
        if period in show.DAYS:
            await self._show_days(period)

    @rx.event
    @allow(Permission.AUDIT_READ)
    async def search(self, form: dict[str, Any]) -> None:
        """Whatever is asked for. What is refused stays in the form."""
        who(self)
        self.problem = ""
        more = {name: str(form.get(name) or "") for name in FIELDS}
        more["refused"] = "1" if more["refused"] else ""
        try:
            wanted = reading.wanted(str(form.get("first") or ""), str(form.get("last") or ""), **more)
        except DomainError as error:
            self.problem = sentence(error)
            return
        self.period = show.OWN
        await self._show(wanted)

    @rx.event
    @allow(Permission.AUDIT_READ)
    async def more(self) -> None:
        """さらに前を見る"""
        who(self)
        if self._wanted is not None and self.older and len(self.entries) < SHOWN_LIMIT:
            told, self.older = await offload_slow(
                auditing.look, services().database, self._wanted, self.older
            )
            self.entries = [*self.entries, *show.entries(told)]

    async def _show_days(self, period: str) -> None:
        self.period = period
        first, last = show.span(period, local(services().clock.now()).date())
        refused = "1" if self.refused else ""
        await self._show(
            reading.wanted(
                str(first),
                str(last),
                area=self.area,
                actor=self.actor,
                terminal=self.terminal,
                subject=self.subject,
                refused=refused,
            )
        )

    async def _show(self, wanted: Wanted) -> None:
        made, me = services(), who(self)
        self._wanted, self.problem = wanted, ""
        self.first, self.last = str(wanted.first), str(wanted.last)
        self.area, self.actor, self.terminal = wanted.area, wanted.actor, wanted.terminal
        self.subject, self.refused = wanted.subject, wanted.refused
        told, self.older = await offload_slow(auditing.look, made.database, wanted)
        self.entries, self.asked = show.entries(told), show.address(wanted)
        await offload(auditing.note_look, made.database, wanted, me.actor)
