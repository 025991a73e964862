"""What is left on a branch's terminal after a call and at night: it looks itself and says it here."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.terminals import residue
from iga_madoguchi.errors import InvalidInput, NotAllowed
from iga_madoguchi.http.bodies import json_object
from iga_madoguchi.http.identity import require, require_origin
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services


class ResidueRoutes:
    """Who says it is known by the terminal's own cookie, which no script of the page can read."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._throttle = Throttle(per_second=0.2, burst=20)

    def routes(self) -> list[Route]:
        return [Route("/residue", self.note, methods=["POST"])]

    async def note(self, request: Request) -> Response:
        made = self._services
        require_origin(made, request)
        who = await require(made, request)
        if Permission.KIOSK_USE not in who.permissions:
            raise NotAllowed("terminals.residue.not_yours")
        if not self._throttle.allow(who.ref):
            raise InvalidInput("http.too_many")
        found = residue.read(await json_object(request))
        verdict = await offload(residue.note, made.database, who.terminal_id, found, who.actor)
        return JSONResponse({"verdict": verdict.rpartition(".")[2]}, headers={"Cache-Control": "no-store"})
