"""The records' papers and files: one record as A4, the statistics as tables and as a report."""

from __future__ import annotations

from datetime import date
from typing import cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.records import report, service, settings, statistics, tables
from iga_madoguchi.domain.records.views import DIMENSIONS, Dimension
from iga_madoguchi.errors import InvalidInput, NotAllowed, NotFound
from iga_madoguchi.http.identity import require
from iga_madoguchi.kit.tasks import offload, offload_slow
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

ASSUMPTIONS = "assumptions"
NUMBER_DIGITS = 18


class RecordRoutes:
    """Files that leave the screens. Each takes some work, so nobody gets many at once."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._throttle = Throttle(per_second=1, burst=20)

    def routes(self) -> list[Route]:
        return [
            Route("/records/{id}", self.record, methods=["GET"]),
            Route("/statistics/report.pdf", self.report, methods=["GET"]),
            Route("/statistics/{table}.csv", self.table, methods=["GET"]),
        ]

    async def record(self, request: Request) -> Response:
        """One record as its department files it; the look is logged before the paper is made."""
        who, made = await self._person(request), self._services
        number = _number(request.path_params["id"])
        view = await offload(service.print_out, made.database, who, number)
        pdf = await offload_slow(made.typesetter.pdf, report.record(view, made.clock.now()))
        return _file(pdf, "application/pdf", f'inline; filename="kiroku-{view.id}.pdf"')

    async def table(self, request: Request) -> Response:
        """One table of a period, or what the saving is reckoned with."""
        made, (first, last) = self._services, await self._period(request)
        name = request.path_params["table"]
        if name == ASSUMPTIONS:
            rows = await offload(settings.assumptions, made.database)
            content, called = tables.csv_of_assumptions(rows), f"toukei-{ASSUMPTIONS}.csv"
        elif name in DIMENSIONS:
            found = await offload_slow(statistics.complete, made.database, first, last)
            content = tables.csv_of(found, cast("Dimension", name))
            called = tables.file_name(found, name)
        else:
            raise NotFound("records.table.unknown")
        return _file(content, "text/csv; charset=utf-8", f'attachment; filename="{called}"')

    async def report(self, request: Request) -> Response:
        """The period as a report on A4."""
        made, (first, last) = self._services, await self._period(request)
        found = await offload_slow(statistics.complete, made.database, first, last)
        pdf = await offload_slow(made.typesetter.pdf, report.yearly(found, made.clock.now()))
        called = tables.file_name(found, "houkoku", "pdf")
        return _file(pdf, "application/pdf", f'inline; filename="{called}"')

    async def _person(self, request: Request) -> Identity:
        who = await require(self._services, request)
        if not self._throttle.allow(who.ref):
            raise InvalidInput("http.too_many")
        return who

    async def _period(self, request: Request) -> tuple[date, date]:
        """The days that an admin asks for."""
        who = await self._person(request)
        if Permission.ADMIN_VIEW not in who.permissions:
            raise NotAllowed("records.statistics.not_yours")
        asked = request.query_params
        return statistics.period_of(asked.get("first", ""), asked.get("last", ""))


def _number(text: str) -> int:
    """A record's number, 0 for what is none: there is no such record."""
    fits = text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS
    return int(text) if fits else 0


def _file(content: bytes, kind: str, disposition: str) -> Response:
    headers = {"Cache-Control": "no-store", "Content-Disposition": disposition}
    return Response(content, media_type=kind, headers=headers)
