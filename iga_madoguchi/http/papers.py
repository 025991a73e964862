"""Papers: pictures and documents in, page images out, and what the desk does with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.papers import adjusting, forms, identity, keeping, look, masking, service
from iga_madoguchi.domain.papers.policy import FILE_LIMIT, FORM_KINDS, FRAMES_LIMIT, PAGE_WIDTH, UPLOAD_LIMIT
from iga_madoguchi.domain.papers.ports import Rect
from iga_madoguchi.domain.papers.views import Place
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.http.bodies import counting_number, json_object
from iga_madoguchi.http.identity import require, require_origin
from iga_madoguchi.http.multipart import Form, Limits, read_form
from iga_madoguchi.http.problems import problem
from iga_madoguchi.kit.tasks import offload, offload_slow
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

LIMITS = Limits(FRAMES_LIMIT, FILE_LIMIT, UPLOAD_LIMIT)
AT_ONCE = 2  # uploads of one session: the one that hangs and the one that takes its place
REQUEST_LIMIT = 22  # characters
LARGE = 1e6  # no coordinate of ours is larger; what is not a number is neither


class PaperRoutes:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._uploads: Counter[str] = Counter()
        self._posts = Throttle(per_second=2, burst=20)
        self._changes = Throttle(per_second=2, burst=30)
        self._looks = Throttle(per_second=20, burst=120)

    def routes(self) -> list[Route]:
        paper, page = "/papers/{call}/{paper}", "/papers/{call}/{paper}/{page}"
        return [
            Route("/papers/{call}", self.add, methods=["POST"]),
            Route("/papers/{call}/identity", self.check_identity, methods=["POST"]),
            Route("/papers/{call}/identity", self.identity_checks, methods=["GET"]),
            Route(f"{paper}/keep", self.keep, methods=["POST"]),
            Route(paper, self.discard, methods=["DELETE"]),
            Route(page, self.image, methods=["GET"]),
            Route(f"{page}/straighten", self.straighten, methods=["POST"]),
            Route(f"{page}/mask", self.mask, methods=["POST"]),
            Route(f"{page}/unmask", self.unmask, methods=["POST"]),
        ]

    async def add(self, request: Request) -> Response:
        """A still of the branch, or what the desk lays down. Who may not is told before anything is read."""
        who, call = await self._person(request), request.path_params["call"]
        await offload(look.part, self._services.database, who, call)
        if self._uploads[who.ref] >= AT_ONCE or not self._posts.allow(who.ref):
            return problem(429, "papers.upload.busy", {"Retry-After": "1"})
        with self._counted(who.ref):
            form = await read_form(request, LIMITS)
            place = await self._lay_down(who, call, form)
        return JSONResponse({"paper": place.paper, "page": place.page}, 201)

    async def image(self, request: Request) -> Response:
        who, parts = await require(self._services, request), request.path_params
        if not self._looks.allow(who.ref):
            return problem(429, "papers.look.busy", {"Retry-After": "1"})
        services, as_received = self._services, request.query_params.get("as") == "received"
        found = await offload_slow(
            look.page_image,
            services.database,
            services.vault,
            services.pages,
            who,
            parts["call"],
            parts["paper"],
            _page(request),
            as_received=as_received,
            width=_width(request),
        )
        return Response(found.data, media_type=found.kind)

    async def straighten(self, request: Request) -> Response:
        who, body = await self._changing(request), await json_object(request)
        services, parts = self._services, request.path_params
        await offload_slow(
            adjusting.straighten,
            services.database,
            services.vault,
            services.imaging,
            who,
            parts["call"],
            parts["paper"],
            _page(request),
            _corners(body.get("corners")),
            _whole(body.get("turn", 0)),
        )
        return Response(status_code=204)

    async def keep(self, request: Request) -> Response:
        who, body = await self._changing(request), await json_object(request)
        services, parts = self._services, request.path_params
        days = _whole(body.get("days"))
        await offload(
            keeping.keep, services.database, services.vault, who, parts["call"], parts["paper"], days
        )
        return Response(status_code=204)

    async def discard(self, request: Request) -> Response:
        who, services, parts = await self._changing(request), self._services, request.path_params
        await offload(keeping.discard, services.database, services.vault, who, parts["call"], parts["paper"])
        return Response(status_code=204)

    async def mask(self, request: Request) -> Response:
        who, body = await self._changing(request), await json_object(request)
        return await self._change_masks(request, masking.mask, who, Rect(*_numbers(body.get("rect"), 4)))

    async def unmask(self, request: Request) -> Response:
        who, body = await self._changing(request), await json_object(request)
        lifted = counting_number(str(body.get("mask")), "papers.mask.unknown")
        return await self._change_masks(request, masking.unmask, who, lifted, str(body.get("reason")))

    async def check_identity(self, request: Request) -> Response:
        who, body = await self._changing(request), await json_object(request)
        document, result = str(body.get("document")), str(body.get("result"))
        call = request.path_params["call"]
        await offload(identity.check_identity, self._services.database, who, call, document, result)
        return Response(status_code=204)

    async def identity_checks(self, request: Request) -> Response:
        who = await require(self._services, request)
        found = await offload(
            identity.identity_checks, self._services.database, who, request.path_params["call"]
        )
        return JSONResponse(
            {"checks": [asdict(one) | {"at": one.at.isoformat()} for one in found]},
            headers={"Cache-Control": "no-store"},
        )

    async def _change_masks(
        self, request: Request, verb: Callable[..., None], who: Identity, *args: Any
    ) -> Response:
        made, parts = self._services, request.path_params
        tools = (made.database, made.vault, made.pages)
        await offload_slow(verb, *tools, who, parts["call"], parts["paper"], _page(request), *args)
        return Response(status_code=204)

    async def _person(self, request: Request) -> Identity:
        require_origin(self._services, request)
        return await require(self._services, request)

    async def _changing(self, request: Request) -> Identity:
        """Who changes something, and not more often than a hand does."""
        who = await self._person(request)
        if not self._changes.allow(who.ref):
            raise InvalidInput("http.too_many")
        return who

    async def _lay_down(self, who: Identity, call: str, form: Form) -> Place:
        services, kind = self._services, form.fields.get("kind")
        ask, paper = form.fields.get("request", ""), form.fields.get("paper", "")
        if len(ask) > REQUEST_LIMIT or not (ask.isascii() and ask.isprintable()):
            raise InvalidInput("papers.upload.request")
        pictures = [file.data for file in form.files]
        tools = (services.database, services.vault, services.imaging, services.scanner)
        if kind == "still" and paper:
            return await offload_slow(service.add_page, *tools, who, call, paper, pictures, ask)
        if kind == "still":
            return await offload_slow(service.add_still, *tools, who, call, pictures, ask)
        if kind in FORM_KINDS:
            return await self._lay_form(who, call, form)
        if kind != "document":
            raise InvalidInput("papers.upload.kind")
        if len(form.files) != 1 or paper:
            raise InvalidInput("papers.upload.count", limit=1)
        (file,) = form.files
        return await offload_slow(
            service.add_document,
            services.database,
            services.vault,
            services.pages,
            services.scanner,
            who,
            call,
            file.data,
            file.name,
        )

    async def _lay_form(self, who: Identity, call: str, form: Form) -> Place:
        services, wanted = self._services, form.fields.get("form", "")
        if form.files:
            raise InvalidInput("papers.upload.count", limit=0)
        tools = (services.database, services.vault, services.pages, services.printer)
        return await offload_slow(forms.lay_form, *tools, who, call, wanted, form.fields["kind"])

    @contextmanager
    def _counted(self, ref: str) -> Iterator[None]:
        self._uploads[ref] += 1
        try:
            yield
        finally:
            self._uploads[ref] -= 1
            if not self._uploads[ref]:
                del self._uploads[ref]


def _page(request: Request) -> int:
    return counting_number(request.path_params["page"], "papers.page.unknown")


def _width(request: Request) -> int:
    given = request.query_params.get("width")
    if given is None:
        return PAGE_WIDTH
    if not (given.isascii() and given.isdigit() and len(given) <= 5):
        raise InvalidInput("papers.width.range")
    return int(given)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidInput("http.json.malformed")
    return value


def _corners(value: Any) -> list[tuple[float, float]] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 4:
        raise InvalidInput("http.json.malformed")
    return [(x, y) for x, y in (_numbers(point, 2) for point in value)]


def _numbers(value: Any, count: int) -> list[float]:
    if not isinstance(value, list) or len(value) != count:
        raise InvalidInput("http.json.malformed")
    for number in value:
        if isinstance(number, bool) or not isinstance(number, int | float) or not -LARGE < number < LARGE:
            raise InvalidInput("http.json.malformed")
    return [float(number) for number in value]
