"""What the board of self-tests shows, and the order to test again."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls import reloading
from iga_madoguchi.domain.reporting import service as reporting
from iga_madoguchi.domain.selftests import service as selftests
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.admin.selftests import show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who


@needs(Permission.ADMIN_VIEW)
class SelfTestsState(rx.State):
    """`known`: all is well or something is not; else nobody knows. `month`: the one before this, of which a
    report is usually made. `drafts`: the newest incidents; with `draft` a report of one begins.
    """

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    may_act: bool = False
    good: bool = False
    known: bool = False
    verdict: str = ""
    advice: str = ""
    rows: list[show.Row] = []
    problems: list[show.Problem] = []
    month: str = ""
    drafts: list[show.Draft] = []
    draft: show.Draft = show.NO_DRAFT
    done: str = ""
    problem: str = ""

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        self.done = self.problem = ""
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def refresh(self) -> None:
        """Read again how the terminals stand."""
        made, me = services(), who(self)
        standings, now = await offload(selftests.standings, made.database), made.clock.now()
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        self.may_act = Permission.ADMIN_MANAGE in me.permissions
        self.good, self.verdict, self.advice = show.verdict(standings)
        self.known = self.good or any(one.enrolled and one.state == "bad" for one in standings)
        self.rows = [show.row(one, now) for one in standings]
        self.problems = show.problems(standings)
        self.month = _month_before(local(now).year, local(now).month)
        self.drafts = show.drafts(await offload(reporting.drafts, made.database))
        if not self.draft["first"]:
            self.draft = show.empty_draft(now)
        self.ready = True

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    def write_about(self, incident: str) -> None:
        """さいきんの異常から書く"""
        self.draft = next((one for one in self.drafts if one["id"] == incident), self.draft)

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def order(self, terminal: str) -> None:
        """点検する: one terminal, or all when it is ""."""
        self.done = self.problem = ""
        try:
            count = await offload(selftests.order, services().database, who(self).actor, terminal)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.done = f"{count}台に、点検を頼みました。だれも使っていなければ、1分以内に結果が出ます。"
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def reload(self, terminal: str) -> None:
        """画面を読み直す"""
        self.done = self.problem = ""
        try:
            await offload(reloading.reload_page, services().database, terminal, who(self).actor)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.done = "画面を読み直すように頼みました。つながっていれば、数秒で開き直します。"
        await self.refresh()


def _month_before(year: int, month: int) -> str:
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02}"
