"""What the page of backups shows, and what is ordered on it."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.backup import secret
from iga_madoguchi.domain.backup import service as backups
from iga_madoguchi.domain.backup.orders import CHANGED
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.backup.views import SnapshotView
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload, offload_slow
from iga_madoguchi.ui.admin.backup import show
from iga_madoguchi.ui.backups import Problem, problems
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja.backup import BEGUN, BEGUN_WHATS


@needs(Permission.ADMIN_VIEW)
class BackupState(rx.State):
    """`running` is what is at work, "" when nothing is; `part` is percent of all its steps."""

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    may_act: bool = False
    good: bool = False
    verdict: str = ""
    advice: str = ""
    problems: list[Problem] = []
    facts: list[show.Fact] = []
    places: list[show.Place] = []
    snapshots: list[show.Snapshot] = []
    listed: bool = False
    list_problem: str = ""
    history: list[show.Past] = []
    running: str = ""
    step: str = ""
    part: int = 0
    done: str = ""
    problem: str = ""
    # For the server alone: after which run the repositories were last asked; opening them takes seconds.
    _asked: int = -1
    _found: list[SnapshotView] = []

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, CHANGED)
        self.done, self._asked = "", -1
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def refresh(self) -> None:
        """Read again how it stands; the repositories only when something has been stored since."""
        made, me = services(), who(self)
        station, now = made.backups, made.clock.now()
        board = await offload(backups.board, station)
        places = await offload(backups.place_views, station)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        self.may_act = Permission.ADMIN_MANAGE in me.permissions
        self.problems = problems(board, places)
        self.good, self.verdict, self.advice = show.verdict(board, self.problems)
        self.facts, self.places = show.facts(board, places, now), show.place_rows(places)
        self.history = show.history(board, now)
        self.running, self.step, self.part = show.running(board.running, made.orders.busy)
        self.ready = True
        stored = max((run.id for run in board.history if run.ended_at is not None), default=0)
        if stored != self._asked and not self.running:
            self._asked, self.done = stored, ""
            await self._list(station)
            self.snapshots = show.snapshots(self._found, places, now)

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def start(self, name: str) -> None:
        """いまバックアップする、復元の練習をする、すべて読んで点検する"""
        self.done = self.problem = ""
        try:
            await offload(services().orders.order, name, who(self).actor)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.done = BEGUN.format(what=BEGUN_WHATS[name])
        await self.refresh()

    async def _list(self, station: Station) -> None:
        self.list_problem = ""
        try:
            self._found = list(await offload_slow(_listed, station))
        except DomainError as error:
            self._found = []
            if error.code not in ("backup.place.missing", "backup.repository.missing", "backup.key.missing"):
                self.list_problem = sentence(error)
        self.listed = True


def _listed(station: Station) -> tuple[SnapshotView, ...]:
    return backups.listed(station, secret.of(station))
