"""What the branch's staff do at the terminal: make a reservation, and say that somebody has come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypedDict

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.reservations import look
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.domain.reservations.policy import AHEAD
from iga_madoguchi.domain.reservations.views import DayPlan, ReservationView, Wish
from iga_madoguchi.domain.terminals.views import name_in
from iga_madoguchi.errors import DomainError, InvalidInput
from iga_madoguchi.kit.clock import TOKYO, local
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import incident
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.kiosk import show
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.reservation_slip import slip
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.kiosk import KioskText
from iga_madoguchi.ui.text.languages import LANGUAGES

PANEL = "booking"


class Slot(TypedDict):
    """A free time; `id` is its moment."""

    id: str
    time: str


class Expected(TypedDict):
    id: str
    text: str


@needs(Permission.KIOSK_USE)
class BookingState(rx.State):
    """`number` is the one that was just given; everything is gone when the panel is closed."""

    department: str = ""
    day: str = ""
    day_text: str = ""
    slots: list[Slot] = []
    slot: str = ""
    none: str = ""
    number: str = ""
    made: str = ""
    made_text: str = ""
    printable: bool = False
    printed: bool = False
    expected: list[Expected] = []
    problem: str = ""

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def open(self) -> None:
        """予約をとる・受け付ける"""
        kiosk = await self.get_state(KioskState)
        self._begin_anew()
        self.department = kiosk.cards[0]["id"] if kiosk.cards else ""
        self.day = str(self._today())
        self.printable = await offload(printing.has_printer, services().database, who(self).branch_id)
        kiosk.panel = PANEL
        await self._read()

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def close(self) -> None:
        who(self)
        self._begin_anew()
        self.expected, self.slots = [], []
        kiosk = await self.get_state(KioskState)
        kiosk.panel = ""

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def choose_department(self, department: str) -> None:
        self.department, self.slot = department, ""
        await self._read()

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def move_day(self, step: int) -> None:
        """前の日, つぎの日"""
        if step in (-1, 1) and self.day:
            wanted, today = date.fromisoformat(self.day) + timedelta(days=step), self._today()
            self.day, self.slot = str(min(today + AHEAD, max(today, wanted))), ""
            await self._read()

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def choose_slot(self, slot: str) -> None:
        self.slot, self.problem = slot, ""

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def make(self) -> None:
        """予約する: with the support and language that are chosen on this terminal."""
        made, me = services(), who(self)
        kiosk = await self.get_state(KioskState)
        try:
            wish = Wish(
                self.department,
                me.terminal_id,
                _moment(self.slot),
                tuple(kiosk.wanted),
                kiosk.language,
            )
            view = await offload(reservations.make, made.database, me, wish)
        except DomainError as error:
            await self._tell(error)
        else:
            self._begin_anew()
            self.number, self.made = view.number, view.id
            self.made_text = _sentence(view, kiosk.language)
        await self._read()

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def print_slip(self) -> None:
        """紙に印刷する"""
        made, me = services(), who(self)
        try:
            view = await offload(look.one, made.database, me, self.made)
            order = (made.database, made.tray, made.typesetter, me, view.branch_id, "slip")
            await offload(printing.order_sheet, *order, slip(view, view.language), media="A5")
            self.printed = True
        except DomainError as error:
            await self._tell(error)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def arrive(self, reservation: str) -> None:
        """来られました: the call begins."""
        made, me = services(), who(self)
        try:
            await offload(reservations.arrive, made.database, made.presence, me, reservation)
        except DomainError as error:
            await self._tell(error)
            await self._read()
            return
        await self.close()
        kiosk = await self.get_state(KioskState)
        await kiosk.refresh()

    async def _read(self) -> None:
        """The free times of the chosen day, and whom this branch expects today."""
        made, me, text = services(), who(self), await self._text()
        language = (await self.get_state(KioskState)).language
        expected = await offload(look.of_branch, made.database, me)
        self.expected = [Expected(id=view.id, text=_sentence(view, language)) for view in expected]
        day = date.fromisoformat(self.day)
        try:
            plan = await offload(look.plan, made.database, self.department, me.terminal_id, day)
        except DomainError as error:
            await self._tell(error)
            return
        self.day_text = show.day(datetime(day.year, day.month, day.day, 12, tzinfo=TOKYO), text)
        self.slots = [
            Slot(id=slot.starts_at.isoformat(), time=f"{local(slot.starts_at):%H:%M}")
            for slot in plan.slots
            if not slot.why
        ]
        self.none = "" if self.slots else _why_none(plan, text)

    def _begin_anew(self) -> None:
        self.slot = self.number = self.made = self.made_text = self.problem = ""
        self.printed = False

    def _today(self) -> date:
        return local(services().clock.now()).date()

    async def _text(self) -> KioskText:
        kiosk = await self.get_state(KioskState)
        return LANGUAGES[kiosk.language].kiosk

    async def _tell(self, error: DomainError) -> None:
        text = await self._text()
        self.problem, known = show.refusal(error, text)
        if not known:
            incident(error)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("reservations.slot.outside") from error
    if found.tzinfo is None:
        raise InvalidInput("reservations.slot.outside")
    return found


def _sentence(view: ReservationView, language: str) -> str:
    """When and for whom of the city; the number is with the resident."""
    name = name_in(view.department_words, language, view.department_name)
    return f"{show.day(view.starts_at, LANGUAGES[language].kiosk)} {local(view.starts_at):%H:%M}　{name}"


def _why_none(plan: DayPlan, text: KioskText) -> str:
    if not plan.closed_for:
        return text.booking_none
    return text.booking_closed.format(day=show.day_off(plan.closed_for, text))
