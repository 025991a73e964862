"""The forms' part of `/live`: what is being typed goes at once to the other side, and is not kept.

`{"t":"field","filling":F,"field":f,"value":v}` comes from who may write the field and goes to the others with
`from`; `{"t":"filling"}` tells every page of the call to read `GET /forms/{call}` again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from unicodedata import category

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls.ringing import CHANGED as CALLS_CHANGED
from iga_madoguchi.domain.forms import look
from iga_madoguchi.domain.forms.events import CHANGED
from iga_madoguchi.domain.forms.template import Form
from iga_madoguchi.domain.forms.views import Part
from iga_madoguchi.domain.forms.writing import BY_TOUCH
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services

VALUE_LIMIT = 200  # characters
LETTERS = 0x20000  # from here on this Python may not know a letter yet
READ_AGAIN = {"t": "filling"}


class Page(Protocol):
    """What the live room knows of one page."""

    me: str
    ref: str

    def send(self, message: dict[str, object]) -> None: ...


class Room(Protocol):
    @property
    def pages(self) -> Iterable[Page]: ...


@dataclass(frozen=True)
class _Desk:
    """Whom the database lets write into which filling; asked once until something changes."""

    part: Part
    filling: str
    form: Form


class LiveForms:
    """Plugged into the live rooms: `handle` for messages, `rooms` to find the pages of a call."""

    def __init__(self, services: Services, rooms: dict[str, Any]) -> None:
        self._services = services
        self._rooms = rooms
        self._known: dict[str, dict[str, _Desk | None]] = {}
        services.hub.listen(CHANGED, self._on_changed)
        services.hub.listen(CALLS_CHANGED, self._on_call_changed)

    async def handle(self, message: dict[str, Any], page: Page, call: str) -> bool | None:
        """True when it was ours, False when it is malformed, None when it is somebody else's."""
        if message.get("t") != "field":
            return None
        filling, field, value = (message.get(key) for key in ("filling", "field", "value"))
        if not isinstance(filling, str) or not isinstance(field, str) or not isinstance(value, str):
            return False
        if len(value) > VALUE_LIMIT:
            return False
        desk = await self._desk(page, call)
        # A page that has not heard yet that the form was put away means no harm.
        if desk is not None and desk.filling == filling and _may_type(desk, field):
            told: dict[str, object] = {
                "t": "field",
                "filling": filling,
                "field": field,
                "value": _readable(value),
            }
            for other in tuple(self._rooms[call].pages):
                if other is not page:
                    other.send({**told, "from": page.me})
        return True

    async def _desk(self, page: Page, call: str) -> _Desk | None:
        known = self._known.setdefault(call, {})
        if page.ref not in known:
            identity = self._services.sessions.get(page.ref)
            known[page.ref] = None if identity is None else await self._ask(identity, call)
        return known[page.ref]

    async def _ask(self, identity: Identity, call: str) -> _Desk | None:
        found = await offload(look.writers, self._services.database, identity, call)
        return None if found is None else _Desk(*found)

    def _on_call_changed(self, payload: object) -> None:
        self._known.pop(str(payload), None)

    def _on_changed(self, payload: object) -> None:
        call = str(payload)
        self._known.pop(call, None)
        room: Room | None = self._rooms.get(call)
        for page in tuple(room.pages) if room is not None else ():
            page.send(dict(READ_AGAIN))


def _readable(value: str) -> str:
    """Without what steers instead of being read: controls, marks of direction, halves of letters."""
    return "".join(char for char in value if category(char)[0] not in "C" or ord(char) >= LETTERS)


def _may_type(desk: _Desk, field_id: str) -> bool:
    field = desk.form.field(field_id)
    if field is None or field.secret or field.kind == "signature":
        return False
    return desk.part == "desk" or (desk.part == "branch" and field.kind in BY_TOUCH)
