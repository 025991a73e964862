"""What the resident's page shows and what its buttons do: a projection of the branch's own call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import guests, look, speaking, tickets
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import NEEDS
from iga_madoguchi.domain.calls.views import CallView, KioskView
from iga_madoguchi.domain.records import survey
from iga_madoguchi.errors import DomainError, NotFound
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import incident
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.kiosk import show
from iga_madoguchi.ui.live import elsewhere, follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.kiosk import KioskText
from iga_madoguchi.ui.text.languages import DEFAULT, LANGUAGES

SIZES = ("", "big-1", "big-2")
LOOKS = ("", "theme-contrast", "theme-dark")
RETURN_S, STAY_S, IDLE_S = 30, 180, 90
LIVE = ("ringing", "answered", "held", "recalled")
PHASES = {"answered": "in_call", "ringing": "ringing", "held": "ringing", "recalled": "ringing"}
"""What the media parts are told; on hold the picture is gone and everything stays ready."""


@needs(Permission.KIOSK_USE)
class KioskState(rx.State):
    """`screen` is standby, choose, waiting, in_call, finished or closed; empty until the first look."""

    screen: str = ""
    # how the screen looks and speaks, until the next person
    language: str = DEFAULT
    size: str = ""
    look: str = ""
    panel: str = ""
    notice: str = ""
    bells: int = 0
    coming: bool = False
    elsewhere: bool = False
    wanted: list[str] = []
    # several matters in one visit: the choice before the call, and where the visit is
    planning: bool = False
    planned: list[show.Step] = []
    planned_ids: list[str] = []
    plan_note: str = ""
    steps: list[show.Step] = []
    left: list[str] = []
    go_on: str = ""
    # the branch and its departments
    branch: str = ""
    branch_lang: str = DEFAULT
    cards: list[show.Card] = []
    opening: str = ""
    clock_offset: float = 0
    power: str = ""
    # the call
    call: str = ""
    media_call: str = ""
    me: str = ""
    peers: list[show.Peer] = []
    phase: str = ""
    department: str = ""
    department_lang: str = DEFAULT
    department_id: str = ""
    officer: str = ""
    needs: list[str] = []
    ticket: str = ""
    phone: str = ""
    ringing: bool = False
    held: bool = False
    recalled: bool = False
    guest: bool = False
    priority: str = ""
    matter: str = ""
    matter_version: int = 0
    asked: str = ""
    asked_by: str = ""
    status: str = ""
    hint: str = ""
    ahead: int = 0
    queue: list[str] = []
    # after the call
    over: str = ""
    asks: bool = False
    ended: str = ""
    kept: str = ""
    ended_title: str = ""
    ended_text: str = ""
    return_s: int = RETURN_S

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, alone=True)
        await self.refresh()

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def refresh(self) -> None:
        """Read again what this branch may see."""
        made, me = services(), who(self)
        self.elsewhere = elsewhere(self)
        if self.elsewhere:
            self.media_call, self.phase = "", ""
            return
        view = await offload(look.kiosk, made.database, made.presence, me)
        gone = None
        if self.call and (view.call is None or view.call.id != self.call):
            gone = await self._end_of(me, self.call)
        if view.call is not None:
            self._speak_as(view.call)
        text, now = self._text(), made.clock.now()
        self.coming = view.help is not None and view.help.seen
        self.clock_offset = made.settings.clock_offset_s
        names = show.Names(view.departments, self.language)
        self.branch = show.branch_name(view, self.language)
        self.branch_lang = show.branch_lang(view, text, self.language)
        self.cards = show.cards(view, text, names, now)
        self.opening = show.next_opening(view, text, now)
        self.asked = view.asked.id if view.asked is not None else ""
        self.power = show.power_sentence(view.power, text, view.call is not None, now)
        self.asked_by = "" if view.asked is None else show.asked_sentence(view.asked, text, names)
        if view.call is not None:
            self._show_call(view.call, text, names)
        elif gone is not None:
            self._show_end(gone, text)
            # With the screen and not after it: buttons that move away are touched in vain.
            self.asks = bool(self.over) and await offload(survey.asks, made.database, me, self.over)
        else:
            self._show_idle(view, text)

    def _go_in(self, call: str) -> bool:
        """Show the officer's picture: this call was answered. Who it is, the look says that comes after."""
        if self.phase != "ringing" or not self.ringing or self.call != call or len(self.peers) != 1:
            return False
        self.screen = self.phase = "in_call"
        return True

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def begin(self) -> None:
        """相談をはじめる"""
        self.notice = ""
        if self.screen == "standby":
            self.screen = "choose"
        await self.refresh()

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def leave(self) -> None:
        """Back to the start, with nothing left of this person."""
        if not self.call:
            self._forget()
        await self.refresh()

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def place(self, department: str) -> None:
        """A department was touched: call it at once."""
        await self._call(department)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def place_for(self, department: str, procedure: str) -> None:
        """この用で話す: call the department of a matter, which is told what it is about."""
        self.panel = ""
        await self._call(department, procedure=procedure)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def call_again(self) -> None:
        """同じ窓口にもう一度かける"""
        await self._call(self.department_id, self.left, self.matter)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def call_next(self) -> None:
        """The next department of the visit, when the desk has hung up before."""
        if self.left:
            await self._call(self.left[0], self.left[1:])

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def toggle_plan(self) -> None:
        """ほかの用もある"""
        self.planning = not self.planning
        self._drop_plan(self.planning)
        self.plan_note = self._text().plan_more

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def plan_stop(self, department: str) -> None:
        """A department was touched while several are chosen: in, or out again."""
        chosen = [stop for stop in self.planned_ids if stop != department]
        if department not in self.planned_ids:
            chosen.append(department)
        await self._plan(chosen)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def call_plan(self) -> None:
        """この順で相談する"""
        first, *then = [step["id"] for step in self.planned] or [""]
        if first:
            await self._call(first, then)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def hang_up(self) -> None:
        """やめる, or 通話を終わる."""
        if self.guest:
            await self._do(guests.leave, self.call)
        else:
            await self._do(calls.hang_up, self.call)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def park(self) -> None:
        """番号をあずけて帰る"""
        await self._do(tickets.park, self.call)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def sit_down(self) -> None:
        """席で待つ: the terminal is free for others and rings when the turn comes."""
        await self._do(tickets.sit_down, self.call)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def come_back(self) -> None:
        """話をはじめる: the resident who was called back is here."""
        await self._do(tickets.come_back, self.call)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def miss(self) -> None:
        """いまは、いません"""
        await self._do(tickets.miss, self.call)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def prefer(self, priority: str) -> None:
        """Staff at the branch let this ticket go first, and say why."""
        await self._do(tickets.prefer, self.call, priority)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def join(self) -> None:
        """参加する"""
        await self._do(guests.join, self.asked)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def refuse(self) -> None:
        """ことわる"""
        await self._do(guests.leave, self.asked)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def stay(self) -> None:
        """もう少し待つ"""
        self.return_s = STAY_S

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def call_staff(self) -> None:
        """職員を呼ぶ: the terminal's own bell, for somebody nearby."""
        made, me = services(), who(self)
        self.panel, self.bells = "staff", self.bells + 1
        await offload(calls.call_local_staff, made.database, me)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def open_languages(self) -> None:
        self.panel = "language"

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def close_panel(self) -> None:
        self.panel = ""

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def close_notice(self) -> None:
        self.notice = ""

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def speak(self, language: str) -> None:
        """Show everything in another language."""
        if language in LANGUAGES:
            self.language, self.panel, self.notice = language, "", ""
        await self.refresh()
        if self.planning:
            await self._plan(self.planned_ids)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def tell_language(self) -> None:
        """In a call the desk learns which language it is now."""
        me = who(self)
        if self.call:
            with suppress(DomainError):  # it has just ended, or is another branch's: nobody needs to know
                await offload(speaking.change, services().database, me, self.call, self.language)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def toggle_need(self, need: str) -> None:
        if need in NEEDS:
            kept = [other for other in self.wanted if other != need]
            self.wanted = kept if need in self.wanted else [*kept, need]

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def enlarge(self) -> None:
        """文字を大きく: half as large again, twice as large, and back."""
        self.size = SIZES[(SIZES.index(self.size) + 1) % len(SIZES)]

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def recolour(self) -> None:
        """画面の色: the greatest contrast, dark and calm, and back."""
        self.look = LOOKS[(LOOKS.index(self.look) + 1) % len(LOOKS)]

    async def _call(self, department: str, then: Sequence[str] = (), procedure: str = "") -> None:
        made, me = services(), who(self)
        self.notice = ""
        wanted, language, rest = list(self.wanted), self.language, list(then)
        try:
            await offload(
                calls.place, made.database, made.presence, me, department, wanted, language, rest, procedure
            )
        except DomainError as error:
            self._tell(error)
        await self.refresh()

    async def _plan(self, chosen: list[str]) -> None:
        """Put the chosen departments in the order that waits least. Keeps the resident's own order too."""
        text = self._text()
        self.notice = ""
        try:
            route = await offload(look.route, services().database, chosen)
        except DomainError as error:
            self._tell(error)
            return
        self.planned_ids, self.planned = chosen, show.route_steps(route, self.cards)
        self.plan_note = show.route_note(route, text)

    async def _do(self, verb: Callable[..., Any], *args: Any) -> None:
        made, me = services(), who(self)
        self.notice = ""
        try:
            await offload(verb, made.database, made.presence, me, *args)
        except DomainError as error:
            self._tell(error)
        await self.refresh()

    async def _end_of(self, me: Identity, call_id: str) -> str:
        """Why the call that was shown is over."""
        try:
            call = await offload(look.one, services().database, me, call_id)
        except NotFound:
            return "cancelled" if self.guest else "lost"
        return call.end_reason or call.parked or "lost"

    def _speak_as(self, call: CallView) -> None:
        """Placed by the branch's staff, or before this page was opened: its language is the resident's."""
        if call.id != self.call and not call.guest and call.language in LANGUAGES:
            self.language = call.language

    def _show_call(self, call: CallView, text: KioskText, names: show.Names) -> None:
        self.screen = "in_call" if call.state in ("answered", "held") else "waiting"
        self.held, self.recalled, self.guest = call.state == "held", call.state == "recalled", call.guest
        self.priority = call.priority
        self.call, self.me = call.id, call.me
        # A call that only waits has nobody to prepare for: the camera stays off.
        self.media_call = call.id if call.state in LIVE else ""
        self.phase = PHASES.get(call.state, "")
        if call.guest and call.state == "held":
            self.held, self.phase = False, "in_call"
        self.peers = show.peers(call, text, names)
        self.department = names.department(call.department_id, call.department_name)
        self.department_lang = names.lang(call.department_id, text)
        self.department_id, self.officer = call.department_id, call.staff_name
        # Of somebody else's call they are not this resident's.
        self.needs = [] if call.guest else list(call.needs)
        self.matter = "" if call.matter is None else call.matter.id
        self.matter_version = 0 if call.matter is None else call.matter.version
        self.ticket, self.ahead, self.phone = str(call.ticket), call.ahead, call.department_phone
        self.ringing = call.state == "ringing"
        self.status = show.waiting_sentence(call, text, names)
        self.hint = show.waiting_hint(call, text)
        self.queue = show.queue(call, text)
        self._drop_plan()
        self.steps, self.left = show.steps(call, text, names), []

    def _show_end(self, reason: str, text: KioskText) -> None:
        self.kept, self.over = self.ticket, "" if self.guest else self.call
        left = [step["id"] for step in self.steps if step["state"] == "next"]
        self._drop_call()
        self.panel = ""
        if reason in ("cancelled", "ring_me"):
            self._forget()
            return
        self.ended, self.screen, self.return_s, self.left = reason, "finished", RETURN_S, left
        self._say_end(text)

    def _show_idle(self, view: KioskView, text: KioskText) -> None:
        self._drop_call()
        if self.screen == "finished":
            self._say_end(text)
            return
        if view.closed:
            self.screen = "closed"
        elif self.screen != "choose":
            self.screen = "standby"

    def _say_end(self, text: KioskText) -> None:
        title, more = text.ended[self.ended]
        self.ended_title = title.format(ticket=self.kept)
        self.ended_text = more.format(ticket=self.kept)
        names = {card["id"]: card["name"] for card in self.cards}
        self.go_on = text.next_stop.format(department=names.get(self.left[0], "")) if self.left else ""

    def _drop_call(self) -> None:
        self.held = self.recalled = self.guest = False
        self.priority, self.needs = "", []
        self.call = self.media_call = self.me = self.phase = self.officer = self.ticket = self.phone = ""
        self.status, self.hint, self.queue, self.peers, self.steps = "", "", [], [], []

    def _drop_plan(self, planning: bool = False) -> None:
        self.planning, self.planned, self.planned_ids, self.plan_note = planning, [], [], ""

    def _forget(self) -> None:
        """Leave nothing of this person for the next one."""
        self._drop_call()
        self._drop_plan()
        self.left, self.go_on = [], ""
        self.screen, self.panel, self.notice = "standby", "", ""
        self.language, self.size, self.look, self.wanted = DEFAULT, "", "", []
        self.department = self.department_id = self.over = self.ended = self.kept = self.matter = ""
        self.ended_title = self.ended_text = ""
        self.asks = False

    def _tell(self, error: DomainError) -> None:
        self.notice, known = show.refusal(error, self._text())
        if not known:
            incident(error)

    def _text(self) -> KioskText:
        return LANGUAGES[self.language].kiosk
