"""`/live/{call}`: what happens in a call many times a second, and which media are on."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass, field
from typing import Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from iga_madoguchi.domain.accounts import sessions
from iga_madoguchi.domain.calls import media
from iga_madoguchi.domain.calls.links import LINK, LinkNews
from iga_madoguchi.domain.calls.ringing import CHANGED
from iga_madoguchi.errors import DomainError
from iga_madoguchi.http.identity import identify, own_origin
from iga_madoguchi.http.live_forms import LiveForms
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

log = logging.getLogger(__name__)

MESSAGE_LIMIT = 16_384  # bytes
RATE, BURST = 120, 240  # messages a second
QUEUE_LIMIT = 256  # messages waiting for one slow page; then it is closed and comes again
MEDIA_KEYS = ("paper", "camera", "mic")

# Close codes of our own; the page retries after all of them but REFUSED.
REFUSED, TOO_MUCH, MALFORMED, OVER = 4403, 4429, 4400, 4410


@dataclass(eq=False)
class _Page:
    me: str
    ref: str
    outgoing: asyncio.Queue[dict[str, object] | int] = field(
        default_factory=lambda: asyncio.Queue(QUEUE_LIMIT)
    )

    def send(self, message: dict[str, object] | int) -> None:
        """Queue a message, or a close code; a page that does not read is told to come again."""
        if self.outgoing.full():
            self.outgoing.get_nowait()
            message = TOO_MUCH
        self.outgoing.put_nowait(message)


@dataclass
class _Room:
    pages: set[_Page] = field(default_factory=set)
    media: dict[str, dict[str, bool]] = field(default_factory=dict)


class LiveRoutes:
    """One room per call: the pages in it, and the last media state of each participant."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._rooms: dict[str, _Room] = {}
        self._forms = LiveForms(services, self._rooms)
        services.hub.listen(LINK, self._on_link)
        services.hub.listen(CHANGED, self._on_changed)
        services.hub.listen(sessions.ENDED, self._on_session_ended)
        self._checks: set[asyncio.Task[None]] = set()

    def routes(self) -> list[WebSocketRoute]:
        return [WebSocketRoute("/live/{call}", self.serve)]

    async def serve(self, websocket: WebSocket) -> None:
        call = websocket.path_params["call"]
        page = await self._enter(websocket, call)
        if page is None:
            # Refused before the handshake: the browser sees a plain 403.
            await websocket.close(REFUSED)
            return
        await websocket.accept()
        room = self._rooms.setdefault(call, _Room())
        room.pages.add(page)
        page.send({"t": "hello", "me": page.me, "media": room.media})
        sender = asyncio.create_task(_send(websocket, page))
        try:
            await self._receive(websocket, call, room, page)
        finally:
            sender.cancel()
            room.pages.discard(page)
            if not room.pages:
                self._rooms.pop(call, None)

    async def _enter(self, websocket: WebSocket, call: str) -> _Page | None:
        if not own_origin(self._services, websocket.headers):
            return None
        identity = await identify(self._services, websocket.headers)
        if identity is None:
            return None
        try:
            grant = await offload(media.grant, self._services.database, identity, call)
        except DomainError:
            return None
        return _Page(grant.participant, identity.ref)

    async def _receive(self, websocket: WebSocket, call: str, room: _Room, page: _Page) -> None:
        throttle = Throttle(RATE, BURST)
        while True:
            try:
                text = await websocket.receive_text()
            except (WebSocketDisconnect, KeyError):
                return
            if len(text.encode()) > MESSAGE_LIMIT or not throttle.allow("page"):
                page.send(TOO_MUCH)
                return
            document = _document(text)
            typed = None if document is None else await self._forms.handle(document, page, call)
            if typed:
                continue
            message = None if document is None or typed is False else _media(document)
            if message is None:
                page.send(MALFORMED)
                await asyncio.sleep(0)
                return
            room.media[page.me] = message
            for other in room.pages - {page}:
                other.send({"t": "media", "from": page.me, **message})

    def _on_link(self, payload: object) -> None:
        assert isinstance(payload, LinkNews)
        room = self._rooms.get(payload.call)
        for page in room.pages if room else ():
            page.send({"t": "link", "participant": payload.participant, "leg": payload.leg, "up": payload.up})

    def _on_changed(self, payload: object) -> None:
        if payload in self._rooms:
            check = asyncio.get_running_loop().create_task(self._recheck(str(payload)))
            self._checks.add(check)
            check.add_done_callback(self._checks.discard)

    async def _recheck(self, call: str) -> None:
        """Whoever has no seat any more is shown out."""
        over = await offload(media.open_participants, self._services.database, call) is None
        seated = frozenset() if over else await offload(media.seated, self._services.database, call)
        room = self._rooms.get(call)
        for page in room.pages if room else ():
            if page.me not in seated:
                page.send(OVER)

    def _on_session_ended(self, ref: object) -> None:
        for room in self._rooms.values():
            for page in room.pages:
                if page.ref == ref:
                    page.send(REFUSED)


async def _send(websocket: WebSocket, page: _Page) -> None:
    while True:
        message = await page.outgoing.get()
        try:
            if isinstance(message, int):
                await websocket.close(message)
                return
            await websocket.send_text(json.dumps(message, ensure_ascii=False))
        except (WebSocketDisconnect, RuntimeError):
            return


def _document(text: str) -> dict[str, Any] | None:
    """The JSON object of a message, None for anything else."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def _media(message: dict[str, Any]) -> dict[str, bool] | None:
    """The media state of a message, None for anything else."""
    if message.get("t") != "media":
        return None
    state = {key: message.get(key) for key in MEDIA_KEYS}
    if not all(isinstance(value, bool) for value in state.values()):
        return None
    return {key: bool(value) for key, value in state.items()}
