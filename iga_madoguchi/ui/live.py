"""Pushes changes to the pages: hub event -> the pages that follow -> each re-reads what it may see."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

import reflex as rx

from iga_madoguchi.domain.calls import look, ringing
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.conversation import service as line
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.reservations import service as reservations
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
    calls.HELP_WANTED,
    printing.CHANGED,
    reservations.CHANGED,
    line.CHANGED,
)
SESSION_ENDED = "sessions.ended"


@dataclass(frozen=True)
class Follower:
    """One page: its client token and the State class that shows something.

    `leads`: the State that says which screen is on; what lies beside it waits until every screen has changed.
    """

    token: str
    ref: str
    state: type[rx.State]
    leads: bool


class Live:
    """Knows which pages follow; one refresh at a time per page, bursts become one."""

    def __init__(self) -> None:
        self._followers: dict[tuple[str, str], Follower] = {}
        self._page_of: dict[str, str] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._app: rx.App | None = None
        self._changed = asyncio.Event()

    def follow(self, follower: Follower) -> None:
        self._followers[(follower.token, follower.state.get_full_name())] = follower

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
        ]

    async def stop(self) -> None:
        for task in self._tasks:
            await cancel(task)

    async def _push_changes(self, made: Services) -> None:
        for topic in TOPICS:
            made.hub.listen(topic, lambda _: self._changed.set())
        while True:
            await self._changed.wait()
            self._changed.clear()
            with look.sharing():
                present = self._present()
                for leading in (True, False):
                    turn = (self._refresh(one) for one in present if one.leads is leading)
                    await asyncio.gather(*turn)

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
                    await page.refresh()  # type: ignore[attr-defined]
        except Exception:
            log.exception("refresh failed state=%s", follower.state.__name__)

    async def _end_sessions(self, made: Services) -> None:
        """A session is over: its pages go to the front door, and what they held is forgotten."""
        assert self._app is not None
        async with made.hub.subscribe(SESSION_ENDED) as events:
            async for _, ref in events:
                namespace, manager = self._app.event_namespace, self._app.state_manager
                for token in made.bindings.drop(str(ref)):
                    if namespace is not None:
                        await namespace.emit_update(leave(), token)
                    manager.states.pop(token, None)  # type: ignore[attr-defined]
                    manager._states_locks.pop(token, None)  # type: ignore[attr-defined]


live = Live()


def follow(state: rx.State, *, alone: bool = False) -> None:
    """Call in on_load: from now on `state.refresh()` runs whenever something it may show has changed.

    `alone`: the page's leading State. A terminal has one such page at a time, the newest; a second tab would
    fight over the camera.
    """
    identity, token = who(state), state.router.session.client_token
    live.follow(Follower(token, ref_of(state), type(state), leads=alone))
    if alone:
        live.take(identity.terminal_id, token)


def elsewhere(state: rx.State) -> bool:
    """Whether another page of this terminal has taken over."""
    return not live.is_the_page(who(state).terminal_id, state.router.session.client_token)
