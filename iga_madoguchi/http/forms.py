"""Filling in together: what is kept goes by plain HTTP, what is only being typed by `/live`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.forms import finishing, look, service, writing
from iga_madoguchi.domain.forms.template import Form
from iga_madoguchi.domain.forms.values import ValueConflict
from iga_madoguchi.errors import DomainError, InvalidInput
from iga_madoguchi.http import form_documents
from iga_madoguchi.http.bodies import JSON_LIMIT, counting_number, json_object
from iga_madoguchi.http.identity import require, require_origin
from iga_madoguchi.http.problems import problem
from iga_madoguchi.kit.tasks import offload, offload_slow
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

log = logging.getLogger(__name__)

PAGE_WIDTH = 1800  # pixels
STROKES_LIMIT = 262_144  # bytes of a signature
FIELDS_LIMIT = 120  # said yes to at once
PRIVATE = {"Cache-Control": "no-store"}


class FormRoutes:
    """Every verb answers 204, or the new version or id; the screens then read the table again."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._throttle = Throttle(per_second=20, burst=60)
        self._ahead: set[asyncio.Task[bytes]] = set()

    def routes(self) -> list[Route]:
        one = "/forms/{call}/{filling}"
        return [
            Route("/forms/{call}", self.table, methods=["GET"]),
            Route("/forms/{call}", self.start, methods=["POST"]),
            Route(f"{one}/page/{{page}}", self.page, methods=["GET"]),
            Route(f"{one}/pdf", self.pdf, methods=["GET"]),
            Route(f"{one}/fields/{{field}}", self.write, methods=["POST"]),
            Route(f"{one}/fields/{{field}}/doubt", self.doubt, methods=["POST"]),
            Route(f"{one}/confirm", self.confirm, methods=["POST"]),
            Route(f"{one}/signature", self.sign, methods=["POST"]),
            Route(f"{one}/signature", self.erase, methods=["DELETE"]),
            Route(f"{one}/finish", self.finish, methods=["POST"]),
            Route(f"{one}/drop", self.drop, methods=["POST"]),
            Route(f"{one}/restore", self.restore, methods=["POST"]),
            Route(f"{one}/keep", self.keep, methods=["POST"]),
        ]

    async def table(self, request: Request) -> Response:
        who, made = await require(self._services, request), self._services
        call = request.path_params["call"]
        view = await offload(look.table, made.database, made.sealer, who, call)
        if view.forms and view.active is None:
            self._draw_ahead(view.forms[0])
        return JSONResponse(form_documents.table(view), headers=PRIVATE)

    async def start(self, request: Request) -> Response:
        who, body = await self._open(request, JSON_LIMIT)
        form = _text(body, "form")
        made = await offload(
            service.start,
            self._services.database,
            self._services.sealer,
            who,
            request.path_params["call"],
            form,
        )
        return JSONResponse({"filling": made}, 201, PRIVATE)

    async def page(self, request: Request) -> Response:
        """The page without what was written: screens write over it."""
        who, given, made = await require(self._services, request), request.path_params, self._services
        number = counting_number(given["page"], "forms.page.unknown")
        form = await offload(look.form_of_filling, made.database, who, given["call"], given["filling"])
        picture = await offload_slow(made.printer.picture, form, number, PAGE_WIDTH)
        return Response(picture, media_type="image/webp", headers=PRIVATE)

    async def pdf(self, request: Request) -> Response:
        who, given, made = await require(self._services, request), request.path_params, self._services
        found = await offload(
            finishing.document, made.database, made.sealer, who, given["call"], given["filling"]
        )
        headers = PRIVATE | {"Content-Disposition": "inline"}
        return Response(found, media_type="application/pdf", headers=headers)

    async def write(self, request: Request) -> Response:
        who, body = await self._open(request, JSON_LIMIT)
        value, seen, made, given = (
            _text(body, "value"),
            _count(body, "seen"),
            self._services,
            request.path_params,
        )
        try:
            version = await offload(
                writing.write,
                made.database,
                made.sealer,
                made.printer,
                who,
                given["call"],
                given["filling"],
                given["field"],
                value,
                seen,
            )
        except ValueConflict as conflict:
            return problem(
                409,
                conflict.code,
                PRIVATE,
                mine=conflict.mine,
                theirs=conflict.theirs,
                version=conflict.version,
            )
        return JSONResponse({"version": version}, headers=PRIVATE)

    async def doubt(self, request: Request) -> Response:
        return await self._do(request, writing.doubt, request.path_params["field"])

    async def confirm(self, request: Request) -> Response:
        who, body = await self._open(request, JSON_LIMIT)
        read = body.get("fields")
        if not isinstance(read, dict) or not 0 < len(read) <= FIELDS_LIMIT:
            raise InvalidInput("http.json.malformed")
        seen = {field: _count(read, field) for field in read}
        return await self._run(request, writing.confirm, who, seen)

    async def sign(self, request: Request) -> Response:
        who, body = await self._open(request, STROKES_LIMIT)
        made, given, strokes = self._services, request.path_params, _strokes(body)
        await offload(
            finishing.sign, made.database, made.sealer, who, given["call"], given["filling"], strokes
        )
        return Response(status_code=204)

    async def erase(self, request: Request) -> Response:
        return await self._do(request, finishing.erase)

    async def finish(self, request: Request) -> Response:
        who, body = await self._open(request, JSON_LIMIT)
        made, given, revision = self._services, request.path_params, _count(body, "revision")
        await offload_slow(
            finishing.finish,
            made.database,
            made.sealer,
            made.printer,
            who,
            given["call"],
            given["filling"],
            revision,
        )
        return Response(status_code=204)

    async def drop(self, request: Request) -> Response:
        return await self._do(request, service.drop)

    async def restore(self, request: Request) -> Response:
        return await self._do(request, service.restore)

    async def keep(self, request: Request) -> Response:
        who, body = await self._open(request, JSON_LIMIT)
        return await self._run(request, finishing.keep, who, _count(body, "days"))

    def _draw_ahead(self, form: Form) -> None:
        """The form that this desk will most likely take up: its page is there when it is chosen."""
        work = offload_slow(self._services.printer.picture, form, 1, PAGE_WIDTH)
        task = asyncio.ensure_future(work)
        self._ahead.add(task)
        task.add_done_callback(self._drawn)

    def _drawn(self, task: asyncio.Task[bytes]) -> None:
        self._ahead.discard(task)
        if not task.cancelled() and isinstance(task.exception(), DomainError):
            log.warning("a form was not drawn ahead code=%s", task.exception())

    async def _do(self, request: Request, verb: Callable[..., Any], *args: Any) -> Response:
        who, _ = await self._open(request, JSON_LIMIT)
        return await self._run(request, verb, who, *args)

    async def _run(self, request: Request, verb: Callable[..., Any], who: Identity, *args: Any) -> Response:
        given = request.path_params
        await offload(verb, self._services.database, who, given["call"], given["filling"], *args)
        return Response(status_code=204)

    async def _open(self, request: Request, limit: int) -> tuple[Identity, dict[str, Any]]:
        """Who asks, and the JSON object of the body, empty for an empty body."""
        require_origin(self._services, request)
        who = await require(self._services, request)
        if not self._throttle.allow(who.ref):
            raise InvalidInput("http.too_many")
        return who, await json_object(request, limit)


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise InvalidInput("http.json.malformed")
    return value


def _count(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1_000_000:
        raise InvalidInput("http.json.malformed")
    return value


def _strokes(body: dict[str, Any]) -> list[list[tuple[float, float]]]:
    try:
        return [[(float(x), float(y)) for x, y in stroke] for stroke in body["strokes"]]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise InvalidInput("http.json.malformed") from error
