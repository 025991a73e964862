"""A terminal's own self-test: whether it is time, the echo it measures by, and what it found.

For whichever browser is a terminal, also a desk at which nobody is logged in; nothing here tells of a call.
"""

from __future__ import annotations

import asyncio
import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.functions import service as functions
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.printing.ports import PrinterReport
from iga_madoguchi.domain.selftests import policy, reading, service, words
from iga_madoguchi.domain.selftests.views import Finding
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import DomainError, InvalidInput, Unavailable
from iga_madoguchi.http import front
from iga_madoguchi.http.bodies import json_object
from iga_madoguchi.http.identity import Unidentified, require_origin
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

PRINTER_S = 8.0
DEVICES = ("face", "paper", "mic", "speaker")
AGENT_LIMIT = 300  # characters of what a browser says of itself


class SelfTestRoutes:
    """Per device: asking and measuring is cheap and often, keeping a result is not."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._asking = Throttle(per_second=5, burst=60)
        self._keeping = Throttle(per_second=0.1, burst=6)

    def routes(self) -> list[Route]:
        return [
            Route("/selftest", self.due, methods=["GET"]),
            Route("/selftest", self.take, methods=["POST"]),
            Route("/selftest/echo", self.echo, methods=["GET"]),
        ]

    async def due(self, request: Request) -> Response:
        """Whether this terminal should test itself now, which parts it has, and which devices it uses."""
        device, made = await self._device(request, self._asking), self._services
        starting = "starting" in request.query_params
        cause = await offload(service.due, made.database, device, starting=starting)
        chosen = await offload(enrolment.choice, made.database, device.terminal_id)
        choice = {name: getattr(chosen, name) for name in DEVICES}
        parts = policy.PARTS[device.kind]
        return _json({"due": cause or "", "kind": device.kind, "parts": parts, "choice": choice})

    async def echo(self, request: Request) -> Response:
        """The server's time in ms since 1970; a clock moved for a drill does not move it."""
        await self._device(request, self._asking)
        return _json({"now": time.time() * 1000})

    async def take(self, request: Request) -> Response:
        """Keep what was measured; the answer says what it means."""
        require_origin(self._services, request)
        device, made = await self._device(request, self._keeping), self._services
        measured = reading.measured(await json_object(request))
        agent = request.headers.get("user-agent", "")[:AGENT_LIMIT]
        run = await offload(service.take, made.database, device, measured, agent, await self._printer(device))
        troubles = [_told(one) for one in run.troubles]
        return _json({"state": run.state, "troubles": troubles})

    async def _device(self, request: Request, throttle: Throttle) -> DeviceView:
        """Raises Unidentified `session.none`, InvalidInput `http.too_many`."""
        device = await front.device_of(self._services, request)
        if device is None:
            raise Unidentified("session.none")
        if not throttle.allow(str(device.id)):
            raise InvalidInput("http.too_many")
        return device

    async def _printer(self, device: DeviceView) -> PrinterReport | DomainError | None:
        """How the printer of a kiosk's branch is; None when there is none to print with."""
        made = self._services
        if device.kind != "branch" or not await offload(_prints, made, device.terminal_id):
            return None
        try:
            printer = await offload(printing.printer_of, made.database, device.terminal_id)
            async with asyncio.timeout(PRINTER_S):
                return await made.printers.printer(printer.uri)
        except TimeoutError:
            return Unavailable("printing.printer.unreachable")
        except DomainError as error:
            return error


def _prints(services: Services, branch_id: str) -> bool:
    database = services.database
    return "printing" not in functions.off(database) and printing.has_printer(database, branch_id)


def _told(finding: Finding) -> dict[str, str]:
    what, todo = words.said(finding)
    return {"part": finding.part, "state": finding.state, "what": what, "todo": words.at_the_terminal(todo)}


def _json(document: dict[str, object]) -> Response:
    return JSONResponse(document, headers={"Cache-Control": "no-store"})
