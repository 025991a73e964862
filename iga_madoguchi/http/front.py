"""What the plain pages of the front door share: how one looks, what it says, who is let in by it."""

from __future__ import annotations

import html
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from iga_madoguchi.domain.accounts import passwords
from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.terminals.views import DeviceView, TerminalKind
from iga_madoguchi.errors import DomainError
from iga_madoguchi.http.identity import DEVICE_COOKIE, SESSION_COOKIE
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services

TEMPLATES = Path(__file__).with_name("templates")
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
    "account": "パスワードを変える",
}

# Old pages' client tokens belong to the old session: without this the browser would offer them for ever.
FRESH = {"Clear-Site-Data": '"storage"', "Cache-Control": "no-store"}

SENTENCES = {
    "code": "この登録コードは使えません。もう使われたか、期限が切れています。"
    "デジタル自治推進局で、新しいコードを受け取ってください。",
    "many": "回数が多いため、少しお待ちください。1分ほどしてから、もう一度お試しください。",
    "repeat": "2つのパスワードがちがいます。同じものを2回入力してください。",
    "changed": "パスワードを変えました。ほかの端末でのログインは終わりました。",
    "accounts.login.refused": "ユーザーIDかパスワードがちがいます。確かめて、もう一度入力してください。",
    "accounts.login.other_terminal": "この端末（{terminal}）の担当ではありません。"
    "ご自分の課の端末でログインしてください。",
    "accounts.code.unusable": "ユーザーIDか設定コードがちがうか、期限が切れています。"
    "確かめて入力し、それでも使えないときは、デジタル自治推進局で新しいコードを受け取ってください。",
    "accounts.password.length": "パスワードは{low}文字から{high}文字までにしてください。",
    "accounts.password.guessable": "このパスワードは、当てられやすい言葉や並びでできています。"
    "つながりのない言葉を3つか4つ並べてください。",
    "accounts.password.wrong": "いまのパスワードがちがいます。確かめて、もう一度入力してください。",
}


def sentence(error: DomainError) -> str:
    return SENTENCES[error.code].format(**error.data)


async def device_of(services: Services, request: Request) -> DeviceView | None:
    """The terminal this browser is, whoever is logged in."""
    return await offload(services.sessions.device, request.cookies.get(DEVICE_COOKIE))


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


def page(screen: str, status: int = 200, terminal: str = "", **fields: str) -> Response:
    """A form of the front door in its frame. A notice that is empty is not shown."""
    safe = {key: html.escape(value) for key, value in fields.items()}
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
