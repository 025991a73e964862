"""The written conversation's part of `/live`: what is said is kept, what is being written passes."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from iga_madoguchi.domain.conversation.phrases import catalogue
from iga_madoguchi.domain.conversation.talking import events, look, service
from iga_madoguchi.domain.conversation.talking.checking import readable
from iga_madoguchi.domain.conversation.talking.views import Saying, TalkView, Words
from iga_madoguchi.domain.functions import service as functions
from iga_madoguchi.errors import DomainError
from iga_madoguchi.http.live import talk_shapes as shapes
from iga_madoguchi.http.live.reader import OneReader
from iga_madoguchi.http.live.room import Message, Page, Room
from iga_madoguchi.http.live.translation import LiveTranslation
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

RATE, BURST = 5, 20  # sayings a second that are written down; nobody speaks faster
KEPT, PASSING = ("say", "unsay"), ("writing", "ink")
KINDS = frozenset((*KEPT, *PASSING))


@dataclass(frozen=True)
class Whole:
    """Everything is to be told: to one page that has come, or to all."""

    page: Page | None = None


@dataclass(frozen=True)
class Said:
    saying: str


@dataclass(frozen=True)
class Unsaid:
    saying: str


News = Whole | Said | Unsaid


class LiveTalk:
    """What is written in a call; `rooms` finds the pages of a call."""

    def __init__(self, services: Services, rooms: dict[str, Room], translation: LiveTranslation) -> None:
        self._services = services
        self._rooms = rooms
        self._translation = translation
        self._throttle = Throttle(RATE, BURST)
        self._reader: OneReader[News] = OneReader(self._read_and_tell)
        self._work: set[asyncio.Task[None]] = set()
        self._on: bool | None = None  # whether the city writes; None: ask again
        hub = services.hub
        hub.listen(events.SAID, lambda payload: self._on_news(payload, Said))
        hub.listen(events.UNSAID, lambda payload: self._on_news(payload, Unsaid))
        hub.listen(events.CHANGED, self._on_changed)
        hub.listen(functions.CHANGED, self._on_switched)

    async def take(self, room: Room, page: Page, message: Message) -> None:
        """Keep what is said, pass on what is being written. What may not be is answered to its sender alone.

        Raises Malformed.
        """
        kind = message["t"]
        asked: Coroutine[Any, Any, object] = (
            self._keep(room, page, message) if kind in KEPT else self._pass(room, page, message)
        )
        try:
            await asked
        except DomainError as error:
            page.send({"t": "refused", "of": kind, "code": error.code, "id": message.get("id")})

    async def _keep(self, room: Room, page: Page, message: Message) -> None:
        database, sealer = self._services.database, self._services.sealer
        if message["t"] == "unsay":
            await offload(service.unsay, database, page.who, room.call, shapes.saying_id(message))
            return
        words, tmp = shapes.words(message), shapes.tmp(message)
        if not self._throttle.allow(page.who.ref):
            page.send({"t": "refused", "of": "say", "code": "conversation.talk.too_fast", "id": tmp})
            return
        await offload(service.say, database, sealer, page.who, room.call, words, tmp)

    async def _pass(self, room: Room, page: Page, message: Message) -> None:
        """Nothing of it is kept: who comes a moment later has not missed what is still to be said."""
        told = shapes.ink(message) if message["t"] == "ink" else {"text": readable(shapes.writing(message))}
        if page.role is not None and await self._is_on():
            told = {"t": message["t"], "from": page.me, "by": page.role, **told}
            room.tell(told, besides=page)

    async def tell(self, room: Room, page: Page | None = None) -> None:
        """All that was said, to one page that has come, or to all after seats have changed."""
        await self._reader.tell(room, Whole(page))

    async def _is_on(self) -> bool:
        if self._on is None:
            self._on = "talk" not in await offload(functions.off, self._services.database)
        return self._on

    async def _read_and_tell(self, room: Room, taken: tuple[News, ...]) -> None:
        reader = next((page for page in room.pages if page.role is not None), None)
        if reader is None:
            return
        asked = (self._services.database, self._services.sealer, reader.who, room.call)
        try:
            comers = {news.page for news in taken if isinstance(news, Whole)}
            if comers:
                said = await offload(look.said, *asked)
                whole = whole_message(said)
                for page in room.pages if None in comers else room.pages & comers:
                    if page.role is not None:
                        page.send(whole)
                        self._translation.again(room, page)
                self._translation.want(room, reader.who, said.sayings)
            for news in taken:
                if isinstance(news, Unsaid):
                    self._translation.forget(room, news.saying)
                    room.tell({"t": "unsaid", "saying": news.saying})
                elif isinstance(news, Said):
                    saying = await offload(look.one, *asked, news.saying)
                    if saying is not None:
                        room.tell({"t": "said", "whole": False, "sayings": [saying_message(saying)]})
                        self._translation.want(room, reader.who, [saying])
        except DomainError:
            return  # The reader has just left its seat; who still sits there is told the whole then.

    def _on_news(self, payload: object, news: type[Said] | type[Unsaid]) -> None:
        assert isinstance(payload, dict)
        room = self._rooms.get(str(payload["call"]))
        if room is not None:
            self._do(self._reader.tell(room, news(str(payload["saying"]))))

    def _on_changed(self, payload: object) -> None:
        room = self._rooms.get(str(payload))
        if room is not None:
            self._do(self._reader.tell(room, Whole()))

    def _on_switched(self, _payload: object) -> None:
        self._on = None

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)


def whole_message(talk: TalkView) -> Message:
    kept = talk.kept_until
    return {
        "t": "said",
        "whole": True,
        "sayings": [saying_message(saying) for saying in talk.sayings],
        "kept_until": None if kept is None else kept.isoformat(),
    }


def saying_message(saying: Saying) -> Message:
    words = saying.words
    return {
        "id": saying.id,
        "at": saying.at.isoformat(),
        "from": saying.participant,
        "by": saying.by,
        "author": saying.author,
        "tmp": saying.tmp,
        "kind": words.kind,
        "text": words.text,
        "of": words.of,
        "ink": words.ink,
        **_from_board(words),
    }


def _from_board(words: Words) -> Message:
    """What a phrase or an answer says in every language, and by what touches a phrase is answered."""
    if words.kind == "answer":
        return _shown(catalogue.answer(words.of))
    if words.kind != "phrase":
        return {}
    phrase = catalogue.phrase(words.of)
    answers = [
        {"id": one, "pad": True} if one in catalogue.PADS else {"id": one, **_shown(catalogue.answer(one))}
        for one in phrase.answers
    ]
    return {**_shown(phrase), "answers": answers}


def _shown(said: catalogue.Phrase | catalogue.Answer) -> Message:
    return {"icon": said.icon, "texts": dict(said.texts)}
