"""The front door: enrolment, login, logout. Plain pages: without a session there may be no socket."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts import entering
from iga_madoguchi.domain.accounts.permissions import DEVICE_ROLES
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import InvalidInput, NotAllowed
from iga_madoguchi.http import front
from iga_madoguchi.http.bodies import form
from iga_madoguchi.http.identity import DEVICE_COOKIE, SESSION_COOKIE, identify, locked, require_origin
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

DEVICE_LIFE_S = 400 * 24 * 3600  # the longest a browser keeps a cookie; set anew at every visit
CODE_LIMIT = 200


class PageRoutes:
    """Who comes in by which way. A branch's terminals need their device only, the others a person too."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._enrol_throttle = Throttle(per_second=0.2, burst=20)
        self._login_throttle = Throttle(per_second=0.2, burst=10)

    def routes(self) -> list[Route]:
        return [
            Route("/", self.home),
            Route("/enrol", self.enrol, methods=["GET", "POST"]),
            Route("/login", self.login_page, methods=["GET"]),
            Route("/login", self.login, methods=["POST"]),
            Route("/logout", self.logout, methods=["POST"]),
            Route("/session/check", self.check),
        ]

    async def home(self, request: Request) -> Response:
        """Send each visitor to where they belong."""
        identity = await identify(self._services, request.headers)
        if identity is not None:
            response: Response = RedirectResponse(front.home(identity), 303)
            self._renew(request, response)
            return response
        if await locked(self._services, request.headers) is not None:
            return RedirectResponse("/lock", 303)
        device = await front.device_of(self._services, request)
        return RedirectResponse("/enrol" if device is None else "/login", 303)

    async def enrol(self, request: Request) -> Response:
        if request.method == "POST":
            require_origin(self._services, request)
            code = (await form(request)).get("code", "").strip()
        else:
            code = request.query_params.get("code", "")
        if not code:
            return front.page("enrol", notice="")
        client = request.client.host if request.client else ""
        if not self._enrol_throttle.allow(client):
            return front.page("enrol", 429, notice=front.SENTENCES["many"])
        try:
            made = await offload(enrolment.enrol, self._services.database, _only_code(code)[:CODE_LIMIT])
        except InvalidInput:
            return front.page("enrol", 422, notice=front.SENTENCES["code"])
        response = RedirectResponse("/", 303, front.FRESH)
        self._set_device(response, made.secret)
        response.delete_cookie(SESSION_COOKIE, path="/")
        return response

    async def login_page(self, request: Request) -> Response:
        device = await front.device_of(self._services, request)
        if device is None or device.kind in DEVICE_ROLES:
            return RedirectResponse("/", 303)
        return front.without_half(self._services, request, _login(device))

    async def login(self, request: Request) -> Response:
        require_origin(self._services, request)
        device = await front.device_of(self._services, request)
        if device is None or device.kind in DEVICE_ROLES:
            return RedirectResponse("/", 303)
        # Per device: a stranger at one terminal cannot keep anybody out at another.
        if not self._login_throttle.allow(str(device.id)):
            return _login(device, 429, front.SENTENCES["many"])
        fields = await form(request)
        login, password = fields.get("login", "").strip(), fields.get("password", "")
        try:
            came = await offload(entering.log_in, self._services.database, device, login, password)
        except NotAllowed as error:
            return _login(device, 403, front.sentence(error), login)
        return await front.welcome(self._services, request, device, came)

    async def logout(self, request: Request) -> Response:
        require_origin(self._services, request)
        cookie = request.cookies.get(SESSION_COOKIE)
        if cookie:
            await offload(entering.log_out, self._services.database, cookie)
        response = RedirectResponse("/", 303, front.FRESH)
        response.delete_cookie(SESSION_COOKIE, path="/")
        return front.without_half(self._services, request, response)

    async def check(self, request: Request) -> Response:
        """For a page that has lost its socket: is it the network, or is the session over?"""
        known = await identify(self._services, request.headers) is not None
        return Response(status_code=204 if known else 401)

    def _renew(self, request: Request, response: Response) -> None:
        secret = request.cookies.get(DEVICE_COOKIE)
        if secret:
            self._set_device(response, secret)

    def _set_device(self, response: Response, secret: str) -> None:
        # Lax: the enrolment link may be opened from a message, and must still arrive as this terminal.
        response.set_cookie(
            DEVICE_COOKIE,
            secret,
            max_age=DEVICE_LIFE_S,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self._services.settings.secure,
        )


def _only_code(text: str) -> str:
    """The code itself, also when somebody types the whole link."""
    return text.rpartition("code=")[2]


def _login(device: DeviceView, status: int = 200, notice: str = "", login: str = "") -> Response:
    return front.page("login", status, notice=notice, terminal=device.terminal_name, login=login)
