"""The number pad: who has a reservation says so with four digits."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import incident
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.kiosk import show
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.languages import LANGUAGES

DIGITS = 4
PANEL = "number"


@needs(Permission.KIOSK_USE)
class NumberState(rx.State):
    """`digits` is what has been pressed so far; gone with the panel."""

    digits: str = ""
    problem: str = ""

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def open(self) -> None:
        """予約番号をお持ちの方"""
        await self._show(PANEL)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def close(self) -> None:
        await self._show("")

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def press(self, digit: str) -> None:
        if len(digit) == 1 and digit in "0123456789":
            self.digits, self.problem = (self.digits + digit)[:DIGITS], ""

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def erase(self) -> None:
        """ひとつ消す"""
        self.digits, self.problem = self.digits[:-1], ""

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def submit(self) -> None:
        """この番号で受け付ける: the call begins, or a sentence says what to do."""
        made, me, digits = services(), who(self), self.digits
        try:
            await offload(
                reservations.arrive_by_number,
                made.database,
                made.presence,
                made.number_tries,
                me,
                digits,
            )
        except DomainError as error:
            await self._tell(error)
            return
        await self._show("")
        kiosk = await self.get_state(KioskState)
        await kiosk.refresh()

    async def _show(self, panel: str) -> None:
        who(self)
        self.digits, self.problem = "", ""
        kiosk = await self.get_state(KioskState)
        kiosk.panel = panel

    async def _tell(self, error: DomainError) -> None:
        kiosk = await self.get_state(KioskState)
        text = LANGUAGES[kiosk.language].kiosk
        self.problem, known = show.refusal(error, text)
        if not known:
            incident(error)
        if error.code != "reservations.number.shape":
            self.digits = ""
