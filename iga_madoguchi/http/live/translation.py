"""What was said in the other side's language: after it was told, in the room's memory, for the call only.

A saying never waits for it. One translation of a call at a time, so that they come in order; when the server
is slow the oldest are left out, because the talk has gone on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.conversation.speech import policy, service
from iga_madoguchi.domain.conversation.speech.ports import Translator
from iga_madoguchi.domain.conversation.talking.checking import readable
from iga_madoguchi.domain.conversation.talking.views import Saying
from iga_madoguchi.domain.papers.policy import Role
from iga_madoguchi.errors import DomainError, Unavailable
from iga_madoguchi.http.live.room import BRANCH, Message, Page, Room
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services

OFFICES: tuple[Role, ...] = ("desk", "guest")


class LiveTranslation:
    """The translations of all calls; `tell`: how it goes in a room is another thing now."""

    def __init__(self, services: Services, tell: Callable[[Room], None]) -> None:
        self._services = services
        self._tell = tell
        self._waiting: dict[str, dict[str, Saying]] = {}  # call -> what its translator has still to do
        self._work: set[asyncio.Task[None]] = set()

    def want(self, room: Room, who: Identity, sayings: Sequence[Saying]) -> None:
        """These were just told, by the reading of `who`. Returns at once."""
        translator = self._services.translator
        new = [one for one in sayings[-policy.TRANSLATED_AGAIN :] if one.words.kind in policy.TRANSLATED]
        if translator is None or not new:
            return
        waiting = self._waiting.get(room.call)
        begins = waiting is None
        waiting = self._waiting.setdefault(room.call, {})
        waiting |= {one.id: one for one in new if one.id not in room.translated}
        for late in list(waiting)[: -policy.TRANSLATED_AGAIN]:
            del waiting[late]
        if begins:
            task = asyncio.get_running_loop().create_task(self._do(room, who, translator, waiting))
            self._work.add(task)
            task.add_done_callback(self._work.discard)

    def again(self, room: Room, page: Page) -> None:
        """What is translated already, to a page that was told the whole conversation."""
        mine = [one for one in room.translated.values() if page.role in _to(one["language"])]
        if mine:
            page.send({"t": "translated", "sayings": mine})

    def forget(self, room: Room, saying: str) -> None:
        """It was taken back."""
        room.translated.pop(saying, None)
        self._waiting.get(room.call, {}).pop(saying, None)

    async def _do(
        self, room: Room, who: Identity, translator: Translator, waiting: dict[str, Saying]
    ) -> None:
        try:
            language = await offload(service.resident_language, self._services.database, who, room.call)
            while waiting:
                saying = next(iter(waiting.values()))
                way = policy.ways(saying.by, saying.words.kind, language)
                text = "" if way is None else await self._ask(room, translator, saying.words.text, way)
                still_said = waiting.pop(saying.id, None) is not None
                if way is not None and text and still_said:
                    told: Message = {"id": saying.id, "language": way[1], "text": text}
                    room.translated[saying.id] = told
                    room.tell({"t": "translated", "sayings": [told]}, to=_to(way[1]))
        except DomainError:
            return  # The reader has left its seat; what is left is wanted again when the whole is told.
        finally:
            del self._waiting[room.call]

    async def _ask(self, room: Room, translator: Translator, text: str, way: tuple[str, str]) -> str:
        """The translation; "" when the server does not answer, which is told once."""
        try:
            found = readable(await translator.translate(text, *way))
        except Unavailable:
            found = ""
        if room.untranslated == bool(found):
            room.untranslated = not found
            self._tell(room)
        return found


def _to(language: str) -> tuple[Role, ...]:
    return OFFICES if language == policy.OFFICE else BRANCH
