"""The door on the page socket: who may open it, what may come through. The rest of Reflex is shut."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import logging
import re
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from iga_madoguchi.domain.accounts import sessions
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit.attempts import Kind
from iga_madoguchi.http.identity import identify, locked, own_origin
from iga_madoguchi.http.problems import problem
from iga_madoguchi.http.refusals import note
from iga_madoguchi.kit.ids import new_id
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

log = logging.getLogger(__name__)

SOCKET = "/_event"
SHUT = re.compile(r"^/(ping|_health|_upload|_all_routes|auth-codespace|_event)(/|$)")
REF_HEADER = "x-iga-session-ref"
TOKEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FRAME = re.compile(
    r'^(2|3|40/_event,.*|41/_event,?|42/_event,\["(event",\{|client_error",\{|ping").*)$', re.DOTALL
)

NAMESPACE = "42/_event,"
EVENT = NAMESPACE + '["event",'

FRAME_LIMIT = 524_288  # bytes; a pasted novel reaches the handler, which says that it is too long
RATE, BURST = 20, 40  # frames a second from one page
SOCKETS_LIMIT = 8  # of one session
FAREWELL_S = 0.3  # time for the last frame, which sends the page to the front door

TOO_BIG, TOO_MANY, NOT_OURS, ENDED = 1009, 1008, 1003, 4401


class Door:
    """Wraps the whole application; must be outside of everything that reads cookies."""

    def __init__(
        self, app: ASGIApp, services: Services, known: Callable[[str], bool] = lambda _: True
    ) -> None:
        """`known`: whether an event has a handler of this name."""
        self._app = app
        self._known = known
        self._services = services
        self._open: dict[str, set[asyncio.Event]] = defaultdict(set)
        for topic in (sessions.ENDED, sessions.LOCKED):
            services.hub.listen(topic, self._on_ended)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and scope["path"].rstrip("/") == SOCKET:
            await self._socket(scope, receive, send)
        elif scope["type"] == "http" and SHUT.match(scope["path"]):
            await problem(404, "not_found")(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        identity = await self._admit(scope)
        if identity is None:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        scope = {**scope, "headers": _own_headers(scope, identity, self._services.settings.origin)}
        ended, connection = asyncio.Event(), new_id()
        self._open[identity.ref].add(ended)
        self._services.presence.connected(identity.terminal_id, connection)
        try:
            refuse = functools.partial(self._services.attempts.note, terminal=identity.terminal_id)
            await self._app(scope, _Incoming(receive, send, ended, self._known, refuse), send)
        finally:
            self._services.presence.disconnected(identity.terminal_id, connection)
            self._open[identity.ref].discard(ended)
            if not self._open[identity.ref]:
                del self._open[identity.ref]

    async def _admit(self, scope: Scope) -> Identity | None:
        headers = Headers(scope=scope)
        if not own_origin(self._services, headers):
            self._refuse("origin", scope)
            return None
        identity = await identify(self._services, headers)
        if identity is None:
            # A page that is about to leave for the lock page tries once more.
            if await locked(self._services, headers) is None:
                self._refuse("session", scope)
            return None
        if len(self._open.get(identity.ref, ())) >= SOCKETS_LIMIT:
            self._refuse("flood", scope)
            return None
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"), max_num_fields=20)
        tokens = query.get("token", [])
        if len(tokens) != 1 or not TOKEN.fullmatch(tokens[0]):
            self._refuse("frame", scope)
            return None
        if not self._services.bindings.bind(tokens[0], identity.ref):
            self._refuse("page", scope)
            return None
        return identity

    def _refuse(self, kind: Kind, scope: Scope) -> None:
        note(self._services, kind, scope, "socket")

    def _on_ended(self, ref: object) -> None:
        loop = asyncio.get_running_loop()
        for ended in self._open.get(str(ref), ()):
            loop.call_later(FAREWELL_S, ended.set)


class _Incoming:
    """Lets well-formed text frames through at a bounded rate; closes the socket on anything else.

    An event that nothing here is called by goes no further: Reflex would write all of it into the journal.
    """

    def __init__(
        self,
        receive: Receive,
        send: Send,
        ended: asyncio.Event,
        known: Callable[[str], bool],
        refuse: Callable[..., None],
    ) -> None:
        self._known = known
        self._refuse = refuse
        self._receive = receive
        self._send = send
        self._ended = ended
        self._throttle = Throttle(RATE, BURST)
        self._closed = False

    async def __call__(self) -> Message:
        if self._closed:
            return {"type": "websocket.disconnect", "code": ENDED}
        while True:
            message = await self._next()
            if message is None:
                return await self._close(ENDED)
            if message["type"] != "websocket.receive":
                return message
            code = self._fault(message)
            if code is not None:
                self._refuse("flood" if code == TOO_MANY else "frame", what="socket")
                return await self._close(code)
            if self._is_ours(message["text"]):
                return message
            self._refuse("event", what="unknown")

    def _is_ours(self, text: str) -> bool:
        """Whether it is no event, or one that has a handler."""
        if not text.startswith(EVENT):
            return True
        try:
            found = json.loads(text[len(NAMESPACE) :])
        except (ValueError, RecursionError):
            return False
        event = found[1] if isinstance(found, list) and len(found) > 1 else None
        name = event.get("name") if isinstance(event, dict) else None
        return isinstance(name, str) and self._known(name)

    async def _next(self) -> Message | None:
        """The next message, None once the session has ended."""
        incoming = asyncio.ensure_future(self._receive())
        ended = asyncio.ensure_future(self._ended.wait())
        done, _ = await asyncio.wait({incoming, ended}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if incoming in done:
            return incoming.result()
        incoming.cancel()
        return None

    def _fault(self, message: Message) -> int | None:
        text = message.get("text")
        if text is None or len(text) > FRAME_LIMIT or len(text.encode()) > FRAME_LIMIT:
            return TOO_BIG
        if not FRAME.match(text):
            return NOT_OURS
        return None if self._throttle.allow("page") else TOO_MANY

    async def _close(self, code: int) -> Message:
        self._closed = True
        with contextlib.suppress(RuntimeError):
            await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}


def _own_headers(scope: Scope, identity: Identity, origin: str) -> list[tuple[bytes, bytes]]:
    """Headers as the pages' Python may see them: no cookie, no bearer, our own reference, the one origin."""
    dropped = (b"cookie", b"authorization", b"origin")
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if name.lower() not in dropped and not name.lower().startswith(b"x-iga-")
    ]
    # The origin has been checked here; further in, one exact value is compared.
    return [*kept, (REF_HEADER.encode(), identity.ref.encode()), (b"origin", origin.encode())]
