"""What the desk's page shows and what its buttons do: a projection of the calls for this desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls import guests, look, talk, tickets
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.views import CallView, DeskView
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk import show
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import elsewhere, follow
from iga_madoguchi.ui.session import who


@needs(Permission.DESK_USE)
class DeskState(rx.State):
    """`screen` is board or in_call; empty until the first look. `ring` and `talk` are one row or none."""

    screen: str = ""
    notice: str = ""
    clock_offset: float = 0
    desk: str = ""
    staff: str = ""
    served: list[str] = []
    away: bool = False
    hidden: bool = False
    elsewhere: bool = False
    # on the board
    ring: list[show.Row] = []
    choosing: bool = False
    waiting: list[show.Row] = []
    parked: list[show.Row] = []
    calling: list[show.Row] = []
    others: list[show.Other] = []
    # in the call
    talk: list[show.Row] = []
    talked: int = 0
    call: str = ""
    me: str = ""
    peers: list[show.Peer] = []
    asked: list[show.Peer] = []
    held: bool = False
    guest: bool = False
    signs: bool = False
    dialog: str = ""
    problem: str = ""
    choices: list[show.Choice] = []
    phase: str = ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, alone=True)
        await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def refresh(self) -> None:
        """Read again what this desk may see."""
        made, me = services(), who(self)
        self.elsewhere = elsewhere(self)
        if self.elsewhere:
            self.call, self.phase, self.ring = "", "", []
            return
        view = await offload(look.desk, made.database, made.presence, me)
        now = made.clock.now()
        await self._tell_if_taken(view)
        self.clock_offset = made.settings.clock_offset_s
        self.desk, self.staff, self.away = view.desk_name, me.staff_name, view.away
        self.served = list(view.departments)
        if view.ringing is None or [view.ringing.id] != [row["id"] for row in self.ring]:
            self.choosing = False
        self.ring = [] if view.ringing is None else [show.row(view.ringing, now)]
        on = view.call if view.call is not None and view.call.state != "recalled" else None
        self.calling = [show.row(view.call, now)] if view.call is not None and on is None else []
        self.talk = [] if on is None else [show.row(on, now)]
        self.talked = show.seconds(on.answered_at, now) if on is not None else 0
        self.held, self.guest = on is not None and on.state == "held", on is not None and on.guest
        self.asked = [] if on is None else show.asked(on)
        self.parked = [show.row(call, now) for call in view.parked]
        if on is None:
            self.dialog, self.problem = "", ""
        self.waiting = [show.row(call, now) for call in view.waiting]
        self.others = [show.other(department) for department in view.others]
        self.screen = "board" if on is None else "in_call"
        self._show_media(view)

    @rx.event
    @allow(Permission.DESK_USE)
    async def answer(self, call: str) -> None:
        """応答する"""
        made, me = services(), who(self)
        # Cameras need longer for a first whole picture than the database for the answer.
        await made.relay.prepare(call)
        self.notice = ""
        try:
            await offload(calls.answer, made.database, made.presence, me, call)
        except DomainError as error:
            self.notice = sentence(error)
            await self.refresh()
        else:
            if not self._show_answered(call):
                await self.refresh()

    @rx.event
    @allow(Permission.DESK_USE)
    async def pick(self, call: str) -> None:
        """呼び出す, from the waiting list."""
        made, me = services(), who(self)
        await made.relay.prepare(call)
        await self._try(calls.pick, made.database, made.presence, me, call)

    @rx.event
    @allow(Permission.DESK_USE)
    async def choose_reason(self) -> None:
        """お待ちいただく: first say for how long."""
        self.choosing = not self.choosing

    @rx.event
    @allow(Permission.DESK_USE)
    async def decline(self, call: str, reason: str) -> None:
        made, me = services(), who(self)
        await self._try(calls.decline, made.database, made.presence, me, call, reason)

    @rx.event
    @allow(Permission.DESK_USE)
    async def hang_up(self) -> None:
        """通話を終わる, and 退室する for a guest."""
        await self._hang_up()

    @rx.event
    @allow(Permission.DESK_USE)
    async def join(self, call: str) -> None:
        """参加する"""
        await self._do(guests.join, call)

    @rx.event
    @allow(Permission.DESK_USE)
    async def refuse(self, call: str) -> None:
        """参加できません"""
        await self._do(guests.leave, call)

    @rx.event
    @allow(Permission.DESK_USE)
    async def hold(self) -> None:
        """保留"""
        await self._do(talk.hold, self.call)

    @rx.event
    @allow(Permission.DESK_USE)
    async def resume(self) -> None:
        """再開"""
        await self._do(talk.resume, self.call)

    @rx.event
    @allow(Permission.DESK_USE)
    async def open_transfer(self) -> None:
        """転送: choose where, and write down what the next desk should know."""
        made = services()
        found = await offload(look.departments, made.database, made.presence)
        self.choices = [one for one in show.departments(found) if one["name"] not in self.served]
        self.dialog, self.problem = "transfer", ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def go_on(self) -> None:
        """つぎの窓口へ: the same ticket, with its notes."""
        await self._do(talk.go_on, self.call)

    @rx.event
    @allow(Permission.DESK_USE)
    async def open_guests(self) -> None:
        """参加者を追加"""
        made, me = services(), who(self)
        found = await offload(look.askable, made.database, made.presence, me)
        inside = {row["branch"] for row in self.talk}
        self.choices = [one for one in show.terminals(found) if one["name"] not in inside]
        self.dialog, self.problem = "guest", ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def close_dialog(self) -> None:
        self.dialog, self.problem = "", ""

    @rx.event
    @allow(Permission.DESK_USE)
    async def transfer(self, form: dict[str, Any]) -> None:
        """The dialog's 転送. What was written stays in the dialog when it is refused."""
        target, note = str(form.get("target", "")), str(form.get("note", ""))
        await self._submit(talk.transfer, "calls.transfer.nobody", target, note)

    @rx.event
    @allow(Permission.DESK_USE)
    async def ask(self, form: dict[str, Any]) -> None:
        """The dialog's 参加者を追加."""
        target, note = str(form.get("target", "")), str(form.get("note", ""))
        kind = "interpreter" if form.get("interpreter") else "desk"
        await self._submit(guests.ask, "calls.guest.unknown", target, kind, note)

    @rx.event
    @allow(Permission.DESK_USE)
    async def remove_guest(self, participant: str) -> None:
        """退室してもらう, or take an invitation back."""
        await self._do(guests.remove, self.call, participant)

    @rx.event
    @allow(Permission.DESK_USE)
    async def hand_over(self, participant: str) -> None:
        """この職員に引き継ぐ"""
        await self._do(talk.hand_over, self.call, participant)

    @rx.event
    @allow(Permission.DESK_USE)
    async def recall(self, call: str) -> None:
        """折り返す"""
        await self._do(tickets.recall, call)

    @rx.event
    @allow(Permission.DESK_USE)
    async def stop_recall(self, call: str) -> None:
        """折り返しをやめる"""
        await self._do(tickets.miss, call)

    @rx.event
    @allow(Permission.DESK_USE)
    async def discard(self, call: str) -> None:
        """済みにする"""
        await self._do(tickets.discard, call)

    @rx.event
    @allow(Permission.DESK_USE)
    async def prefer(self, call: str, priority: str) -> None:
        """先にご案内"""
        await self._do(tickets.prefer, call, priority)

    @rx.event
    @allow(Permission.DESK_USE)
    async def set_away(self, away: bool) -> None:
        """受付中 or 席をはずす"""
        made, me = services(), who(self)
        await self._try(presence.set_away, made.database, me.terminal_id, away, me.actor)

    @rx.event
    @allow(Permission.DESK_USE)
    async def hide(self, hidden: bool) -> None:
        """画面を隠す, 画面を出す: somebody passes by, or has gone."""
        self.hidden = hidden

    @rx.event
    @allow(Permission.DESK_USE)
    async def close_notice(self) -> None:
        self.notice = ""

    async def _hang_up(self) -> None:
        await self._do(guests.leave if self.guest else calls.hang_up, self.call)

    async def _do(self, verb: Callable[..., Any], *args: Any) -> None:
        made, me = services(), who(self)
        await self._try(verb, made.database, made.presence, me, *args)

    async def _submit(self, verb: Callable[..., Any], missing: str, target: str, *args: Any) -> None:
        """A dialog's form; an error is said inside the dialog, which stays open."""
        made, me = services(), who(self)
        try:
            if not target:
                raise InvalidInput(missing)
            await offload(verb, made.database, made.presence, me, self.call, target, *args)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.dialog, self.problem = "", ""
        await self.refresh()

    async def _try(self, verb: Callable[..., Any], *args: Any) -> None:
        self.notice = ""
        try:
            await offload(verb, *args)
        except DomainError as error:
            self.notice = sentence(error)
        await self.refresh()

    def _show_answered(self, call: str) -> bool:
        """Show the call that rang here as the one that is on; whether it did. The look at it comes after."""
        if self.phase != "ringing" or [row["id"] for row in self.ring] != [call]:
            return False
        self.talk, self.ring, self.talked = self.ring, [], 0
        self.screen = self.phase = "in_call"
        return True

    async def _tell_if_taken(self, view: DeskView) -> None:
        """What rang here a moment ago was answered at another desk: say who did."""
        rang = self.ring[0]["id"] if self.ring else ""
        if not rang or any(call is not None and call.id == rang for call in (view.ringing, view.call)):
            return
        taker = await offload(look.taken_by, services().database, who(self), rang)
        if taker is not None:
            self.notice = sentence(Conflict("calls.call.answered_by", desk=taker[0], staff=taker[1]))

    def _show_media(self, view: DeskView) -> None:
        """The call to be ready for: the one that is on, else the one that rings."""
        call: CallView | None = view.call or view.ringing
        on = self.screen == "in_call"
        self.call, self.me = ("", "") if call is None else (call.id, call.me)
        self.peers = [] if call is None else show.peers(call)
        self.signs = call is not None and "sign" in call.needs
        self.phase = "in_call" if on else ("ringing" if call is not None else "")
