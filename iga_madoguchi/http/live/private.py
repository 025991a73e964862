"""Private questions on the call's socket: to the desk that asks and the branch that answers, to nobody else.

What a page may see is read for each page from the database at the moment of telling, so that a seat that has
just been lost gets nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from iga_madoguchi.domain.conversation.private import look, service
from iga_madoguchi.domain.conversation.private.answers import Answer, in_japanese
from iga_madoguchi.domain.conversation.private.policy import WORDS
from iga_madoguchi.domain.conversation.private.views import Sight
from iga_madoguchi.domain.functions import service as functions
from iga_madoguchi.errors import DomainError
from iga_madoguchi.http.live.reader import OneReader
from iga_madoguchi.http.live.room import DESK, Malformed, Message, Page, Room
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

ID_LIMIT, TEXT_LIMIT, LIST_LIMIT = 40, 1000, 20  # of what is looked at at all; the heart is stricter
NUMBER_LIMIT = 10**9
RATE, BURST = 4, 20  # of one session, a second
LOUDNESS = ("low", "good", "loud", "off")

ASK, WITHDRAW, READ = "private.ask", "private.withdraw", "private.read"
REPLY, WISH, LOUD = "private.reply", "private.wish", "private.loud"
BY = {ASK: "desk", WITHDRAW: "desk", READ: "desk", REPLY: "branch", WISH: "branch", LOUD: "branch"}
KINDS = frozenset(BY)

Verb = Callable[[Room, Page, Message], Awaitable[None]]


class PrivatePart:
    """What is asked, answered and read, and how loud the resident speaks meanwhile."""

    def __init__(self, services: Services) -> None:
        self._database = services.database
        self._sealer = services.sealer
        self._throttle = Throttle(RATE, BURST)
        self._reader: OneReader[None] = OneReader(self._tell_seen)
        self._verbs: dict[str, Verb] = {
            ASK: self._ask,
            WITHDRAW: self._withdraw,
            READ: self._read,
            REPLY: self._reply,
            WISH: self._wish,
            LOUD: self._loud,
        }

    async def take(self, room: Room, page: Page, message: Message) -> None:
        """Do what a message asks; what may not be is answered to its sender alone. Raises Malformed."""
        kind = message["t"]
        if page.role != BY[kind]:
            page.send({"t": "refused", "of": kind, "code": "private.part"})
        elif not self._throttle.allow(page.who.ref):
            page.send({"t": "refused", "of": kind, "code": "private.too_fast"})
        else:
            try:
                await self._verbs[kind](room, page, message)
            except DomainError as error:
                page.send({"t": "refused", "of": kind, "code": error.code})

    async def welcome(self, room: Room, page: Page) -> None:
        """What is open, to one page that has just come; first of all, so that nothing flickers there."""
        if (told := await self._seen(room, page)) is not None:
            page.send(told)

    async def tell(self, room: Room) -> None:
        """What is open now, to both sides. What was read earlier is never told later."""
        await self._reader.tell(room, None)

    def left(self, room: Room, page: Page) -> None:
        """A page has gone: without the branch's last one nobody knows any more how loud anybody speaks."""
        if page.role == "branch" and room.loudness and not any(one.role == "branch" for one in room.pages):
            room.loudness = ""
            room.tell({"t": LOUD, "level": "off"}, to=DESK)

    async def _tell_seen(self, room: Room, _changes: tuple[None, ...]) -> None:
        for page in [page for page in room.pages if page.role in ("desk", "branch")]:
            told = await self._seen(room, page)
            if told is not None and page.role is not None:
                page.send(told)

    async def _seen(self, room: Room, page: Page) -> Message | None:
        try:
            sight = await offload(look.sight, self._database, self._sealer, page.who, room.call)
        except DomainError:
            return None
        if sight.part == "desk":
            return {"t": "private", **_for_desk(sight), "wish": room.wish, "loudness": room.loudness}
        return {"t": "private", **_for_branch(sight), "wish": room.wish} if sight.part == "branch" else None

    async def _ask(self, room: Room, page: Page, message: Message) -> None:
        where = (self._database, self._sealer, page.who, room.call)
        # A question grants the wish, and it may be told before `offload` returns: so before, not after.
        wished, room.wish = room.wish, False
        try:
            if "question" in message:
                await offload(service.ask, *where, _text(message["question"], ID_LIMIT))
            else:
                text, choices, pad = _typed(message)
                await offload(service.ask_own, *where, text, choices, pad)
        except (DomainError, Malformed):
            room.wish = wished
            await self.tell(room)
            raise

    async def _withdraw(self, room: Room, page: Page, message: Message) -> None:
        await offload(service.withdraw, self._database, self._sealer, page.who, room.call, _id(message))

    async def _read(self, room: Room, page: Page, message: Message) -> None:
        await offload(service.read, self._database, self._sealer, page.who, room.call, _id(message))

    async def _reply(self, room: Room, page: Page, message: Message) -> None:
        given = _answer(message.get("answer"))
        await offload(service.answer, self._database, self._sealer, page.who, room.call, _id(message), given)

    async def _wish(self, room: Room, page: Page, message: Message) -> None:
        if not isinstance(message.get("on"), bool):
            raise Malformed
        if message["on"] and "private" in await offload(functions.off, self._database):
            page.send({"t": "refused", "of": WISH, "code": "functions.off"})
            return
        room.wish = message["on"]
        await self.tell(room)

    async def _loud(self, room: Room, page: Page, message: Message) -> None:
        level = message.get("level")
        if level not in LOUDNESS or not isinstance(level, str):
            raise Malformed
        room.loudness = "" if level == "off" else level
        room.tell({"t": LOUD, "level": level}, besides=page, to=DESK)


def _for_desk(sight: Sight) -> Message:
    """The desk reads Japanese."""
    found = sight.open
    if found is None:
        return {"open": None}
    answer = None if found.answer is None else in_japanese(found.question, found.answer)
    text = found.question.text["ja"]
    return {"open": {"id": found.id, "text": text, "answered": found.answered, "answer": answer}}


def _for_branch(sight: Sight) -> Message:
    """In every language there is: the resident may change it before answering."""
    found = sight.open
    return {"open": None if found is None else {"id": found.id, **found.question.plain()}}


def _answer(given: Any) -> Answer:
    if not isinstance(given, dict) or len(given) != 1:
        raise Malformed
    ((key, value),) = given.items()
    if key == "choices" and isinstance(value, list) and 1 <= len(value) <= LIST_LIMIT:
        return Answer(choices=tuple(_text(one, ID_LIMIT) for one in value))
    if key == "number" and isinstance(value, int) and not isinstance(value, bool):
        if abs(value) <= NUMBER_LIMIT:
            return Answer(number=value)
    if key == "word" and isinstance(value, str):
        for word in WORDS:
            if word == value:
                return Answer(word=word)
    raise Malformed


def _typed(message: Message) -> tuple[str, tuple[str, ...], str | None]:
    text, choices, pad = message.get("text"), message.get("choices", []), message.get("pad")
    if not isinstance(text, str) or len(text) > TEXT_LIMIT:
        raise Malformed
    if not isinstance(choices, list) or len(choices) > LIST_LIMIT:
        raise Malformed
    if not all(isinstance(one, str) and len(one) <= TEXT_LIMIT for one in choices):
        raise Malformed
    return text, tuple(choices), None if pad is None else _text(pad, ID_LIMIT)


def _id(message: Message) -> str:
    return _text(message.get("id"), ID_LIMIT)


def _text(value: Any, limit: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= limit:
        raise Malformed
    return value
