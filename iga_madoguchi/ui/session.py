"""Who is behind an event: the session that the door put on the socket, looked up afresh every time."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.context import services

REF_HEADER = "x-iga-session-ref"


def ref_of(state: rx.State) -> str:
    """The session's reference, empty when the door has not put one."""
    headers = state.router.headers.raw_headers
    return str(headers.get(REF_HEADER, ""))


def who(state: rx.State) -> Identity:
    """The live identity behind this state. Raises NotAllowed `session.ended`."""
    identity = services().sessions.get(ref_of(state))
    if identity is None:
        raise NotAllowed("session.ended")
    return identity
