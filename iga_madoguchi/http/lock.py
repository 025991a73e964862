"""The lock page: a session that nobody sat at waits for its password; it rings, and shows nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections import Counter

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts import entering, idle, sessions
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.calls.ringing import CHANGED
from iga_madoguchi.errors import InvalidInput, NotAllowed
from iga_madoguchi.http import front
from iga_madoguchi.http.bodies import form
from iga_madoguchi.http.identity import Unidentified, identify, locked, require, require_origin
from iga_madoguchi.kit.ids import new_id
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

OURS = re.compile(r"/(desk|admin)(/[a-z-]{1,40}){0,3}/?(\?[\w=&%.:+~-]{1,300})?", re.ASCII)
"""Where somebody may have been: a page of the office, and nothing that leads elsewhere."""
WAIT_S = 10.0  # s that a request for the ring is held; then the page asks again
WAITING_LIMIT = 4  # requests of one session at a time


class LockRoutes:
    """`/lock` is there for a locked session only; `/session/seen` keeps one from being locked."""

    def __init__(self, services: Services) -> None:
        self._services = services
        # Per device: a stranger at one terminal cannot keep anybody out at another.
        self._tries = Throttle(per_second=0.2, burst=10)
        self._told = Throttle(per_second=1 / idle.SEEN_EVERY.total_seconds(), burst=3)
        self._waiting: Counter[str] = Counter()

    def routes(self) -> list[Route]:
        return [
            Route("/lock", self.ask, methods=["GET"]),
            Route("/lock", self.unlock, methods=["POST"]),
            Route("/lock/ring", self.ring, methods=["GET"]),
            Route("/session/seen", self.seen, methods=["POST"]),
        ]

    async def ask(self, request: Request) -> Response:
        who = await locked(self._services, request.headers)
        to = _way(request.query_params.get("to", ""))
        return RedirectResponse(to or "/", 303) if who is None else _page(who, to)

    async def unlock(self, request: Request) -> Response:
        """The password of the same person, and then the second factor where the rule wants it."""
        require_origin(self._services, request)
        who, device = (
            await locked(self._services, request.headers),
            await front.device_of(self._services, request),
        )
        fields = await form(request)
        to = _way(fields.get("to", ""))
        if who is None or device is None:
            return RedirectResponse(to or "/", 303)
        if not self._tries.allow(str(device.id)):
            return _page(who, to, 429, front.SENTENCES["many"])
        password, made = fields.get("password", ""), self._services
        try:
            came = await offload(entering.unlock, made.database, device, who, password)
        except NotAllowed as error:
            return _page(who, to, 403, front.sentence(error))
        if came is not None:
            return await front.welcome(made, request, device, came, to or front.home(who))
        return RedirectResponse(to or front.home(who), 303, {"Cache-Control": "no-store"})

    async def ring(self, request: Request) -> Response:
        """How it stands here, once that is another thing than `was`: `rings`, `quiet`, or `open`."""
        was, who = request.query_params.get("was", ""), await locked(self._services, request.headers)
        if who is None:
            await require(self._services, request)
            return _state("open")
        if self._waiting[who.ref] >= WAITING_LIMIT:
            raise InvalidInput("http.too_many")
        self._waiting[who.ref] += 1
        presence, connection = self._services.presence, new_id()
        # Somebody may come back for who rings: the desk counts as there.
        presence.connected(who.terminal_id, connection)
        try:
            return _state(await self._other_than(was, who))
        finally:
            presence.disconnected(who.terminal_id, connection)
            self._waiting -= Counter([who.ref])

    async def seen(self, request: Request) -> Response:
        """A hand was seen at this screen; more often than it counts is taken for granted."""
        require_origin(self._services, request)
        who = await identify(self._services, request.headers)
        if who is None or who.staff_id is None:
            raise Unidentified("session.none")
        if self._told.allow(who.ref):
            await offload(idle.seen, self._services.database, who)
        return Response(status_code=204)

    async def _other_than(self, was: str, who: Identity) -> str:
        topics = (CHANGED, sessions.UNLOCKED, sessions.ENDED)
        async with self._services.hub.subscribe(*topics) as events:
            state = await self._stands(who)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(WAIT_S):
                    while state == was:
                        await anext(events)
                        state = await self._stands(who)
        return state

    async def _stands(self, who: Identity) -> str:
        if self._services.sessions.get(who.ref) is not None:
            return "open"
        rings = await offload(attendance.rings_at, self._services.database, who.terminal_id)
        return "rings" if rings else "quiet"


def _way(text: str) -> str:
    return text if OURS.fullmatch(text) else ""


def _state(state: str) -> Response:
    return JSONResponse({"state": state}, headers={"Cache-Control": "no-store"})


def _page(who: Identity, to: str, status: int = 200, notice: str = "") -> Response:
    return front.page(
        "lock",
        status,
        who.terminal_name,
        notice=notice,
        name=who.staff_name,
        login=who.staff_login,
        to=to,
    )
