"""What of a refused request is noted: its kind and where it came from, never what it held."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

from iga_madoguchi.domain.accounts.sessions import COOKIE_LIMIT
from iga_madoguchi.domain.audit.attempts import Kind
from iga_madoguchi.http.identity import DEVICE_COOKIE, own_origin
from iga_madoguchi.services import Services

ASKED = "/session/check"
"""A page that has lost its socket asks there whether its session is over; yes is no refusal."""
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
    path, kind = scope["path"], KINDS.get(status)
    if path == "/enrol" and status == 422:
        kind = "enrol"
    elif path.startswith("/media/") and status == 401 and "authorization" in Headers(scope=scope):
        kind = "media"
    elif status == 403 and scope["method"] not in READS and not own_origin(services, Headers(scope=scope)):
        kind = "origin"
    # The first part of an address is a name of ours; what follows may be anything.
    route = path.split("/")[1]
    if kind is None or path == ASKED or (kind == "absent" and route not in ROUTES):
        return
    note(services, kind, scope, route if route in ROUTES else "")


ROUTES = frozenset(
    "account audit enrol forms healthz listen live lock login logout media metrics papers procedures "
    "procedures.csv readyz records session statistics talk".split()
)
