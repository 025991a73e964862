"""What of a refused request is noted: its kind and where it came from, never what it held."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

from iga_madoguchi.domain.accounts.sessions import COOKIE_LIMIT
from iga_madoguchi.domain.audit.attempts import Kind
from iga_madoguchi.http.identity import DEVICE_COOKIE, own_origin
from iga_madoguchi.services import Services

ASKED = ("/session/check", "/session/seen", "/lock/ring")
"""Where a page finds out that its session is over or locked; to be told so is no refusal."""
OWN_LINE = ("login", "lock", "account")
"""Who is refused there is written down by the heart, with more than could be said here."""
KINDS: dict[int, Kind] = {
    401: "session",
    403: "forbidden",
    404: "absent",
    413: "upload",
    415: "upload",
    429: "flood",
}
READS = ("GET", "HEAD", "OPTIONS")


def note(services: Services, kind: Kind, scope: Scope, what: str = "") -> None:
    """Something of this request or socket was refused."""
    cookies = cookie_parser(Headers(scope=scope).get("cookie", "")[:4096])
    client, device = scope.get("client"), cookies.get(DEVICE_COOKIE, "")
    services.attempts.note(
        kind,
        address=client[0] if client else "",
        device=device if len(device) <= COOKIE_LIMIT else "",
        what=what,
    )


def note_answer(services: Services, scope: Scope, status: int) -> None:
    """A plain route has answered so."""
    path, kind, headers = scope["path"], KINDS.get(status), Headers(scope=scope)
    # The first part of an address is a name of ours; what follows may be anything.
    route = path.split("/")[1]
    if path == "/enrol" and status == 422:
        kind = "enrol"
    elif route == "media" and status == 401 and "authorization" in headers:
        kind = "media"
    elif status == 403 and scope["method"] not in READS and not own_origin(services, headers):
        kind = "origin"
    if kind is None or (kind == "session" and path in ASKED):
        return
    if (kind == "forbidden" and route in OWN_LINE) or (kind == "absent" and route not in ROUTES):
        return
    note(services, kind, scope, route if route in ROUTES else "")


ROUTES = frozenset(
    "account audit enrol forms healthz listen live lock login logout media metrics papers procedures "
    "procedures.csv readyz records session statistics talk".split()
)
