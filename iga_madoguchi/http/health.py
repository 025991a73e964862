"""Whether the process serves, for machines; detail only on the operations port or for a signed-in admin."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import Standing
from iga_madoguchi.errors import NotFound
from iga_madoguchi.http.identity import identify
from iga_madoguchi.http.problems import problem
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services

OK = "ok"
_LEVELS = {Status.OK: 0, Status.WARN: 1, Status.BAD: 2, Status.UNKNOWN: -1}
ALONE = "alone"  # serves all its own screens, but other servers do not hear it


@dataclass
class Readiness:
    """Set by the lifespan. Each probe is quick and answers "ok", "alone" or what is wrong in a word."""

    ready: bool = False
    probes: dict[str, Callable[[], str]] = field(default_factory=dict)


class HealthRoutes:
    def __init__(self, services: Services, readiness: Readiness) -> None:
        self._services = services
        self._readiness = readiness

    def routes(self) -> list[Route]:
        """For the public port: no detail without a signed-in admin."""
        return [
            Route("/healthz", self.healthz),
            Route("/readyz", self._guarded_readyz),
            Route("/metrics", self._guarded_metrics),
        ]

    def ops_app(self) -> Starlette:
        """For the operations port, which only this machine can reach."""
        routes = [
            Route("/healthz", self.healthz),
            Route("/readyz", self.readyz),
            Route("/metrics", self.metrics),
        ]
        return Starlette(routes=routes)

    async def healthz(self, _request: Request) -> Response:
        if not self._readiness.ready:
            return problem(503, "not_ready")
        return JSONResponse({"status": OK})

    async def readyz(self, _request: Request) -> Response:
        components = {name: await offload(probe) for name, probe in self._readiness.probes.items()}
        good = self._readiness.ready and all(state in (OK, ALONE) for state in components.values())
        return JSONResponse(
            {"status": OK if good else "failing", "components": components}, 200 if good else 503
        )

    async def metrics(self, _request: Request) -> Response:
        return PlainTextResponse(
            await offload(self._metrics, len(asyncio.all_tasks())), media_type="text/plain"
        )

    async def _guarded_readyz(self, request: Request) -> Response:
        await self._require_admin(request)
        return await self.readyz(request)

    async def _guarded_metrics(self, request: Request) -> Response:
        await self._require_admin(request)
        return await self.metrics(request)

    async def _require_admin(self, request: Request) -> None:
        identity = await identify(self._services, request.headers)
        if identity is None or Permission.ADMIN_VIEW not in identity.permissions:
            raise NotFound("http.unknown")

    def _metrics(self, tasks: int) -> str:
        process = psutil.Process()
        media = self._services.relay.stats()
        values = {
            "iga_process_resident_bytes": process.memory_info().rss,
            "iga_process_open_fds": process.num_fds(),
            "iga_process_threads": process.num_threads(),
            "iga_event_loop_tasks": tasks,
            **{f"iga_media_{name}": value for name, value in vars(media).items()},
        }
        plain = "".join(f"# TYPE {name} gauge\n{name} {value}\n" for name, value in values.items())
        return plain + _watched(self._services.lookout.standing())


def _watched(standing: Standing) -> str:
    """How every check stands: 0 fine, 1 a warning, 2 bad, -1 unknown; what does not apply is left out."""
    lines = ["# TYPE iga_check_state gauge"]
    figures = ["# TYPE iga_check_value gauge"]
    for view in standing.checks:
        if view.status in _LEVELS:
            label = f'{{check="{_label(view.cause.check)}",subject="{_label(view.cause.subject)}"}}'
            lines.append(f"iga_check_state{label} {_LEVELS[view.status]}")
            if view.value is not None:
                figures.append(f"iga_check_value{label} {view.value:.6g}")
    looked = 0.0 if standing.looked_at is None else standing.looked_at.timestamp()
    lines += [
        *figures,
        "# TYPE iga_open_incidents gauge",
        f"iga_open_incidents {len(standing.incidents)}",
        "# TYPE iga_last_look_seconds gauge",
        f"iga_last_look_seconds {looked:.0f}",
    ]
    return "\n".join(lines) + "\n"


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
