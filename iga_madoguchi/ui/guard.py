"""The gate before every event and the outlet for every delta: deny by default.

Uses private names of the pinned Reflex; `self_check` fails the start when they are gone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import reflex as rx
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, State, StateUpdate
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit.attempts import Kind
from iga_madoguchi.errors import DomainError, NotFound
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.session import ref_of

F = TypeVar("F", bound=Callable[..., Any])
C = TypeVar("C", bound=type[BaseState])

WHAT_LIMIT = 80  # characters of a handler's name in the log
ALLOW = "__iga_allow__"
NEEDS = "__iga_needs__"
HEADERS_VAR = "rx_router_headers_rx_state_"
GONE_VAR = "gone_rx_state_"

# Reflex's own handlers that a page cannot do without. Everything else that is not declared is refused.
INTERNAL = frozenset(
    {
        "reflex___state____state.hydrate_and_load",
        "reflex___state____state.hydrate",
        "reflex___state____state.set_is_hydrated",
        "reflex___state____state.reflex___state____on_load_internal_state.on_load_internal",
        "reflex___state____state.reflex___state____on_load_internal_state.set_is_hydrated",
    }
)
ROOT_STATES = ("reflex___state____state",)


def allow(*permissions: Permission) -> Callable[[F], F]:
    """Declare who may call a handler: a session with all of these permissions."""

    def mark(handler: F) -> F:
        setattr(handler, ALLOW, frozenset(permissions))
        return handler

    return mark


def needs(*permissions: Permission) -> Callable[[C], C]:
    """Declare who may see a State: its values are sent to nobody else."""

    def mark(state: C) -> C:
        setattr(state, NEEDS, frozenset(permissions))
        return state

    return mark


@needs()
class GoneState(rx.State):
    """Whether this page may show nothing any more: then it asks the front door where it belongs."""

    gone: bool = False


def declared(event_name: str) -> frozenset[Permission] | None:
    """The permissions of a handler, None for an unknown or undeclared one."""
    registered = RegistrationContext.get().event_handlers.get(event_name)
    return None if registered is None else getattr(registered.handler.fn, ALLOW, None)


def is_handler(event_name: str) -> bool:
    """Whether anything is called so."""
    return event_name in RegistrationContext.get().event_handlers


class Gate(Middleware):
    """Lets an event pass only for a live session with the declared permissions, on its own page."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        ref = ref_of(state)  # type: ignore[arg-type]
        identity = services().sessions.get(ref)
        if identity is None or not services().bindings.bind(EventContext.get().token, ref):
            return leave()
        if event.name in INTERNAL:
            return None
        wanted = declared(event.name)
        if wanted is None or not wanted <= identity.permissions:
            what = ".".join(event.name.split(".")[-2:]).removeprefix("iga_madoguchi___ui___")
            services().attempts.note("event", terminal=identity.terminal_id, what=what[:WHAT_LIMIT])
            return StateUpdate()
        return None


def note_refused(error: DomainError) -> None:
    """A handler that somebody may use was refused for what it was used on."""
    try:
        token = EventContext.get().token
    except LookupError:
        return  # not asked for by a page
    identity = _owner(token)
    if identity is not None:
        kind: Kind = "absent" if isinstance(error, NotFound) else "forbidden"
        services().attempts.note(kind, terminal=identity.terminal_id, what=error.code[:WHAT_LIMIT])


def leave() -> StateUpdate:
    """The page asks for itself once more; the front door answers with where this browser belongs."""
    return StateUpdate(delta={GoneState.get_full_name(): {GONE_VAR: True}})


class Outlet:
    """Filters what leaves for a browser: only States this session may see, nothing for one that has ended or
    is locked but that it is so.
    """

    def __init__(self, app: rx.App) -> None:
        namespace = app.event_namespace
        if namespace is None:
            raise RuntimeError("the application has no event namespace")
        self._emit = namespace.emit_update
        namespace.emit_update = self.emit_update  # type: ignore[method-assign]

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        identity = _owner(token)
        if identity is None:
            gone = GoneState.get_full_name()
            delta = {name: dict(values) for name, values in (update.delta or {}).items() if name == gone}
            events = []
        else:
            delta, events = _visible(update.delta or {}, identity), update.events
        if delta or events:
            await self._emit(StateUpdate(delta=delta, events=events), token)


def _owner(token: str) -> Identity | None:
    ref = services().bindings.ref_of(token)
    return None if ref is None else services().sessions.get(ref)


def _visible(delta: dict[str, dict[str, Any]], identity: Identity) -> dict[str, dict[str, Any]]:
    seen = {}
    for name, values in delta.items():
        if may_see(name, identity):
            kept = {key: value for key, value in values.items() if key != HEADERS_VAR}
            if kept:
                seen[name] = kept
    return seen


def may_see(state_name: str, identity: Identity) -> bool:
    """Whether a State's values may go to this session; undeclared States go to nobody."""
    if state_name in ROOT_STATES or state_name.startswith("reflex___"):
        parts = state_name.split(".")
        if all(part.startswith("reflex___") for part in parts):
            return True
    try:
        state = State.get_class_substate(state_name)
    except ValueError:
        return False
    wanted: frozenset[Permission] | None = getattr(state, NEEDS, None)
    return wanted is not None and wanted <= identity.permissions


def self_check(app: rx.App) -> None:
    """Fail the start when a private name the guards rest on is not where it was."""
    if not isinstance(app._middlewares[0], Gate):
        raise RuntimeError("the gate is not the first middleware")
    known = RegistrationContext.get().event_handlers
    missing = [name for name in INTERNAL if name not in known]
    if missing:
        raise RuntimeError(f"Reflex's own handlers have moved: {sorted(missing)}")
    for manager_name in ("states", "_states_locks"):
        if not hasattr(app.state_manager, manager_name):
            raise RuntimeError(f"the state manager has no {manager_name}")
