"""The headers every answer carries, and the pages that only the right browser gets."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from iga_madoguchi.domain.terminals.views import TerminalKind
from iga_madoguchi.http.identity import identify, locked
from iga_madoguchi.http.refusals import note_answer
from iga_madoguchi.services import Services

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
LONG_LIVED = ("/assets/", "/fonts/", "/tokens/", "/vendor/")
REVALIDATED = (".css", ".js", ".svg", ".jsx")

# Page -> the kind of terminal it is for. Below them too.
PAGES: dict[str, TerminalKind] = {
    "/kiosk": "branch",
    "/staff": "staff",
    "/desk": "desk",
    "/admin": "admin",
}


def content_policy(build: Path) -> str:
    """A policy without unsafe-inline and unsafe-eval; the build's own inline scripts are named by hash.

    WebAssembly is for the background blur, which runs in the browser and loads from our own origin.
    """
    hashes: set[str] = set()
    for page in sorted(build.rglob("*.html")):
        for script in INLINE_SCRIPT.findall(page.read_text(encoding="utf-8")):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            hashes.add(f"'sha256-{digest}'")
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(["script-src 'self' 'wasm-unsafe-eval'", *sorted(hashes)]),
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "connect-src 'self'",
            "font-src 'self'",
            "worker-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """Sets headers on every HTTP answer and sends a browser that is on the wrong page to the front door."""

    def __init__(self, app: ASGIApp, services: Services, policy: str) -> None:
        self._app = app
        self._services = services
        self._fixed = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",  # the policy says so too; scanners and old browsers read this
            # Not no-referrer: with that, browsers send the login form with `Origin: null`.
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), display-capture=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        if services.settings.secure:
            self._fixed["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableHeaders(scope=message), path)
                note_answer(self._services, scope, message["status"])
            await send(message)

        kind = _page_kind(path)
        if kind is not None:
            identity = await identify(self._services, Headers(scope=scope))
            if identity is None or identity.terminal_kind != kind:
                to = await self._front_door(scope)
                await RedirectResponse(to, 303)(scope, receive, send_with_headers)
                return
        await self._app(scope, receive, send_with_headers)

    async def _front_door(self, scope: Scope) -> str:
        """Where a browser goes that may not have this page; whoever is only locked out comes back to it."""
        if await locked(self._services, Headers(scope=scope)) is None:
            return "/"
        query = scope.get("query_string", b"").decode("latin-1")
        return f"/lock?to={quote(scope['path'] + (query and '?' + query), safe='/')}"

    def _dress(self, headers: MutableHeaders, path: str) -> None:
        for name, value in self._fixed.items():
            headers[name] = value
        # Reflex's CORS answers to any origin; nobody but our own pages needs one.
        for name in [name for name in headers if name.lower().startswith("access-control-")]:
            del headers[name]
        if path.startswith(LONG_LIVED):
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        elif path.endswith(REVALIDATED):
            headers["Cache-Control"] = "no-cache"
        else:
            headers["Cache-Control"] = "no-store"


def _page_kind(path: str) -> TerminalKind | None:
    for page, kind in PAGES.items():
        if path == page or path.startswith((page + "/", page + ".")):
            return kind
    return None
