"""What the plain pages of the front door share: how one looks, what it says, who is let in by it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from iga_madoguchi.domain.accounts import factors, passwords
from iga_madoguchi.domain.accounts.entering import Passed
from iga_madoguchi.domain.accounts.halves import HALF_LIFE_S, Half
from iga_madoguchi.domain.accounts.passkeys import Site
from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.terminals.views import DeviceView, TerminalKind
from iga_madoguchi.errors import DomainError
from iga_madoguchi.http.identity import DEVICE_COOKIE, SESSION_COOKIE, identify
from iga_madoguchi.kit.ids import new_secret
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services

TEMPLATES = Path(__file__).with_name("templates")
HALF_COOKIE = "iga_half"
CREDENTIAL_LIMIT = 16_384  # bytes of JSON: a key and what its maker says of it
HOME: dict[TerminalKind, str] = {
    "branch": "/kiosk",
    "staff": "/staff",
    "desk": "/desk",
    "admin": "/admin",
}

TITLES = {
    "enrol": "端末の登録",
    "login": "ログイン",
    "login.new": "パスワードを決める",
    "login.second": "2段階の確認",
    "lock": "画面をロックしています",
    "login.setup": "2段階の確認をはじめる",
    "account": "パスワードを変える",
    "account.second": "2段階の確認",
}

# Old pages' client tokens belong to the old session: without this the browser would offer them for ever.
FRESH = {"Clear-Site-Data": '"storage"', "Cache-Control": "no-store"}

SENTENCES = {
    "code": "この登録コードは使えません。もう使われたか、期限が切れています。"
    "デジタル自治推進局で、新しいコードを受け取ってください。",
    "many": "回数が多いため、少しお待ちください。1分ほどしてから、もう一度お試しください。",
    "repeat": "2つのパスワードがちがいます。同じものを2回入力してください。",
    "again": "もう一度、ユーザーIDとパスワードからログインしてください。",
    "added": "加えました。次のログインから使えます。",
    "removed": "外しました。",
    "changed": "パスワードを変えました。ほかの端末でのログインは終わりました。",
    "accounts.login.refused": "ユーザーIDかパスワードがちがいます。確かめて、もう一度入力してください。",
    "accounts.login.other_terminal": "この端末（{terminal}）の担当ではありません。"
    "ご自分の課の端末でログインしてください。",
    "accounts.code.unusable": "ユーザーIDか設定コードがちがうか、期限が切れています。"
    "確かめて入力し、それでも使えないときは、デジタル自治推進局で新しいコードを受け取ってください。",
    "accounts.password.length": "パスワードは{low}文字から{high}文字までにしてください。",
    "accounts.password.guessable": "このパスワードは、当てられやすい言葉や並びでできています。"
    "つながりのない言葉を3つか4つ並べてください。",
    "accounts.second.refused": "確認コードがちがいます。アプリにいま出ている6桁の数字を入力してください。"
    "一度使った数字は使えません。",
    "accounts.factor.wrong": "確認コードがちがいます。アプリにいま出ている6桁の数字を入力してください。"
    "何度もちがうときは、スマートフォンの時計を合わせてください。",
    "accounts.factor.many": "加えられるのは{limit}個までです。使わないものを外してください。",
    "accounts.factor.unknown": "それは、もうありません。",
    "accounts.factor.last": "管理者には1つは必要です。先に新しいものを加えてください。",
    "accounts.passkey.refused": "パスキーを加えられませんでした。もう一度お試しください。",
    "accounts.passkey.known": "そのパスキーは、もう加えてあります。",
    "accounts.unlock.refused": "パスワードがちがいます。確かめて、もう一度入力してください。",
    "accounts.password.wrong": "いまのパスワードがちがいます。確かめて、もう一度入力してください。",
}


def site(services: Services, request: Request) -> Site:
    """Where this browser is; whoever posts has been checked to be on a page of ours."""
    origin = request.headers.get("origin", "").lower()
    if origin:
        return Site(origin)
    host = request.headers.get("host", "").lower()
    public = urlsplit(services.settings.origin)
    scheme = public.scheme if host == public.netloc or services.settings.tls_cert is None else "https"
    return Site(f"{scheme}://{host}")


def app_parts(secret: str, login: str, at: Site) -> dict[str, str]:
    """The square code of a new app, its secret in groups to type, and whether a passkey may be made here."""
    square = segno.make(factors.address(secret, login), error="m").svg_inline(scale=4, border=4, light="#fff")
    spoken = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return {"square": square, "secret": spoken, "no_key": "" if at.usable else "hidden"}


def sentence(error: DomainError) -> str:
    """What a person can do something about; any other error goes on to the problem documents."""
    if error.code not in SENTENCES:
        raise error
    return SENTENCES[error.code].format(**error.data)


def without_half(services: Services, request: Request, response: Response) -> Response:
    """Whoever comes to this browser next does not go on where somebody else has stopped."""
    half = request.cookies.get(HALF_COOKIE)
    if half:
        services.halves.take(half)
        response.delete_cookie(HALF_COOKIE, path="/")
    return response


async def device_of(services: Services, request: Request) -> DeviceView | None:
    """The terminal this browser is, whoever is logged in."""
    return await offload(services.sessions.device, request.cookies.get(DEVICE_COOKIE))


async def person(services: Services, request: Request) -> Identity | None:
    """Somebody of the staff who is logged in."""
    who = await identify(services, request.headers)
    return who if who is not None and who.staff_id is not None else None


async def welcome(
    services: Services, request: Request, device: DeviceView, came: str | Passed, to: str = ""
) -> Response:
    """After the right password: in, or on to what is still to be shown, and then to `to`."""
    if isinstance(came, str):
        return without_half(services, request, await let_in(services, request, came))
    services.halves.take(request.cookies.get(HALF_COOKIE, ""))
    secret = new_secret()
    services.halves.put(secret, Half(came, device.id, to))
    response = RedirectResponse("/login/second", 303, {"Cache-Control": "no-store"})
    response.set_cookie(
        HALF_COOKIE,
        secret,
        max_age=HALF_LIFE_S,
        path="/",
        httponly=True,
        samesite="strict",
        secure=services.settings.secure,
    )
    return response


async def let_in(services: Services, request: Request, cookie: str, to: str = "") -> Response:
    """Send somebody with a new session to where they begin, or to `to`."""
    made = await offload(services.sessions.identify, request.cookies.get(DEVICE_COOKIE), cookie)
    response = RedirectResponse(to or ("/" if made is None else home(made)), 303, FRESH)
    response.set_cookie(
        SESSION_COOKIE,
        cookie,
        path="/",
        httponly=True,
        samesite="strict",
        secure=services.settings.secure,
    )
    return response


def home(identity: Identity) -> str:
    """The page on which somebody begins: what they may see, at the terminal where they are."""
    if identity.permissions == {Permission.AUDIT_READ}:
        return "/admin/audit"
    return HOME[identity.terminal_kind]


def page(
    screen: str, status: int = 200, terminal: str = "", parts: Mapping[str, str] | None = None, **fields: str
) -> Response:
    """A form of the front door in its frame. Empty notices are not shown; `parts` are HTML already."""
    safe = {key: html.escape(value) for key, value in fields.items()} | dict(parts or {})
    for word in ("notice", "done"):
        safe[f"no_{word}"] = "" if fields.get(word) else "hidden"
    safe["shortest"], safe["longest"] = str(passwords.PASSWORD_MIN), str(passwords.PASSWORD_MAX)
    place = f'<span class="sep">{html.escape(terminal)}</span>' if terminal else ""
    framed = _template("frame").substitute(
        title=TITLES[screen], screen=screen, place=place, form=_template(screen).substitute(safe)
    )
    return HTMLResponse(framed, status, {"Cache-Control": "no-store"})


def _template(name: str) -> Template:
    return Template((TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))
