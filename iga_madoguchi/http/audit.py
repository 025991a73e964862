"""The operation log as files: a table for a spreadsheet, and A4."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import reading
from iga_madoguchi.domain.audit.reading import Wanted
from iga_madoguchi.domain.auditing import service as auditing
from iga_madoguchi.errors import InvalidInput, NotAllowed
from iga_madoguchi.http.identity import require
from iga_madoguchi.kit.tasks import offload, offload_slow
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

FIELDS = ("area", "actor", "terminal", "subject", "refused")


class AuditRoutes:
    """Files that leave the screen; each is an entry of the log itself."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._throttle = Throttle(per_second=0.5, burst=10)

    def routes(self) -> list[Route]:
        return [
            Route("/audit/log.csv", self.table, methods=["GET"]),
            Route("/audit/log.pdf", self.document, methods=["GET"]),
        ]

    async def table(self, request: Request) -> Response:
        """Piece by piece, so that a year needs no more memory than a day."""
        who, wanted = await self._asked(request)
        pieces = await offload(auditing.table, self._services.database, wanted, who.actor)
        return StreamingResponse(
            pieces, media_type="text/csv; charset=utf-8", headers=_headers("attachment", wanted, "csv")
        )

    async def document(self, request: Request) -> Response:
        who, wanted = await self._asked(request)
        made = self._services
        html = await offload_slow(auditing.document, made.database, wanted, who.actor, made.clock.now())
        pdf = await offload_slow(made.typesetter.pdf, html)
        return Response(pdf, media_type="application/pdf", headers=_headers("inline", wanted, "pdf"))

    async def _asked(self, request: Request) -> tuple[Identity, Wanted]:
        who = await require(self._services, request)
        if Permission.AUDIT_READ not in who.permissions:
            raise NotAllowed("audit.not_yours")
        if not self._throttle.allow(who.ref):
            raise InvalidInput("http.too_many")
        asked = request.query_params
        more = {name: asked.get(name, "") for name in FIELDS}
        return who, reading.wanted(asked.get("first", ""), asked.get("last", ""), **more)


def _headers(how: str, wanted: Wanted, ending: str) -> dict[str, str]:
    called = f"sousa-kiroku-{wanted.first:%Y%m%d}-{wanted.last:%Y%m%d}.{ending}"
    return {"Cache-Control": "no-store", "Content-Disposition": f'{how}; filename="{called}"'}
