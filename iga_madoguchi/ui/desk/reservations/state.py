"""What the desk sees of its reservations and what its buttons do with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls.policy import LANGUAGES, NEEDS
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.reservations import look
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.domain.reservations.policy import MATTERS
from iga_madoguchi.domain.reservations.views import ReservationView, Wish
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk.reservations import show
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.reservation_slip import slip
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja.feedback import SENTENCES


@needs(Permission.DESK_USE)
class ReservationsState(rx.State):
    """`rows` are today's; `making` opens the dialog, whose choices stay until it is closed."""

    rows: list[show.Booked] = []
    problem: str = ""
    cancelled: str = ""
    cancelled_text: str = ""
    # the dialog
    making: bool = False
    departments: list[show.Choice] = []
    department: str = ""
    branches: list[show.Choice] = []
    branch: str = ""
    day: str = ""
    day_text: str = ""
    first: str = ""
    last: str = ""
    slots: list[show.Slot] = []
    slot: str = ""
    closed: str = ""
    wanted: list[str] = []
    language: str = ""
    matter: str = ""
    that_day: list[show.Booked] = []
    made: list[show.Booked] = []
    printable: bool = False
    printed: str = ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def refresh(self) -> None:
        """Read again whom this desk expects; with the dialog open also what is free."""
        made, me = services(), who(self)
        found = await offload(look.of_desk, made.database, me)
        self.rows = [show.booked(view) for view in found]
        if self.making:
            await self._read_day()

    @rx.event
    @allow(Permission.DESK_USE)
    async def open(self) -> None:
        """予約をとる"""
        made, me = services(), who(self)
        places = await offload(terminals.terminals, made.database)
        mine = next((view.departments for view in places if view.id == me.terminal_id), ())
        self.departments = [show.Choice(id=view.id, name=view.name) for view in mine]
        self.branches = [show.Choice(id=v.id, name=v.name) for v in places if v.kind == "branch"]
        self.department = mine[0].id if mine else ""
        self.branch, self.day = self.branches[0]["id"], str(local(made.clock.now()).date())
        self._begin_anew()
        self.making, self.printable = True, bool(await offload(printing.printers, made.database))
        await self._read_day()

    @rx.event
    @allow(Permission.DESK_USE)
    async def close(self) -> None:
        self.making, self.problem = False, ""
        self.slots, self.that_day = [], []
        self._begin_anew()

    @rx.event
    @allow(Permission.DESK_USE)
    async def another(self) -> None:
        """続けて予約をとる"""
        self._begin_anew()
        await self._read_day()

    @rx.event
    @allow(Permission.DESK_USE)
    async def choose_department(self, department: str) -> None:
        self.department, self.slot = department, ""
        await self._read_day()

    @rx.event
    @allow(Permission.DESK_USE)
    async def choose_branch(self, branch: str) -> None:
        self.branch, self.slot = branch, ""
        await self._read_day()

    @rx.event
    @allow(Permission.DESK_USE)
    async def choose_day(self, day: str) -> None:
        """What is half typed is no day yet and changes nothing."""
        if show.date_of(day) is not None:
            self.day, self.slot = day, ""
            await self._read_day()

    @rx.event
    @allow(Permission.DESK_USE)
    async def move_day(self, step: int) -> None:
        """前の日, つぎの日"""
        day, first, last = (show.date_of(text) for text in (self.day, self.first, self.last))
        if day is None or first is None or last is None or step not in (-1, 1):
            return
        self.day, self.slot = str(min(last, max(first, day + timedelta(days=step)))), ""
        await self._read_day()

    @rx.event
    @allow(Permission.DESK_USE)
    async def choose_slot(self, slot: str) -> None:
        self.slot, self.problem = slot, ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def toggle_need(self, need: str) -> None:
        if need in NEEDS:
            kept = [other for other in self.wanted if other != need]
            self.wanted = kept if need in self.wanted else [*kept, need]

    @rx.event
    @allow(Permission.DESK_USE)
    async def speak(self, language: str) -> None:
        self.language = language if language in LANGUAGES else ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def choose_matter(self, matter: str) -> None:
        self.matter = matter if matter in MATTERS and matter != self.matter else ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def make(self) -> None:
        """予約する"""
        start = show.moment(self.slot)
        if start is None:
            self.problem = SENTENCES["reservations.slot.none"]
            return
        language = self.language or LANGUAGES[0]
        wish = Wish(self.department, self.branch, start, tuple(self.wanted), language, self.matter)
        view = await self._try(reservations.make, wish)
        if isinstance(view, ReservationView):
            self._begin_anew()
            self.made = [show.booked(view)]
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def print_slip(self) -> None:
        """紙で渡す: at the branch's printer."""
        made, me = services(), who(self)
        for row in self.made:
            found = await offload(look.one, made.database, me, row["id"])
            await self._order_slip(found)

    @rx.event
    @allow(Permission.DESK_USE)
    async def cancel(self, reservation: str) -> None:
        """取り消す; for a moment it can be taken back."""
        row = next((row for row in [*self.rows, *self.that_day] if row["id"] == reservation), None)
        await self._try(reservations.cancel, reservation)
        if not self.problem and row is not None:
            self.cancelled = reservation
            self.cancelled_text = f"{row['day']} {row['time']} {row['branch']}"
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def undo(self) -> None:
        """もとに戻す"""
        reservation = self.cancelled
        self.cancelled, self.cancelled_text = "", ""
        await self._try(reservations.restore, reservation)
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def forget_undo(self) -> None:
        self.cancelled, self.cancelled_text = "", ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def arrive(self, reservation: str) -> None:
        """来所: the ticket waits, before the others."""
        await self._try_with_presence(reservations.arrive, reservation)

    @rx.event
    @allow(Permission.DESK_USE)
    async def call_up(self, reservation: str) -> None:
        """支所を呼ぶ: the branch rings, and a touch there begins the talk."""
        await self._try_with_presence(reservations.call_up, reservation)

    @rx.event
    @allow(Permission.DESK_USE)
    async def close_problem(self) -> None:
        self.problem = ""

    async def _read_day(self) -> None:
        """The times and the reservations of the chosen day."""
        made, me, day = services(), who(self), show.date_of(self.day)
        if day is None:
            return
        try:
            plan = await offload(look.plan, made.database, self.department, self.branch, day)
        except DomainError as error:
            self.problem = sentence(error)
            return
        self.first, self.last, self.day_text = str(plan.first), str(plan.last), show.day(day)
        self.slots = show.slots(plan)
        self.closed = "" if self.slots else show.closed(plan)
        if self.slot not in [slot["id"] for slot in self.slots if not slot["why"]]:
            self.slot = ""
        found = await offload(look.of_desk, made.database, me, day)
        self.that_day = [show.booked(view) for view in found if view.state == "open"]

    def _begin_anew(self) -> None:
        self.slot, self.wanted, self.language, self.matter = "", [], "", ""
        self.made, self.printed, self.problem = [], "", ""

    async def _try_with_presence(self, verb: Callable[..., Any], reservation: str) -> None:
        made, me = services(), who(self)
        self.problem = ""
        try:
            await offload(verb, made.database, made.presence, me, reservation)
        except DomainError as error:
            self.problem = sentence(error)
        await self.refresh()

    async def _try(self, verb: Callable[..., Any], *args: Any) -> Any:
        """What the verb gives; None with the sentence in `problem` when it is refused."""
        made, me = services(), who(self)
        self.problem = ""
        try:
            return await offload(verb, made.database, me, *args)
        except DomainError as error:
            self.problem = sentence(error)
            return None

    async def _order_slip(self, found: ReservationView) -> None:
        made, me = services(), who(self)
        order = (made.database, made.tray, made.typesetter, me, found.branch_id, "slip")
        try:
            await offload(printing.order_sheet, *order, slip(found, found.language), media="A5")
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.printed = f"{found.branch_name}で印刷しています。"
