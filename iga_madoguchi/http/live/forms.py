"""The forms' part of `/live`: what is being typed goes at once to the other side, and is not kept.

`{"t":"field","filling":F,"field":f,"value":v}` comes from who may write the field and goes to the others with
`from`; `{"t":"filling"}` tells every page of the call to read `GET /forms/{call}` again.
"""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import category

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls.ringing import CHANGED as CALLS_CHANGED
from iga_madoguchi.domain.forms import look
from iga_madoguchi.domain.forms.events import CHANGED
from iga_madoguchi.domain.forms.template import Form
from iga_madoguchi.domain.forms.views import Part
from iga_madoguchi.domain.forms.writing import BY_TOUCH
from iga_madoguchi.http.live.room import Malformed, Message, Page, Room
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services

VALUE_LIMIT = 200  # characters
LETTERS = 0x20000  # from here on this Python may not know a letter yet
KIND = "field"
READ_AGAIN: Message = {"t": "filling"}


@dataclass(frozen=True)
class _Desk:
    """Whom the database lets write into which filling; asked once until something changes."""

    part: Part
    filling: str
    form: Form


class LiveForms:
    """What is typed into a form; `rooms` finds the pages of a call."""

    def __init__(self, services: Services, rooms: dict[str, Room]) -> None:
        self._services = services
        self._rooms = rooms
        self._known: dict[str, dict[str, _Desk | None]] = {}
        services.hub.listen(CHANGED, self._on_changed)
        services.hub.listen(CALLS_CHANGED, self._on_call_changed)

    async def take(self, room: Room, page: Page, message: Message) -> None:
        """Tell the others what is being typed. Raises Malformed."""
        filling, field, value = (message.get(key) for key in ("filling", "field", "value"))
        if not isinstance(filling, str) or not isinstance(field, str) or not isinstance(value, str):
            raise Malformed
        if len(value) > VALUE_LIMIT:
            raise Malformed
        desk = await self._desk(page, room.call)
        # A page that has not heard yet that the form was put away means no harm.
        if desk is not None and desk.filling == filling and _may_type(desk, field):
            told = {"t": KIND, "from": page.me, "filling": filling, "field": field, "value": _readable(value)}
            room.tell(told, besides=page)

    async def _desk(self, page: Page, call: str) -> _Desk | None:
        known = self._known.setdefault(call, {})
        if page.who.ref not in known:
            known[page.who.ref] = await self._ask(page.who, call)
        return known[page.who.ref]

    async def _ask(self, identity: Identity, call: str) -> _Desk | None:
        found = await offload(look.writers, self._services.database, identity, call)
        return None if found is None else _Desk(*found)

    def _on_call_changed(self, payload: object) -> None:
        self._known.pop(str(payload), None)

    def _on_changed(self, payload: object) -> None:
        call = str(payload)
        self._known.pop(call, None)
        if (room := self._rooms.get(call)) is not None:
            room.tell(READ_AGAIN)


def _readable(value: str) -> str:
    """Without what steers instead of being read: controls, marks of direction, halves of letters."""
    return "".join(char for char in value if category(char)[0] not in "C" or ord(char) >= LETTERS)


def _may_type(desk: _Desk, field_id: str) -> bool:
    field = desk.form.field(field_id)
    if field is None or field.secret or field.kind == "signature":
        return False
    return desk.part == "desk" or (desk.part == "branch" and field.kind in BY_TOUCH)
