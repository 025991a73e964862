"""The reports as A4: how a month went, and one incident."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.reporting import service, sheets
from iga_madoguchi.errors import InvalidInput, NotAllowed
from iga_madoguchi.http.bodies import form
from iga_madoguchi.http.identity import require, require_origin
from iga_madoguchi.kit.tasks import offload_slow
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services


class ReportRoutes:
    """Posted by a form of the bureau's page: what is typed stands in no address. Each takes some work."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._throttle = Throttle(per_second=0.5, burst=10)

    def routes(self) -> list[Route]:
        return [
            Route("/reports/monthly.pdf", self.monthly, methods=["POST"]),
            Route("/reports/incident.pdf", self.incident, methods=["POST"]),
        ]

    async def monthly(self, request: Request) -> Response:
        fields, made = await self._asked(request), self._services
        month = fields.get("month", "")
        found = await offload_slow(service.monthly, made.database, month)
        return await self._paper(sheets.monthly(found, made.clock.now()), f"getsuji-{month}")

    async def incident(self, request: Request) -> Response:
        fields, made = await self._asked(request), self._services
        texts = [fields.get(name, "") for name in ("title", "first", "last", "done", "acknowledged")]
        wanted = service.wanted(*texts)
        found = await offload_slow(service.incident, made.database, wanted)
        return await self._paper(sheets.incident(found, made.clock.now()), f"shougai-{wanted.first:%Y%m%d}")

    async def _asked(self, request: Request) -> dict[str, str]:
        """What an admin has filled in."""
        require_origin(self._services, request)
        who = await require(self._services, request)
        if Permission.ADMIN_VIEW not in who.permissions:
            raise NotAllowed("reporting.not_yours")
        if not self._throttle.allow(who.ref):
            raise InvalidInput("http.too_many")
        return await form(request)

    async def _paper(self, html: str, name: str) -> Response:
        pdf = await offload_slow(self._services.typesetter.pdf, html)
        headers = {"Cache-Control": "no-store", "Content-Disposition": f'inline; filename="{name}.pdf"'}
        return Response(pdf, media_type="application/pdf", headers=headers)
