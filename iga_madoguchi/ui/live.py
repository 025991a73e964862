"""Pushes changes to the pages: hub event -> the pages that follow -> each re-reads what it may see."""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Protocol, cast, runtime_checkable

import reflex as rx

from iga_madoguchi.domain.accounts import rules, sessions
from iga_madoguchi.domain.auditing import checking
from iga_madoguchi.domain.backup import orders
from iga_madoguchi.domain.calls import look, reloading, ringing
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.views import Answered
from iga_madoguchi.domain.conversation import service as line
from iga_madoguchi.domain.functions import service as functions
from iga_madoguchi.domain.monitoring import incidents
from iga_madoguchi.domain.monitoring.alerts import outbox as alerts
from iga_madoguchi.domain.power import service as power
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.procedures import service as procedures
from iga_madoguchi.domain.records import settings as records
from iga_madoguchi.domain.records import survey
from iga_madoguchi.domain.records.counting import following
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.domain.selftests import service as selftests
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.kit.tasks import cancel, supervise
from iga_madoguchi.services import Services
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.guard import leave, may_see
from iga_madoguchi.ui.session import ref_of, who

log = logging.getLogger(__name__)

TOPICS = (
    ringing.CHANGED,
    presence.CHANGED,
    terminals.CHANGED,
    procedures.CHANGED,
    calls.HELP_WANTED,
    printing.CHANGED,
    reservations.CHANGED,
    line.CHANGED,
    following.COUNTED,
    functions.CHANGED,
    survey.ANSWERED,
    records.CHANGED,
    orders.CHANGED,
    power.CHANGED,
    checking.CHANGED,
    rules.CHANGED,
    selftests.CHANGED,
    incidents.CHANGED,
    alerts.CHANGED,
)
GATE_S = 0.005
"""The relay is told first: a picture takes longer to come than a screen."""
BESIDE_S = 0.05
"""Several changes of what lies beside a screen become one."""
OTHERS_S = 0.1
"""An answer stands on its two screens before anybody has looked: looks, and other screens, come later."""
FACE_S = 0.3
"""After an answer, what lies beside a screen leaves the processors to the first picture."""


@runtime_checkable
class GoesIn(Protocol):
    """A leading State that knows what it shows of an answered call before it has looked."""

    def _go_in(self, call: str) -> bool: ...


@dataclass(frozen=True)
class Follower:
    """One page: its client token and the State class that shows something.

    `leads`: the State that says which screen is on; what lies beside it is read after every screen.
    `topics`: what it shows changes with these alone, and takes long to read: nothing waits for it.
    """

    token: str
    ref: str
    state: type[rx.State]
    leads: bool
    topics: frozenset[str] = frozenset()

    def heeds(self, heard: Set[str]) -> bool:
        """Whether it is read again beside the screens after changes of these topics."""
        return not self.leads and (not self.topics or bool(self.topics & heard))

    @property
    def key(self) -> tuple[str, str]:
        return self.token, self.state.get_full_name()

    @property
    def turn(self) -> tuple[str, str]:
        """What lies beside one screen is read one after another: its next change waits for one of it."""
        return self.key if self.topics else (self.token, "")


