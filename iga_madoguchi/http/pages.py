"""The front door: enrolment, login, logout. Plain pages: without a session there may be no socket."""

from __future__ import annotations

import html
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.permissions import DEVICE_ROLES, Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals.views import DeviceView, TerminalKind
from iga_madoguchi.errors import InvalidInput, NotAllowed
from iga_madoguchi.http.bodies import form
from iga_madoguchi.http.identity import DEVICE_COOKIE, SESSION_COOKIE, identify, require_origin
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

TEMPLATES = Path(__file__).with_name("templates")
HOME: dict[TerminalKind, str] = {
    "branch": "/kiosk",
    "staff": "/staff",
    "desk": "/desk",
    "admin": "/admin",
}
DEVICE_LIFE_S = 400 * 24 * 3600  # the longest a browser keeps a cookie; set anew at every visit
CODE_LIMIT = 200

# Old pages' client tokens belong to the old session: without this the browser would offer them for ever.
FRESH = {"Clear-Site-Data": '"storage"', "Cache-Control": "no-store"}

SENTENCES = {
    "code": "この登録コードは使えません。もう使われたか、期限が切れています。"
    "デジタル自治推進局で、新しいコードを受け取ってください。",
    "many": "回数が多いため、少しお待ちください。1分ほどしてから、もう一度お試しください。",
    "accounts.login.refused": "ユーザーIDかパスワードがちがいます。確かめて、もう一度入力してください。",
    "accounts.login.other_terminal": "この端末（{terminal}）の担当ではありません。"
    "ご自分の課の端末でログインしてください。",
}


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
            response: Response = RedirectResponse(_home(identity), 303)
            self._renew(request, response)
            return response
        return RedirectResponse("/enrol" if await self._device(request) is None else "/login", 303)

    async def enrol(self, request: Request) -> Response:
        if request.method == "POST":
            require_origin(self._services, request)
            code = (await form(request)).get("code", "").strip()
        else:
            code = request.query_params.get("code", "")
        if not code:
            return _page("enrol", notice="")
        client = request.client.host if request.client else ""
        if not self._enrol_throttle.allow(client):
            return _page("enrol", 429, notice=SENTENCES["many"])
        try:
            made = await offload(enrolment.enrol, self._services.database, _only_code(code)[:CODE_LIMIT])
        except InvalidInput:
            return _page("enrol", 422, notice=SENTENCES["code"])
        response = RedirectResponse("/", 303, FRESH)
        self._set_device(response, made.secret)
        response.delete_cookie(SESSION_COOKIE, path="/")
        return response

    async def login_page(self, request: Request) -> Response:
        device = await self._device(request)
        if device is None or device.kind in DEVICE_ROLES:
            return RedirectResponse("/", 303)
        return _login(device)

    async def login(self, request: Request) -> Response:
        require_origin(self._services, request)
        device = await self._device(request)
        if device is None or device.kind in DEVICE_ROLES:
            return RedirectResponse("/", 303)
        # Per device: a stranger at one terminal cannot keep anybody out at another.
        if not self._login_throttle.allow(str(device.id)):
            return _login(device, 429, SENTENCES["many"])
        fields = await form(request)
        login, password = fields.get("login", "").strip(), fields.get("password", "")
        try:
            cookie = await offload(accounts.log_in, self._services.database, device, login, password)
        except NotAllowed as error:
            return _login(device, 403, SENTENCES[error.code].format(**error.data), login)
        made = await offload(self._services.sessions.identify, request.cookies.get(DEVICE_COOKIE), cookie)
        response = RedirectResponse("/" if made is None else _home(made), 303, FRESH)
        response.set_cookie(
            SESSION_COOKIE,
            cookie,
            path="/",
            httponly=True,
            samesite="strict",
            secure=self._services.settings.secure,
        )
        return response

    async def logout(self, request: Request) -> Response:
        require_origin(self._services, request)
        cookie = request.cookies.get(SESSION_COOKIE)
        if cookie:
            await offload(accounts.log_out, self._services.database, cookie)
        response = RedirectResponse("/", 303, FRESH)
        response.delete_cookie(SESSION_COOKIE, path="/")
        return response

    async def check(self, request: Request) -> Response:
        """For a page that has lost its socket: is it the network, or is the session over?"""
        known = await identify(self._services, request.headers) is not None
        return Response(status_code=204 if known else 401)

    async def _device(self, request: Request) -> DeviceView | None:
        return await offload(self._services.sessions.device, request.cookies.get(DEVICE_COOKIE))

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


def _home(identity: Identity) -> str:
    """The page on which somebody begins: what they may see, at the terminal where they are."""
    if identity.permissions == {Permission.AUDIT_READ}:
        return "/admin/audit"
    return HOME[identity.terminal_kind]


def _only_code(text: str) -> str:
    """The code itself, also when somebody types the whole link."""
    return text.rpartition("code=")[2]


def _login(device: DeviceView, status: int = 200, notice: str = "", login: str = "") -> Response:
    return _page("login", status, notice=notice, terminal=device.terminal_name, login=login)


def _page(name: str, status: int = 200, **fields: str) -> Response:
    template = Template((TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))
    safe = {key: html.escape(value) for key, value in fields.items()}
    safe["hidden"] = "" if fields.get("notice") else "hidden"
    return HTMLResponse(template.substitute(safe), status, {"Cache-Control": "no-store"})
