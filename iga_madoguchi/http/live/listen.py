"""`/listen/{call}`: a page sends its own microphone while captions by speech are on; the call gets text.

The voice goes on to the speech server and is nowhere else: on no disk, in no log, with no other page.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from iga_madoguchi.domain.accounts import sessions
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.conversation.speech import policy, service
from iga_madoguchi.domain.conversation.speech.ports import Heard, SpeechBackend
from iga_madoguchi.domain.conversation.speech.views import Speaker
from iga_madoguchi.domain.conversation.talking import service as talking
from iga_madoguchi.domain.conversation.talking.checking import readable
from iga_madoguchi.domain.conversation.talking.views import Words
from iga_madoguchi.errors import DomainError, Unavailable
from iga_madoguchi.http.identity import identify, own_origin
from iga_madoguchi.http.live.room import MALFORMED, OVER, REFUSED, TOO_MUCH, Room
from iga_madoguchi.http.refusals import note
from iga_madoguchi.kit.ids import new_id
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

FIRST_S, LONGEST_S = 0.2, 10.0  # s between two tries to reach the speech server
FOR_ALL = ("conversation.talk.full", "functions.off")
"""Why nobody in the call can say anything more; anything else ends one ear."""


class Voice:
    """Pieces of what somebody says, until they are heard; whoever is slow misses the oldest."""

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque(maxlen=policy.WAITING_LIMIT)
        self._more = asyncio.Event()

    def add(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._more.set()

    async def pieces(self) -> AsyncIterator[bytes]:
        while True:
            while self._pieces:
                yield self._pieces.popleft()
            self._more.clear()
            await self._more.wait()


class Ear:
    """One microphone that is listened to."""

    def __init__(self, who: Identity, call: str, seat: Speaker) -> None:
        self.who, self.call, self.seat = who, call, seat
        self.voice = Voice()
        self.end: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def close(self, code: int) -> None:
        if not self.end.done():
            self.end.set_result(code)


class Ears:
    """All of them, at most one for each seat. `tell`: how it goes in a room is another thing now."""

    def __init__(
        self,
        services: Services,
        rooms: dict[str, Room],
        tell: Callable[[Room], None],
        give_up: Callable[[Room, str], None],
    ) -> None:
        self._services = services
        self._rooms = rooms
        self._tell = tell
        self._give_up = give_up
        self._ears: dict[tuple[str, str], Ear] = {}
        for topic in (sessions.ENDED, sessions.LOCKED):
            services.hub.listen(topic, self._on_session_ended)

    def stop(self, call: str) -> None:
        for ear in self._of(call):
            ear.close(OVER)

    async def recheck(self, call: str) -> None:
        """Who sits there no more is heard no more; on hold nobody is heard."""
        for ear in self._of(call):
            try:
                ear.seat = await offload(service.speaker, self._services.database, ear.who, call)
            except DomainError:
                ear.close(OVER)

    async def serve(self, websocket: WebSocket) -> None:
        ear = await self._enter(websocket)
        if ear is None or self._services.speech is None:
            await websocket.close(REFUSED)  # before the handshake: a plain 403
            return
        await websocket.accept()
        key = (ear.call, ear.seat.participant)
        if (older := self._ears.get(key)) is not None:
            older.close(OVER)  # a page that was reloaded
        self._ears[key] = ear
        receiver = asyncio.create_task(_receive(websocket, ear))
        hearing = asyncio.create_task(self._hear(ear, self._services.speech))
        ends: set[asyncio.Future[Any]] = {receiver, hearing, ear.end}
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (receiver, hearing):
                task.cancel()
            await asyncio.wait(ends - {ear.end})
            if self._ears.get(key) is ear:
                del self._ears[key]
            self._quiet(ear)
        code = ear.end.result() if ear.end.done() else _code(receiver)
        if code is not None:
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await websocket.close(code)
        if not hearing.cancelled():
            hearing.result()

    async def _enter(self, websocket: WebSocket) -> Ear | None:
        call = websocket.path_params["call"]
        room = self._rooms.get(call)
        if not own_origin(self._services, websocket.headers):
            note(self._services, "origin", websocket.scope, "listen")
            return None
        identity = await identify(self._services, websocket.headers)
        if identity is None:
            note(self._services, "session", websocket.scope, "listen")
        if identity is None or room is None:
            return None
        try:
            seat = await offload(service.speaker, self._services.database, identity, call)
        except DomainError:
            return None
        return Ear(identity, call, seat) if room.speech else None

    async def _hear(self, ear: Ear, backend: SpeechBackend) -> None:
        """Until it is cancelled or must not go on; a server that is away is asked again and again."""
        wait = FIRST_S
        finals = Throttle(policy.FINALS_A_SECOND, policy.FINALS_BURST)
        passing = Throttle(policy.PASSING_A_SECOND, policy.PASSING_BURST)
        while True:
            try:
                async with contextlib.aclosing(backend.listen(ear.voice.pieces(), ear.seat.language)) as text:
                    async for heard in text:
                        self._reaches(ear, True)
                        if heard.text:
                            wait = FIRST_S
                        if ear.seat.held:
                            continue
                        if not heard.final and passing.allow("text"):
                            self._pass(ear, heard)
                        elif heard.final and finals.allow("text"):
                            await self._say(ear, heard)
            except Unavailable:
                self._reaches(ear, False)
            except DomainError as error:
                room = self._rooms.get(ear.call)
                if room is not None and error.code in FOR_ALL:
                    self._give_up(room, error.code)
                ear.close(OVER)
                return
            self._quiet(ear)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_S)

    async def _say(self, ear: Ear, heard: Heard) -> None:
        """It becomes a saying like any other. Raises DomainError."""
        text = policy.clipped(readable(heard.text))
        if not text:
            return
        database, sealer = self._services.database, self._services.sealer
        words = Words("caption", text=text)
        try:
            await offload(talking.say, database, sealer, ear.who, ear.call, words, new_id())
        except Unavailable:
            return  # the disk is full; what was typed says so

    def _pass(self, ear: Ear, heard: Heard) -> None:
        room = self._rooms.get(ear.call)
        if room is None:
            return
        told = {"t": "writing", "from": ear.seat.participant, "by": ear.seat.side, "voice": True}
        for page in room.pages:
            if page.role is not None and page.me != ear.seat.participant:
                page.send({**told, "text": policy.clipped(readable(heard.text))})

    def _quiet(self, ear: Ear) -> None:
        self._pass(ear, Heard("", final=False))

    def _reaches(self, ear: Ear, well: bool) -> None:
        room = self._rooms.get(ear.call)
        if room is None or well == (ear.seat.participant not in room.deaf):
            return
        before = bool(room.deaf)
        room.deaf = room.deaf - {ear.seat.participant} if well else room.deaf | {ear.seat.participant}
        if bool(room.deaf) != before:
            self._tell(room)

    def _of(self, call: str) -> list[Ear]:
        return [ear for (where, _), ear in self._ears.items() if where == call]

    def _on_session_ended(self, ref: object) -> None:
        for ear in self._ears.values():
            if ear.who.ref == ref:
                ear.close(REFUSED)


async def _receive(websocket: WebSocket, ear: Ear) -> int | None:
    """Until the page goes, or the code with which it is sent away."""
    throttle = Throttle(policy.CHUNKS_A_SECOND, policy.CHUNKS_BURST)
    while True:
        try:
            piece = await websocket.receive_bytes()
        except KeyError:
            return MALFORMED  # text is no voice
        except WebSocketDisconnect:
            return None
        if len(piece) > policy.CHUNK_LIMIT or not throttle.allow("page"):
            return TOO_MUCH
        if not policy.fits(piece):
            return MALFORMED
        if not ear.seat.held:
            ear.voice.add(piece)


def _code(receiver: asyncio.Task[int | None]) -> int | None:
    return None if receiver.cancelled() else receiver.result()
