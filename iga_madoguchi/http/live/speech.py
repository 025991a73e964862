"""Captions by speech on the call's socket: whether there is such a thing, who switched it on, how it goes.

It is on for a call as long as somebody of it is here; nothing of it is stored.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

from iga_madoguchi.domain.conversation.speech import service
from iga_madoguchi.domain.functions import service as functions
from iga_madoguchi.errors import DomainError
from iga_madoguchi.http.live.listen import Ears
from iga_madoguchi.http.live.room import DESK, Malformed, Message, Page, Room
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

KIND = "speech"
RATE, BURST = 2, 10  # of one session, a second


class LiveSpeech:
    """The switch of a call; `ears` are the microphones that are listened to meanwhile."""

    def __init__(self, services: Services, rooms: dict[str, Room]) -> None:
        self._services = services
        self._rooms = rooms
        self._throttle = Throttle(RATE, BURST)
        self._work: set[asyncio.Task[None]] = set()
        self.ears = Ears(services, rooms, self.tell, self._give_up)
        services.hub.listen(functions.CHANGED, lambda _payload: self._do(self._on_functions()))

    @property
    def there(self) -> bool:
        return self._services.speech is not None or self._services.translator is not None

    async def take(self, room: Room, page: Page, message: Message) -> None:
        """Switch it. What may not be is answered to its sender alone. Raises Malformed."""
        on = message.get("on")
        if not isinstance(on, bool):
            raise Malformed
        try:
            if self._services.speech is None or not self._throttle.allow(page.who.ref):
                code = "too_fast" if self._services.speech else "absent"
                page.send({"t": "refused", "of": KIND, "code": f"conversation.speech.{code}"})
            elif on != room.speech:
                await offload(service.switch, self._services.database, page.who, room.call, on)
                self._turn(room, on)
        except DomainError as error:
            page.send({"t": "refused", "of": KIND, "code": error.code})

    def welcome(self, room: Room, page: Page) -> None:
        """How it is, to one page that has come; nothing where neither server is set."""
        if self.there and page.role is not None:
            page.send(self._standing(room))

    def tell(self, room: Room) -> None:
        """How it is now, to all who take part."""
        if self.there:
            room.tell(self._standing(room))

    def rejoin(self, room: Room, over: bool) -> None:
        """Seats have changed, and who sits there is known again. With the talk this ends too."""
        if over and room.speech:
            self._turn(room, False)
        else:
            self.tell(room)

    def _give_up(self, room: Room, code: str) -> None:
        self._turn(room, False)
        room.tell({"t": "refused", "of": KIND, "code": code}, to=DESK)

    def _turn(self, room: Room, on: bool) -> None:
        room.speech, room.deaf = on, set()
        if not on:
            self.ears.stop(room.call)
        self.tell(room)

    def _standing(self, room: Room) -> Message:
        return {
            "t": KIND,
            "there": self._services.speech is not None,
            "on": room.speech,
            "away": bool(room.deaf),
            "translates": self._services.translator is not None,
            "untranslated": room.untranslated,
        }

    async def _on_functions(self) -> None:
        if "talk" not in await offload(functions.off, self._services.database):
            return
        for room in list(self._rooms.values()):
            if room.speech:
                self._turn(room, False)

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)
