"""The cameras, microphone, loudspeaker and handset this terminal uses, remembered on the server."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals.views import DeviceChoice
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.http.bodies import json_object
from iga_madoguchi.http.identity import require, require_origin
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services

LABELS = ("face", "paper", "mic", "speaker", "handset")


class ChoiceRoutes:
    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> list[Route]:
        return [
            Route("/media/choice", self.read, methods=["GET"]),
            Route("/media/choice", self.remember, methods=["POST"]),
        ]

    async def read(self, request: Request) -> Response:
        identity = await require(self._services, request)
        chosen = await offload(enrolment.choice, self._services.database, identity.terminal_id)
        return JSONResponse({**{label: getattr(chosen, label) for label in LABELS}, "blur": chosen.blur})

    async def remember(self, request: Request) -> Response:
        require_origin(self._services, request)
        identity = await require(self._services, request)
        chosen = _parse(await json_object(request))
        await offload(
            enrolment.remember_choice, self._services.database, identity.terminal_id, chosen, identity.actor
        )
        return Response(status_code=204)


def _parse(document: dict[str, Any]) -> DeviceChoice:
    labels = {label: document.get(label, "") for label in LABELS}
    blur = document.get("blur", False)
    if not all(isinstance(label, str) for label in labels.values()) or not isinstance(blur, bool):
        raise InvalidInput("http.json.malformed")
    return DeviceChoice(**labels, blur=blur)
