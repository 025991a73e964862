"""The one answer to how it was; whether it is asked for comes with the screen (`KioskState.asks`)."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.records import survey
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.session import who


@needs(Permission.KIOSK_USE)
class SurveyState(rx.State):
    """`answered`: the call that was answered for last."""

    answered: str = ""

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def answer(self, face: str) -> None:
        """A face was touched."""
        me, over = who(self), (await self.get_state(KioskState)).over
        try:
            await offload(survey.answer, services().database, me, over, face)
        except DomainError:
            # Too late, or given already: there is nothing for the resident to do about it.
            pass
        self.answered = over
