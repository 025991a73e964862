"""The second step of a login: a code of an app or a passkey; set up where the rule asks for it."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts import entering, factors, passkeys
from iga_madoguchi.domain.accounts.entering import Shows
from iga_madoguchi.domain.accounts.halves import Half
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import DomainError, NotAllowed
from iga_madoguchi.http import front
from iga_madoguchi.http.bodies import bounded, form
from iga_madoguchi.http.identity import Unidentified, require_origin
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services

TYPE = "application/json"


class SecondRoutes:
    """`/login/second`: for whoever has shown a password at this terminal, and for nobody else."""

    def __init__(self, services: Services) -> None:
        self._services = services

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
        if half is None or device is None:
            return RedirectResponse("/login", 303)
        code, made = (await form(request)).get("code", ""), self._services
        try:
            if half.passed.kinds:
                shows: Shows = partial(factors.shows, safe=made.sealer, code=code)
            else:
                login, actor = half.passed.login, Actor(half.passed.login, device.terminal_id)
                secret = half.proposal
                await offload(
                    factors.add_code, made.database, made.sealer, login, secret, code, actor, first=True
                )
                shows = _shown
            cookie = await offload(entering.finish, made.database, device, half.passed, shows)
        except DomainError as error:
            return self._refused(request, half, device, error)
        return await self._in(request, cookie)

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
        if half is None or device is None or not half.challenge:
            raise Unidentified("session.none")
        credential = (await bounded(request, front.CREDENTIAL_LIMIT)).decode("utf-8", "replace")
        site, made = front.site(self._services, request), self._services
        challenge, half.challenge = half.challenge, b""
        half.tries -= 1
        if half.passed.kinds:
            shows: Shows = partial(passkeys.shows, site=site, challenge=challenge, credential=credential)
        else:
            login, actor = half.passed.login, Actor(half.passed.login, device.terminal_id)
            await offload(passkeys.add, made.database, login, site, challenge, credential, actor, first=True)
            shows = _shown
        return await self._in(
            request, await offload(entering.finish, made.database, device, half.passed, shows)
        )

    async def _half(self, request: Request) -> tuple[Half | None, DeviceView | None]:
        device = await front.device_of(self._services, request)
        half = self._services.halves.get(request.cookies.get(front.HALF_COOKIE, ""))
        if half is None or device is None or half.device_id != device.id or half.tries <= 0:
            return None, device
        return half, device

    async def _in(self, request: Request, cookie: str) -> Response:
        self._services.halves.take(request.cookies.get(front.HALF_COOKIE, ""))
        response = await front.let_in(self._services, request, cookie)
        response.delete_cookie(front.HALF_COOKIE, path="/login")
        return response

    def _refused(self, request: Request, half: Half, device: DeviceView, error: DomainError) -> Response:
        half.tries -= 1
        if half.tries <= 0 or error.code == "accounts.login.refused":
            return front.page(
                "login", 403, device.terminal_name, notice=front.SENTENCES["again"], login=half.passed.login
            )
        status = 403 if isinstance(error, NotAllowed) else 422
        return self._page(request, half, device, status, front.sentence(error))

    def _page(
        self, request: Request, half: Half, device: DeviceView, status: int = 200, notice: str = ""
    ) -> Response:
        site, kinds = front.site(self._services, request), half.passed.kinds
        fields = {"name": half.passed.name, "notice": notice}
        if kinds:
            hidden = {
                "no_code": "" if factors.CODE in kinds else "hidden",
                "no_key": "" if factors.PASSKEY in kinds and site.usable else "hidden",
            }
            return front.page("login.second", status, device.terminal_name, hidden, **fields)
        half.proposal = half.proposal or factors.proposal()
        return front.page(
            "login.setup",
            status,
            device.terminal_name,
            front.app_parts(half.proposal, half.passed.login, site),
            **fields,
        )


def _shown(_session: object, _now: object, _staff: object) -> bool:
    """It was just set up with the password: there is nothing older to show."""
    return True
