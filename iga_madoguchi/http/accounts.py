"""A password of one's own: set with a code from the bureau, or changed by whoever is logged in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts import codes, proof
from iga_madoguchi.domain.accounts.permissions import DEVICE_ROLES
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import DomainError, InvalidInput, NotAllowed
from iga_madoguchi.http import front
from iga_madoguchi.http.bodies import form
from iga_madoguchi.http.identity import Unidentified, require_origin
from iga_madoguchi.kit.tasks import offload_slow
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services


class AccountRoutes:
    """`/login/new` needs a device of the office and no session, `/account` somebody who is logged in."""

    def __init__(self, services: Services) -> None:
        self._services = services
        # Per device: a stranger at one terminal cannot keep anybody out at another.
        self._throttle = Throttle(per_second=0.1, burst=10)

    def routes(self) -> list[Route]:
        return [
            Route("/login/new", self.new_page, methods=["GET"]),
            Route("/login/new", self.new, methods=["POST"]),
            Route("/account", self.account_page, methods=["GET"]),
            Route("/account", self.change, methods=["POST"]),
            Route("/account/again", self.again, methods=["POST"]),
        ]

    async def new_page(self, request: Request) -> Response:
        device = await self._office_device(request)
        return RedirectResponse("/", 303) if device is None else _new(device)

    async def new(self, request: Request) -> Response:
        """Set a password with a code, and come in. What was typed besides passwords stays."""
        require_origin(self._services, request)
        device = await self._office_device(request)
        if device is None:
            return RedirectResponse("/", 303)
        fields = await form(request)
        login, code = fields.get("login", "").strip(), fields.get("code", "").strip()
        if not self._throttle.allow(str(device.id)):
            return _new(device, 429, front.SENTENCES["many"], login, code)
        try:
            password = _twice(fields)
            came = await offload_slow(codes.use, self._services.database, device, login, code, password)
        except DomainError as error:
            return _new(device, _status(error), front.sentence(error), login, code)
        return await front.welcome(self._services, request, device, came)

    async def account_page(self, request: Request) -> Response:
        who = await front.person(self._services, request)
        done = front.SENTENCES["changed"] if "changed" in request.query_params else ""
        return RedirectResponse("/", 303) if who is None else _account(who, done=done)

    async def change(self, request: Request) -> Response:
        require_origin(self._services, request)
        who, device = await front.person(self._services, request), await self._office_device(request)
        if who is None or device is None:
            return RedirectResponse("/", 303)
        if not self._throttle.allow(str(device.id)):
            return _account(who, 429, front.SENTENCES["many"])
        fields = await form(request)
        try:
            password, now_is = _twice(fields), fields.get("now", "")
            cookie = await offload_slow(
                codes.change_own, self._services.database, who, device, now_is, password
            )
        except DomainError as error:
            return _account(who, _status(error), front.sentence(error))
        return await front.let_in(self._services, request, cookie, "/account?changed")

    async def again(self, request: Request) -> Response:
        """The password once more, before what is hard to take back; 204 when it fits."""
        require_origin(self._services, request)
        who = await front.person(self._services, request)
        if who is None:
            raise Unidentified("session.none")
        if not self._throttle.allow(who.terminal_id):
            raise InvalidInput("http.too_many")
        password = (await form(request)).get("password", "")
        await offload_slow(proof.show, self._services.database, who, password)
        return Response(status_code=204)

    async def _office_device(self, request: Request) -> DeviceView | None:
        device = await front.device_of(self._services, request)
        return None if device is None or device.kind in DEVICE_ROLES else device


def _twice(fields: dict[str, str]) -> str:
    password = fields.get("password", "")
    if password != fields.get("again", ""):
        raise InvalidInput("repeat")
    return password


def _status(error: DomainError) -> int:
    return 403 if isinstance(error, NotAllowed) else 422


def _new(
    device: DeviceView, status: int = 200, notice: str = "", login: str = "", code: str = ""
) -> Response:
    return front.page(
        "login.new", status, notice=notice, terminal=device.terminal_name, login=login, code=code
    )


def _account(who: Identity, status: int = 200, notice: str = "", done: str = "") -> Response:
    return front.page(
        "account",
        status,
        notice=notice,
        done=done,
        terminal=who.terminal_name,
        name=who.staff_name,
        login=who.staff_login,
        home=front.home(who),
    )
