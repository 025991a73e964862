"""The second step of a login: a code of an app or a passkey; set up where the rule asks for it."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts import entering, factors, passkeys
from iga_madoguchi.domain.accounts.entering import Shows
from iga_madoguchi.domain.accounts.halves import Half
from iga_madoguchi.domain.accounts.models import StaffFactor
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.http import front
from iga_madoguchi.http.bodies import bounded, form
from iga_madoguchi.http.identity import Unidentified, require_origin
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

TYPE = "application/json"
TRIES_AT_ONCE, TRY_EVERY_S = 10, 300
"""Of one person at one terminal: three of a million codes fit at any moment."""


class SecondRoutes:
    """`/login/second`: for whoever has shown a password at this terminal, and for nobody else."""

    def __init__(self, services: Services) -> None:
        self._services = services
        # Only who has the password can use these up, and only at this terminal.
        self._tries = Throttle(per_second=1 / TRY_EVERY_S, burst=TRIES_AT_ONCE)

    def routes(self) -> list[Route]:
        return [
            Route("/login/second", self.ask, methods=["GET"]),
            Route("/login/second", self.code, methods=["POST"]),
            Route("/login/second/options", self.options, methods=["POST"]),
            Route("/login/second/passkey", self.passkey, methods=["POST"]),
        ]

    async def ask(self, request: Request) -> Response:
        half, device = await self._half(request)
        if half is None or device is None:
            return RedirectResponse("/login", 303)
        return self._page(request, half, device)

    async def code(self, request: Request) -> Response:
        """The six digits of an app; of a new one, where there is none yet."""
        require_origin(self._services, request)
        half, device = await self._half(request)
        code, made = (await form(request)).get("code", ""), self._services
        if half is None or device is None or not self._one_try(half):
            return RedirectResponse("/login", 303)
        shows: Shows = partial(factors.shows, safe=made.sealer, code=code)
        if not half.passed.kinds:
            row = await offload(factors.new_app, made.sealer, made.clock.now(), half.proposal, code)
            shows = self._first(row, half, device)
        try:
            cookie = await offload(entering.finish, made.database, device, half.passed, shows)
        except NotAllowed as error:
            return self._refused(request, half, device, error)
        return await self._in(request, half, cookie)

    async def options(self, request: Request) -> Response:
        """What the browser asks a passkey for: to sign, or to be made where there is none yet."""
        require_origin(self._services, request)
        half, _ = await self._half(request)
        site = front.site(self._services, request)
        if half is None or not site.usable:
            raise Unidentified("session.none")
        ask = passkeys.to_show if half.passed.kinds else passkeys.to_add
        half.challenge, options = await offload(ask, self._services.database, half.passed.login, site)
        return Response(options, media_type=TYPE, headers={"Cache-Control": "no-store"})

    async def passkey(self, request: Request) -> Response:
        """What the passkey said; 303 to where the person begins."""
        require_origin(self._services, request)
        half, device = await self._half(request)
        credential = (await bounded(request, front.CREDENTIAL_LIMIT)).decode("utf-8", "replace")
        site, made = front.site(self._services, request), self._services
        if half is None or device is None or not self._one_try(half):
            raise Unidentified("session.none")
        challenge, half.challenge = half.challenge, b""
        if not challenge:
            raise Unidentified("session.none")
        shows: Shows = partial(passkeys.shows, site=site, challenge=challenge, credential=credential)
        if not half.passed.kinds:
            row = await offload(passkeys.made, site, made.clock.now(), challenge, credential)
            shows = self._first(row, half, device)
        cookie = await offload(entering.finish, made.database, device, half.passed, shows)
        return await self._in(request, half, cookie)

    def _one_try(self, half: Half) -> bool:
        """Before anything is looked at: many at once are many tries."""
        if half.tries <= 0 or not self._tries.allow(f"{half.device_id} {half.passed.login}"):
            return False
        half.tries -= 1
        return True

    def _first(self, row: StaffFactor | None, half: Half, device: DeviceView) -> Shows:
        return partial(factors.first, row=row, actor=Actor(half.passed.login, device.terminal_id))

    async def _half(self, request: Request) -> tuple[Half | None, DeviceView | None]:
        device = await front.device_of(self._services, request)
        half = self._services.halves.get(request.cookies.get(front.HALF_COOKIE, ""))
        if half is None or device is None or half.device_id != device.id or half.tries <= 0:
            return None, device
        return half, device

    async def _in(self, request: Request, half: Half, cookie: str) -> Response:
        if cookie:
            response = await front.let_in(self._services, request, cookie)
        else:
            # The session that was locked goes on where it was.
            response = RedirectResponse(half.to or "/", 303, {"Cache-Control": "no-store"})
        return front.without_half(self._services, request, response)

    def _refused(self, request: Request, half: Half, device: DeviceView, error: NotAllowed) -> Response:
        if half.tries <= 0 or error.code == "accounts.login.refused":
            return front.page(
                "login", 403, device.terminal_name, notice=front.SENTENCES["again"], login=half.passed.login
            )
        return self._page(request, half, device, 403, front.sentence(error))

    def _page(
        self, request: Request, half: Half, device: DeviceView, status: int = 200, notice: str = ""
    ) -> Response:
        site, kinds = front.site(self._services, request), half.passed.kinds
        fields = {"name": half.passed.name, "notice": notice}
        if kinds:
            hidden = {
                "no_code": "" if factors.CODE in kinds else "hidden",
                "no_key": "" if factors.PASSKEY in kinds and site.usable else "hidden",
                "no_way": "hidden" if factors.CODE in kinds or site.usable else "",
            }
            return front.page("login.second", status, device.terminal_name, hidden, **fields)
        return front.page(
            "login.setup",
            status,
            device.terminal_name,
            front.app_parts(half.proposal, half.passed.login, site),
            **fields,
        )
