"""How long the written conversation of the call at hand stays."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.conversation.talking import keeping
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.session import who


@needs(Permission.DESK_USE)
class TalkState(rx.State):
    """`problem`: why it could not be kept. What was said never comes here; it stays on the call's socket."""

    problem: str = ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def keep(self, days: int) -> None:
        """残す for so many days; 0 lets it go with the call."""
        me, call = who(self), (await self.get_state(DeskState)).call
        database, self.problem = services().database, ""
        try:
            if days == 0:
                await offload(keeping.release, database, me, call)
            else:
                await offload(keeping.keep, database, me, call, days)
        except DomainError as error:
            self.problem = sentence(error)
