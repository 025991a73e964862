"""What a department keeps of a conversation: read beside its record, after the call. Each look is logged."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.conversation.talking import look
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.http.identity import require
from iga_madoguchi.http.live.talk import whole_message
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services


class TalkRoutes:
    """While the call is on, its own socket tells what is said."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._throttle = Throttle(per_second=1, burst=20)

    def routes(self) -> list[Route]:
        return [Route("/talk/{call}", self.kept, methods=["GET"])]

    async def kept(self, request: Request) -> Response:
        """The same as `said` on the socket, for desks of the department that keeps it; everybody else 404."""
        made, who = self._services, await require(self._services, request)
        if not self._throttle.allow(who.ref):
            raise InvalidInput("http.too_many")
        view = await offload(look.kept, made.database, made.sealer, who, request.path_params["call"])
        return JSONResponse(whole_message(view), headers={"Cache-Control": "no-store"})
