"""What the page of figures over time shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.monitoring import figures, incidents, samples, words
from iga_madoguchi.domain.monitoring.checks import BY_ID
from iga_madoguchi.domain.monitoring.views import IncidentView, Point
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services
from iga_madoguchi.ui.admin.history import drawing, show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.session import who

FIRST = "cpu"


@dataclass(frozen=True)
class _Read:
    known: tuple[str, ...]
    curve: tuple[Point, ...]
    faults: list[IncidentView]


@needs(Permission.ADMIN_VIEW)
class HistoryState(rx.State):
    """`figure` and `span` are chosen; `empty`: nothing of it is kept yet."""

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    figure: str = ""
    span: str = ""
    name: str = ""
    span_name: str = ""
    choices: list[show.Choice] = []
    summary: str = ""
    empty: bool = False
    picture: drawing.Picture = drawing.EMPTY
    rows: list[show.Row] = []
    faults: list[show.Fault] = []
    problem: str = ""

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def opened(self) -> None:
        """The page was loaded or has found its way back: its address may say which figure."""
        asked = str(self.router.url.query_parameters.get("figure", ""))
        if asked or not self.figure:
            self.figure = asked[: figures.NAME_LIMIT] or FIRST
        self.span = self.span or next(iter(drawing.SPANS))
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def choose(self, figure: str) -> None:
        """Another figure."""
        self.figure = figure[: figures.NAME_LIMIT]
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def over(self, span: str) -> None:
        """1日, 1週間, 1か月, 1年"""
        if span in drawing.SPANS:
            self.span = span
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def refresh(self) -> None:
        """Read the curve again."""
        made, me = services(), who(self)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        self.problem = ""
        span, until = drawing.SPANS[self.span], made.clock.now()
        since = until - span.length
        try:
            found = await offload(_read, made, self.figure, since, until)
            if self.figure not in found.known and found.known:
                self.figure = FIRST if FIRST in found.known else found.known[0]
                found = await offload(_read, made, self.figure, since, until)
        except DomainError as error:
            self.problem, self.ready = sentence(error), True
            return
        check = BY_ID.get(figures.check_of(self.figure))
        limits = check.rule.limits if check else None
        slots = figures.thinned(found.curve, since, until, span.slots)
        unit = words.unit_of(self.figure)
        self.picture = drawing.picture(slots, since, until, unit, limits, found.faults)
        self.summary = show.summary(self.figure, span.name, found.curve, limits, slots, len(found.faults))
        self.rows = show.rows(self.figure, self.span, found.curve, since, until)
        self.faults, self.choices = show.faults(found.faults), show.choices(found.known)
        self.name, self.span_name = words.figure_name(self.figure), span.name
        self.empty, self.ready = not found.curve, True


def _read(made: Services, figure: str, since: datetime, until: datetime) -> _Read:
    """The newest faults come first."""
    curve = samples.history(made.database, figure, since, until)
    faults = incidents.between(made.database, since, until)
    return _Read(samples.measures(made.database), curve, faults[::-1])
