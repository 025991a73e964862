"""The catalogue for the bureau: one procedure to edit and to save, and all of them as a spreadsheet's file.

What is typed goes by plain HTTP, so that it is larger than a page's frame and outlives the page's socket.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.forms.naming import known
from iga_madoguchi.domain.procedures import exchange, policy, service
from iga_madoguchi.domain.procedures.comparing import differences
from iga_madoguchi.domain.procedures.content import data
from iga_madoguchi.domain.procedures.decoding import SIZE_LIMIT
from iga_madoguchi.domain.procedures.exchange import Change, Plan
from iga_madoguchi.domain.procedures.problems import Unusable
from iga_madoguchi.domain.procedures.views import ProcedureView
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound
from iga_madoguchi.http.bodies import bounded, parse_json
from iga_madoguchi.http.identity import require, require_origin
from iga_madoguchi.http.multipart import Limits, read_form
from iga_madoguchi.http.problems import TITLES
from iga_madoguchi.kit.ids import new_id
from iga_madoguchi.kit.tasks import offload, offload_slow
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

PRIVATE = {"Cache-Control": "no-store"}
CSV = {"Content-Disposition": 'attachment; filename="procedures.csv"'}
CONTENT_LIMIT = 512_000  # bytes; everything at its longest in every language is less
# One byte more than an import takes, so that the sentence about the size is the catalogue's own.
UPLOAD = Limits(1, SIZE_LIMIT + 1, SIZE_LIMIT + 1)
CHANGES: tuple[Change, ...] = ("new", "changed", "same")


class ProcedureRoutes:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._writes = Throttle(per_second=2, burst=20)

    def routes(self) -> list[Route]:
        one = "/procedures/{procedure}"
        return [
            Route("/procedures.csv", self.export, methods=["GET"]),
            Route("/procedures/import", self.take, methods=["POST"]),
            Route("/procedures", self.add, methods=["POST"]),
            Route(one, self.read, methods=["GET"]),
            Route(one, self.save, methods=["PUT"]),
        ]

    async def export(self, request: Request) -> Response:
        await self._admin(request)
        file = await offload_slow(exchange.export, self._services.database)
        return Response(file, media_type="text/csv; charset=utf-8", headers=PRIVATE | CSV)

    async def take(self, request: Request) -> Response:
        """Tells what an import would do; with `?apply=1` does it, wholly or not at all."""
        who = await self._writer(request)
        form = await read_form(request, UPLOAD)
        if len(form.files) != 1:
            raise InvalidInput("papers.upload.count", limit=1)
        file, database = form.files[0].data, self._services.database
        if request.query_params.get("apply") != "1":
            plan = await offload_slow(exchange.look, database, known(), file)
            return JSONResponse(_plan(plan), headers=PRIVATE)
        try:
            plan = await offload_slow(exchange.take, database, known(), who.actor, file)
        except exchange.Unimportable as error:
            return _problem(422, error.code, **_plan(error.plan))
        return JSONResponse(_plan(plan), headers=PRIVATE)

    async def read(self, request: Request) -> Response:
        """One version as plain data, the newest if `?version=` names none."""
        await self._admin(request)
        view = await offload(
            service.get, self._services.database, request.path_params["procedure"], _version(request)
        )
        return JSONResponse(_document(view), headers=PRIVATE)

    async def add(self, request: Request) -> Response:
        """A new procedure; the server names it after its department."""
        who, body = await self._content(request)
        made = _named(body["content"].get("department"))
        try:
            await offload(service.add, self._services.database, known(), who.actor, made, body["content"])
        except Unusable as error:
            return _unusable(error)
        return JSONResponse({"id": made, "version": 1}, 201, PRIVATE)

    async def save(self, request: Request) -> Response:
        """A new version if `expected` is still the newest; else who was first, and where the two differ."""
        who, body = await self._content(request)
        made, procedure, expected = self._services, request.path_params["procedure"], body.get("expected")
        if not isinstance(expected, int) or isinstance(expected, bool):
            raise InvalidInput("http.json.malformed")
        try:
            version = await offload(
                service.save, made.database, known(), who.actor, procedure, body["content"], expected
            )
        except Unusable as error:
            return _unusable(error)
        except Conflict as error:
            theirs = await offload(service.get, made.database, procedure)
            return _problem(409, error.code, **_conflict(body["content"], theirs))
        return JSONResponse({"version": version}, headers=PRIVATE)

    async def _content(self, request: Request) -> tuple[Identity, dict[str, Any]]:
        """Who writes, and an object whose `content` is an object. Raises InvalidInput."""
        who = await self._writer(request)
        try:
            body = parse_json((await bounded(request, CONTENT_LIMIT)).decode("utf-8"))
        except ValueError as error:
            raise InvalidInput("http.json.malformed") from error
        if not isinstance(body, dict) or not isinstance(body.get("content"), dict):
            raise InvalidInput("http.json.malformed")
        return who, body

    async def _writer(self, request: Request) -> Identity:
        require_origin(self._services, request)
        who = await self._admin(request)
        if not self._writes.allow(who.ref):
            raise InvalidInput("http.too_many")
        return who

    async def _admin(self, request: Request) -> Identity:
        """Raises Unidentified, NotAllowed `http.not_allowed`."""
        who = await require(self._services, request)
        if Permission.ADMIN_MANAGE not in who.permissions:
            raise NotAllowed("http.not_allowed")
        return who


def _named(department: object) -> str:
    """A free name; a department that there cannot be is told as a problem of its field, not of the name."""
    own = new_id()[:8].lower().replace("-", "0").replace("_", "1")
    made = f"{department}.{own}"
    return made if policy.ID_SHAPE.fullmatch(made) else f"new.{own}"


def _version(request: Request) -> int | None:
    """Raises NotFound: nothing is called otherwise."""
    text = request.query_params.get("version")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise NotFound("procedures.version.unknown")
    return int(text)


def _document(view: ProcedureView) -> dict[str, Any]:
    return {
        "id": view.id,
        "version": view.version,
        "by": view.saved_by,
        "at": view.saved_at.isoformat(),
        "content": data(view.content),
    }


def _conflict(mine: Mapping[str, Any], theirs: ProcedureView) -> dict[str, Any]:
    found = differences(mine, data(theirs.content))
    told = [{"label": one.label, "mine": one.mine, "theirs": one.theirs} for one in found]
    return {**_document(theirs), "differences": told}


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "counts": {change: plan.count(change) for change in CHANGES},
        "rows": [asdict(row) for row in plan.rows if row.change != "same"],
        "faults": [{**asdict(fault), "where": fault.where} for fault in plan.faults],
    }


def _unusable(error: Unusable) -> Response:
    told = [
        {"field": one.field, "code": one.code, "label": one.label, "sentence": one.sentence}
        for one in error.problems
    ]
    return _problem(422, error.code, problems=told)


def _problem(status: int, code: str, **more: Any) -> Response:
    """As `problems.problem`, with what a page needs to show all that is wrong."""
    document = {"type": "about:blank", "title": TITLES[status], "status": status, "code": code, **more}
    return JSONResponse(document, status, PRIVATE, media_type="application/problem+json")
