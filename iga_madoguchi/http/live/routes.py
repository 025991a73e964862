"""The socket itself: who may open it, what comes in and goes out, who is shown out."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Coroutine

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from iga_madoguchi.domain.accounts import sessions
from iga_madoguchi.domain.audit.attempts import Kind
from iga_madoguchi.domain.calls import media as grants
from iga_madoguchi.domain.calls.links import LINK, LinkNews
from iga_madoguchi.domain.calls.ringing import CHANGED
from iga_madoguchi.domain.conversation.private import events as private_events
from iga_madoguchi.domain.papers import events as papers_events
from iga_madoguchi.errors import DomainError
from iga_madoguchi.http.bodies import parse_json
from iga_madoguchi.http.identity import identify, own_origin
from iga_madoguchi.http.live import forms, media, papers, private, speech, talk
from iga_madoguchi.http.live.forms import LiveForms
from iga_madoguchi.http.live.news import Marked, News, Turned, Unmarked, Whole
from iga_madoguchi.http.live.papers import PaperPart
from iga_madoguchi.http.live.private import PrivatePart
from iga_madoguchi.http.live.room import MALFORMED, OVER, REFUSED, TOO_MUCH, Malformed, Message, Page, Room
from iga_madoguchi.http.live.speech import LiveSpeech
from iga_madoguchi.http.live.talk import LiveTalk
from iga_madoguchi.http.live.translation import LiveTranslation
from iga_madoguchi.http.refusals import note
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

MESSAGE_LIMIT = 16_384  # bytes
RATE, BURST = 120, 240  # messages a second
AFTER_S = 0.1
"""After a change of the call: its screens and its picture go first; the relay shuts who left out at once."""


class LiveRoutes:
    """One room per call."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._rooms: dict[str, Room] = {}
        self._papers = PaperPart(services)
        self._forms = LiveForms(services, self._rooms)
        self._speech = LiveSpeech(services, self._rooms)
        self._talk = LiveTalk(services, self._rooms, LiveTranslation(services, self._speech.tell))
        self._private = PrivatePart(services)
        self._work: set[asyncio.Task[None]] = set()
        hub = services.hub
        hub.listen(LINK, self._on_link)
        hub.listen(CHANGED, self._on_changed)
        for topic in (sessions.ENDED, sessions.LOCKED):
            hub.listen(topic, self._on_session_ended)
        hub.listen(papers_events.CHANGED, lambda call: self._on_papers(call, Whole()))
        hub.listen(papers_events.SHOWN, lambda call: self._on_papers(call, Turned()))
        hub.listen(papers_events.MARKED, self._on_marked)
        hub.listen(papers_events.UNMARKED, self._on_unmarked)
        hub.listen(papers_events.SHOOT, self._on_shoot)
        hub.listen(private_events.CHANGED, self._on_private)

    def routes(self) -> list[WebSocketRoute]:
        ears = self._speech.ears
        return [WebSocketRoute("/live/{call}", self.serve), WebSocketRoute("/listen/{call}", ears.serve)]

    async def serve(self, websocket: WebSocket) -> None:
        call = websocket.path_params["call"]
        page = await self._enter(websocket, call)
        if page is None:
            # Refused before the handshake: the browser sees a plain 403.
            await websocket.close(REFUSED)
            return
        await websocket.accept()
        room = self._rooms.setdefault(call, Room(call))
        room.pages.add(page)
        unheard = sorted(self._services.relay.unheard(call))
        hello = {"t": "hello", "me": page.me, "media": room.media, "down": unheard}
        page.send({**hello, **await self._papers.hello(room, page)})
        sender = asyncio.create_task(_send(websocket, page))
        receiver = asyncio.create_task(self._attend(websocket, room, page))
        code = None
        try:
            # A page to which nothing can be said any more is not listened to either.
            await asyncio.wait({sender, receiver}, return_when=asyncio.FIRST_COMPLETED)
            code = receiver.result() if receiver.done() else None
        finally:
            sender.cancel()
            receiver.cancel()
            room.pages.discard(page)
            self._private.left(room, page)
            if not room.pages:
                self._rooms.pop(call, None)
                self._speech.ears.stop(call)
        if code is not None:
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await websocket.close(code)

    async def _enter(self, websocket: WebSocket, call: str) -> Page | None:
        if not own_origin(self._services, websocket.headers):
            self._refuse("origin", websocket)
            return None
        identity = await identify(self._services, websocket.headers)
        if identity is None:
            self._refuse("session", websocket)
            return None
        try:
            grant = await offload(grants.grant, self._services.database, identity, call)
        except DomainError:
            self._refuse("forbidden", websocket)
            return None
        page = Page(identity, grant.participant)
        page.role = await self._papers.role(page, call)
        return page

    def _refuse(self, kind: Kind, websocket: WebSocket) -> None:
        note(self._services, kind, websocket.scope, "live")

    async def _attend(self, websocket: WebSocket, room: Room, page: Page) -> int | None:
        await self._talk.tell(room, page)
        self._speech.welcome(room, page)
        await self._private.welcome(room, page)
        await self._papers.welcome(room, page)
        return await self._receive(websocket, room, page)

    async def _receive(self, websocket: WebSocket, room: Room, page: Page) -> int | None:
        """Until the page goes, or the code with which it is sent away."""
        throttle = Throttle(RATE, BURST)
        while True:
            try:
                text = await websocket.receive_text()
            except (WebSocketDisconnect, KeyError):
                return None
            if page.ended:
                return REFUSED
            if len(text.encode()) > MESSAGE_LIMIT or not throttle.allow("page"):
                self._refuse("flood", websocket)
                return TOO_MUCH
            try:
                await self._take(room, page, _parse(text))
            except Malformed:
                self._refuse("frame", websocket)
                return MALFORMED

    async def _take(self, room: Room, page: Page, message: Message) -> None:
        if message["t"] == "media":
            media.take(room, page, message)
            return
        if not page.settled:
            # A press just after the answer is as good as a later one.
            await self._papers.admit(room, page)
            if page.ended:
                return
        if message["t"] in papers.KINDS:
            await self._papers.take(room, page, message)
        elif message["t"] == forms.KIND:
            await self._forms.take(room, page, message)
        elif message["t"] in talk.KINDS:
            await self._talk.take(room, page, message)
        elif message["t"] == speech.KIND:
            await self._speech.take(room, page, message)
        elif message["t"] in private.KINDS:
            await self._private.take(room, page, message)
        else:
            raise Malformed

    def _on_link(self, payload: object) -> None:
        assert isinstance(payload, LinkNews)
        room = self._rooms.get(payload.call)
        if room is not None:
            media.tell_link(room, payload)

    def _on_changed(self, payload: object) -> None:
        if payload in self._rooms:
            for page in self._rooms[str(payload)].pages:
                page.settled = False
            # On hold nobody is listened to any more, and that at once.
            self._do(self._speech.ears.recheck(str(payload)))
            self._do(self._recheck(self._rooms[str(payload)]))

    def _on_papers(self, call: object, news: News) -> None:
        if call in self._rooms:
            self._do(self._papers.news.tell(self._rooms[str(call)], news))

    def _on_marked(self, payload: object) -> None:
        assert isinstance(payload, dict)
        self._on_papers(payload["call"], Marked(str(payload["mark"])))

    def _on_unmarked(self, payload: object) -> None:
        assert isinstance(payload, dict)
        self._on_papers(payload["call"], Unmarked(tuple(str(mark) for mark in payload["marks"])))

    def _on_shoot(self, payload: object) -> None:
        assert isinstance(payload, dict)
        room = self._rooms.get(str(payload["call"]))
        if room is not None:
            self._do(self._papers.ask_for_still(room, str(payload["request"]), str(payload["paper"])))

    def _on_private(self, call: object) -> None:
        if call in self._rooms:
            self._do(self._private.tell(self._rooms[str(call)]))

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _recheck(self, room: Room) -> None:
        """Whoever has no seat any more is shown out; the others learn what their part is now."""
        await asyncio.sleep(AFTER_S)
        gate = await offload(grants.open_gate, self._services.database, room.call)
        seated = frozenset() if gate is None else gate.seated
        for page in list(room.pages):
            if page.me not in seated:
                page.role = None
                page.send(OVER)
            else:
                await self._papers.admit(room, page)
        self._speech.rejoin(room, over=gate is None)
        await self._talk.tell(room)
        await self._papers.news.tell(room, Whole())

    def _on_session_ended(self, ref: object) -> None:
        for room in self._rooms.values():
            for page in room.pages:
                if page.who.ref == ref:
                    page.role, page.ended = None, True
                    page.send(REFUSED)


async def _send(websocket: WebSocket, page: Page) -> None:
    while True:
        message = await page.outgoing.get()
        try:
            if isinstance(message, int):
                await websocket.close(message)
                return
            await websocket.send_text(json.dumps(message, ensure_ascii=False))
        except (WebSocketDisconnect, RuntimeError):
            return


def _parse(text: str) -> Message:
    """Raises Malformed."""
    try:
        message = parse_json(text)
    except ValueError as error:
        raise Malformed from error
    if not isinstance(message, dict) or not isinstance(message.get("t"), str):
        raise Malformed
    return message