class Live:
    """Knows which pages follow: every screen is refreshed first, and no change of one waits for the rest.

    Bursts become one.
    """

    def __init__(self) -> None:
        self._followers: dict[tuple[str, str], Follower] = {}
        self._page_of: dict[str, str] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._app: rx.App | None = None
        self._changed = asyncio.Event()
        self._heard: set[str] = set()
        self._faces_until = 0.0
        self._beside: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._again: set[tuple[str, str]] = set()
        self._leading_in: set[asyncio.Task[None]] = set()

    def follow(self, follower: Follower) -> None:
        self._followers[follower.key] = follower

    def take(self, terminal: str, token: str) -> None:
        """This page is the terminal now; the one before is told by a refresh."""
        before, self._page_of[terminal] = self._page_of.get(terminal), token
        if before not in (None, token):
            self._changed.set()

    def is_the_page(self, terminal: str, token: str) -> bool:
        """Whether this page is the terminal; when the one that was is gone, the next that asks becomes it."""
        if self._page_of.get(terminal) not in self._connected():
            self._page_of[terminal] = token
        return self._page_of[terminal] == token

    def start(self, app: rx.App, made: Services) -> None:
        self._app = app
        self._tasks = [
            supervise("live.push", lambda: self._push_changes(made)),
            supervise("live.ended", lambda: self._end_sessions(made)),
            supervise("live.locked", lambda: self._lock_sessions(made)),
            supervise("live.reload", lambda: self._reload(made)),
        ]

    async def stop(self) -> None:
        for task in [*self._tasks, *self._beside.values(), *self._leading_in]:
            await cancel(task)

    async def _push_changes(self, made: Services) -> None:
        for topic in TOPICS:
            made.hub.listen(topic, functools.partial(self._hear, topic))
        made.hub.listen(ringing.ANSWERED, self._lead_in)
        while True:
            await self._changed.wait()
            await asyncio.sleep(OTHERS_S if self._faces_come() else GATE_S)
            self._changed.clear()
            heard, self._heard = self._heard, set()
            present = self._present()
            with look.sharing():
                await asyncio.gather(*(self._refresh(one) for one in present if one.leads))
            for turn in dict.fromkeys(one.turn for one in present if one.heeds(heard)):
                self._refresh_beside(turn)

    def _hear(self, topic: str, _: object) -> None:
        self._heard.add(topic)
        self._changed.set()

    def _lead_in(self, payload: object) -> None:
        """An answer is on the screens before anybody has looked at it: somebody waits for a face."""
        self._faces_until = time.monotonic() + FACE_S
        call = cast(Answered, payload)["call"]
        for one in self._present():
            if one.leads and issubclass(one.state, GoesIn):
                task = asyncio.create_task(self._on_page(one, lambda page: _go_in(page, call)))
                self._leading_in.add(task)
                task.add_done_callback(self._leading_in.discard)

    def _faces_come(self) -> float:
        """How many seconds longer a call that was just answered has the processors to itself."""
        return max(0.0, self._faces_until - time.monotonic())

    def _refresh_beside(self, turn: tuple[str, str]) -> None:
        """No screen waits for this, and what changes meanwhile brings one more round."""
        self._again.add(turn)
        if turn not in self._beside:
            self._beside[turn] = asyncio.create_task(self._refresh_until_quiet(turn))

    async def _refresh_until_quiet(self, turn: tuple[str, str]) -> None:
        try:
            while turn in self._again:
                await asyncio.sleep(max(BESIDE_S, self._faces_come()))
                self._again.discard(turn)
                with look.sharing():
                    for one in [
                        one for one in self._followers.values() if not one.leads and one.turn == turn
                    ]:
                        await self._refresh(one)
        finally:
            self._beside.pop(turn, None)

    def _present(self) -> list[Follower]:
        """Followers whose page is still connected; the others are forgotten."""
        connected = self._connected()
        for key in [key for key, follower in self._followers.items() if follower.token not in connected]:
            del self._followers[key]
        return list(self._followers.values())

    def _connected(self) -> Mapping[str, str]:
        namespace = None if self._app is None else self._app.event_namespace
        return {} if namespace is None else namespace.token_to_sid

    async def _refresh(self, follower: Follower) -> None:
        await self._on_page(follower, lambda page: page.refresh())

    async def _on_page(self, follower: Follower, work: Callable[[Any], Awaitable[None]]) -> None:
        assert self._app is not None
        identity = services().sessions.get(follower.ref)
        if identity is None or not may_see(follower.state.get_full_name(), identity):
            return
        token = rx.BaseStateToken(ident=follower.token, cls=follower.state)
        try:
            async with self._app.modify_state(token) as root:
                page = await root.get_state(follower.state)
                # Waiting for the lock may have taken long: the session may be over by now.
                if services().sessions.get(follower.ref) is not None:
                    await work(page)
        except Exception:
            log.exception("refresh failed state=%s", follower.state.__name__)

    async def _end_sessions(self, made: Services) -> None:
        """A session is over: its pages go to the front door, and what they held is forgotten."""
        assert self._app is not None
        async with made.hub.subscribe(sessions.ENDED) as events:
            async for _, ref in events:
                namespace, manager = self._app.event_namespace, self._app.state_manager
                for token in made.bindings.drop(str(ref)):
                    if namespace is not None:
                        await namespace.emit_update(leave(), token)
                    manager.states.pop(token, None)  # type: ignore[attr-defined]
                    manager._states_locks.pop(token, None)  # type: ignore[attr-defined]

    async def _reload(self, made: Services) -> None:
        """The bureau wants a terminal's page to load itself anew."""
        assert self._app is not None
        async with made.hub.subscribe(reloading.WANTED) as events:
            async for _, terminal in events:
                namespace = self._app.event_namespace
                for token in self.pages_of(str(terminal), made):
                    if namespace is not None:
                        await namespace.emit_update(leave(), token)

    def pages_of(self, terminal: str, made: Services) -> list[str]:
        found = ((one.token, made.sessions.get(one.ref)) for one in self._present())
        mine = (
            token for token, identity in found if identity is not None and identity.terminal_id == terminal
        )
        return list(dict.fromkeys(mine))

    async def _lock_sessions(self, made: Services) -> None:
        """A session is locked: its pages go to the lock page; what they held waits for its owner."""
        assert self._app is not None
        async with made.hub.subscribe(sessions.LOCKED) as events:
            async for _, ref in events:
                namespace = self._app.event_namespace
                for token in made.bindings.pages(str(ref)):
                    if namespace is not None:
                        await namespace.emit_update(leave(), token)


async def _go_in(page: GoesIn, call: str) -> None:
    page._go_in(call)


live = Live()


def follow(state: rx.State, *topics: str, alone: bool = False) -> None:
    """Call in on_load: from now on `state.refresh()` runs whenever something it may show has changed.

    `topics`: only with these (of TOPICS), and beside the others, for a State that reads for long.
    `alone`: the page's leading State. A terminal has one such page at a time, the newest; a second tab would
    fight over the camera.
    """
    identity, token = who(state), state.router.session.client_token
    live.follow(Follower(token, ref_of(state), type(state), alone, frozenset(topics)))
    if alone:
        live.take(identity.terminal_id, token)


def elsewhere(state: rx.State) -> bool:
    """Whether another page of this terminal has taken over."""
    return not live.is_the_page(who(state).terminal_id, state.router.session.client_token)
