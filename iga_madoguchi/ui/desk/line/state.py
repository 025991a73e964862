"""What the desk reads and writes on the staff's text line."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.conversation import service as line
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.components import line as show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja.office import STAFF_REACH


@needs(Permission.DESK_USE)
class LineState(rx.State):
    """`call` is the one at hand here. `last` is the branch's newest word, for the card of a ringing call."""

    call: str = ""
    messages: list[show.Message] = []
    last: str = ""
    reach: str = ""
    reach_note: str = ""
    shown: bool = False
    seen: int = 0
    unread: int = 0
    arrived: int = 0
    sent: int = 0
    problem: str = ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def refresh(self) -> None:
        """Read again what is written about the call at hand."""
        made, me = services(), who(self)
        view = await offload(line.at_hand, made.database, made.presence, me)
        call = "" if view is None else view.call
        if call != self.call:
            self.call, self.shown, self.seen, self.problem, self.arrived = call, False, 0, "", 0
            self.sent += 1
        self.messages = show.messages(view)
        self.reach = "" if view is None else view.reach
        self.reach_note = STAFF_REACH.get(self.reach, "")
        theirs = [one["text"] for one in self.messages if not one["mine"]]
        self.last, self.arrived = (theirs[-1] if theirs else ""), len(theirs)
        if self.shown:
            self.seen = show.newest(view)
        self.unread = show.unread(view, self.seen)

    @rx.event
    @allow(Permission.DESK_USE)
    async def toggle(self) -> None:
        """Open the panel, or put it away; what is open is read."""
        opens = not self.shown
        await self.refresh()  # first: a call that this page has not heard of yet closes the panel
        self.shown, self.problem = opens, ""
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def send(self, form: dict[str, Any]) -> None:
        """送る"""
        made, me = services(), who(self)
        try:
            await offload(line.write, made.database, made.presence, me, self.call, show.text_of(form))
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.problem, self.sent = "", self.sent + 1
        await self.refresh()
