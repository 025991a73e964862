"""Who sends a request: cookies and Origin, the same for routes, sockets and pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, cookie_parser

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services

DEVICE_COOKIE = "iga_device"
SESSION_COOKIE = "iga_session"


class Unidentified(NotAllowed):
    """Nobody we know: 401, not 403."""


async def identify(services: Services, headers: Headers) -> Identity | None:
    """The live session of the request's cookies, or None; a locked one is none."""
    return await offload(services.sessions.identify, *_cookies(headers))


async def locked(services: Services, headers: Headers) -> Identity | None:
    """Whose session waits for the password at this browser, or None."""
    return await offload(services.sessions.locked, *_cookies(headers))


def _cookies(headers: Headers) -> tuple[str | None, str | None]:
    cookies = cookie_parser(headers.get("cookie", "")[:4096])
    return cookies.get(DEVICE_COOKIE), cookies.get(SESSION_COOKIE)


async def require(services: Services, connection: HTTPConnection) -> Identity:
    """The live session. Raises Unidentified `session.none`."""
    identity = await identify(services, connection.headers)
    if identity is None:
        raise Unidentified("session.none")
    return identity


def own_origin(services: Services, headers: Headers) -> bool:
    """Whether the request comes from a page of ours: `Origin` is the public one or the host's.

    A foreign page cannot choose `Host`, and a foreign host name does not get our cookies.
    """
    origin = headers.get("origin")
    if not origin:
        return False
    if origin.lower() == services.settings.origin:
        return True
    parts = urlsplit(origin.lower())
    scheme = "https" if services.settings.tls_cert is not None else "http"
    return parts.scheme == scheme and parts.netloc == headers.get("host", "").lower()


def require_origin(services: Services, connection: HTTPConnection) -> None:
    """Raises NotAllowed `http.origin` unless the request comes from a page of ours."""
    if not own_origin(services, connection.headers):
        raise NotAllowed("http.origin")
