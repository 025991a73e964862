"""Builds the one web application: pages, routes and guards on one origin, in one process."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import IO, Any

import reflex as rx
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.cli import exitcodes
from iga_madoguchi.cli.frontend import BUILD
from iga_madoguchi.domain.backup import service as backups
from iga_madoguchi.errors import DomainError
from iga_madoguchi.http import problems
from iga_madoguchi.http.accounts import AccountRoutes
from iga_madoguchi.http.audit import AuditRoutes
from iga_madoguchi.http.choice import ChoiceRoutes
from iga_madoguchi.http.door import Door
from iga_madoguchi.http.forms import FormRoutes
from iga_madoguchi.http.headers import SecurityHeaders, content_policy
from iga_madoguchi.http.health import ALONE, OK, HealthRoutes, Readiness
from iga_madoguchi.http.identity import Unidentified
from iga_madoguchi.http.live.routes import LiveRoutes
from iga_madoguchi.http.lock import LockRoutes
from iga_madoguchi.http.media import MediaRoutes
from iga_madoguchi.http.own_factors import OwnFactorRoutes
from iga_madoguchi.http.pages import PageRoutes
from iga_madoguchi.http.papers import PaperRoutes
from iga_madoguchi.http.procedures import ProcedureRoutes
from iga_madoguchi.http.records import RecordRoutes
from iga_madoguchi.http.reports import ReportRoutes
from iga_madoguchi.http.residue import ResidueRoutes
from iga_madoguchi.http.second import SecondRoutes
from iga_madoguchi.http.selftests import SelfTestRoutes
from iga_madoguchi.http.talk import TalkRoutes
from iga_madoguchi.jobs.alerts import AlertKeeper
from iga_madoguchi.jobs.daily import DailyRunner
from iga_madoguchi.jobs.gatekeeper import Gatekeeper
from iga_madoguchi.jobs.monitoring import LookoutKeeper
from iga_madoguchi.jobs.papers import PaperKeeper
from iga_madoguchi.jobs.power import PowerKeeper
from iga_madoguchi.jobs.printing import PrintRunner
from iga_madoguchi.jobs.records import RecordFollower
from iga_madoguchi.jobs.runner import Runner
from iga_madoguchi.jobs.schedule import daily, table
from iga_madoguchi.kit import lock
from iga_madoguchi.kit.tasks import cancel, offload, offload_slow, supervise
from iga_madoguchi.services import Services
from iga_madoguchi.ui.components.overlay import connection_overlay
from iga_madoguchi.ui.context import set_services
from iga_madoguchi.ui.feedback import incident
from iga_madoguchi.ui.guard import Gate, Outlet, is_handler, self_check
from iga_madoguchi.ui.live import live
from iga_madoguchi.ui.pages import PAGES

log = logging.getLogger(__name__)

STYLESHEETS = (
    "/fonts/noto-sans-jp/index.css",
    "/fonts/noto-sans-sc/index.css",
    "/tokens/tokens.css",
    "/style.css",
)


def create_app() -> rx.App:
    """The application Reflex compiles and serves. Opens nothing; the lifespan does."""
    services = bootstrap.build(settings.load())
    set_services(services)
    readiness = Readiness()
    gatekeeper = Gatekeeper(services.database, services.hub, services.relay)
    health = HealthRoutes(services, readiness)

    app = rx.App(
        toaster=None,
        html_lang="ja",
        head_components=[rx.el.link(rel="icon", href="data:,")]
        + [rx.el.link(rel="stylesheet", href=sheet) for sheet in STYLESHEETS],
        extra_app_wraps={(5, "Overlay"): lambda stateful: connection_overlay() if stateful else None},
        api_transformer=[
            routes(services, gatekeeper, health),
            lambda inner: guarded(inner, services, content_policy(BUILD), is_handler),
        ],
        backend_exception_handler=_on_backend_error,
        frontend_exception_handler=_on_frontend_error,
    )
    app.add_middleware(Gate(), index=0)
    for page in PAGES:
        app.add_page(page.component, route=page.path, title=page.title, on_load=page.on_load)
    app.register_lifespan_task(_lifespan(services, readiness, gatekeeper, app))
    # For the launcher, which serves it on the operations port.
    app.ops_app = health.ops_app()  # type: ignore[attr-defined]
    return app


def guarded(
    app: ASGIApp, services: Services, policy: str, known: Callable[[str], bool] = lambda _: True
) -> ASGIApp:
    """Everything goes through the headers and the door."""
    return SecurityHeaders(Door(app, services, known), services, policy)


def routes(services: Services, gatekeeper: Gatekeeper, health: HealthRoutes) -> Starlette:
    """All plain routes; what they do not know goes on to the pages."""
    media, choice = MediaRoutes(services, gatekeeper.adjust), ChoiceRoutes(services)
    pages, rooms, papers = PageRoutes(services), LiveRoutes(services), PaperRoutes(services)
    forms, records = FormRoutes(services), RecordRoutes(services)
    procedures = ProcedureRoutes(services)
    handlers: Any = {
        Unidentified: problems.on_unidentified,
        DomainError: problems.on_domain_error,
        HTTPException: problems.on_http_error,
        Exception: problems.on_unexpected,
    }
    plain = [
        *pages.routes(),
        *health.routes(),
        *choice.routes(),
        *media.routes(),
        *rooms.routes(),
        *papers.routes(),
        *forms.routes(),
        *procedures.routes(),
        *records.routes(),
        *TalkRoutes(services).routes(),
        *AuditRoutes(services).routes(),
        *ResidueRoutes(services).routes(),
        *AccountRoutes(services).routes(),
        *SecondRoutes(services).routes(),
        *LockRoutes(services).routes(),
        *OwnFactorRoutes(services).routes(),
        *SelfTestRoutes(services).routes(),
        *ReportRoutes(services).routes(),
    ]
    return Starlette(routes=plain, exception_handlers=handlers)


def _lifespan(services: Services, readiness: Readiness, gatekeeper: Gatekeeper, app: rx.App) -> Any:
    @asynccontextmanager
    async def lifespan(_app: object = None) -> AsyncIterator[None]:
        """database check, hub, media, presence and pages, jobs, ready; unwound in reverse."""
        async with AsyncExitStack() as stack:
            stack.enter_context(_one_process(services))
            await offload(bootstrap.check_writable, services.database)
            services.hub.start()
            stack.callback(services.hub.stop)
            await _start_relay(services)
            stack.push_async_callback(services.relay.stop)
            keeper = PaperKeeper(services.database, services.hub, services.vault, services.sealer)
            await keeper.start()
            stack.push_async_callback(keeper.stop)
            stack.callback(services.imaging.close)
            stack.callback(services.pages.close)
            follower = RecordFollower(services.database, services.hub)
            follower.start()
            stack.push_async_callback(follower.stop)
            gatekeeper.start()
            stack.push_async_callback(gatekeeper.stop)
            Outlet(app)
            self_check(app)
            stack.push_async_callback(offload, services.attempts.write, everything=True)
            live.start(app, services)
            stack.push_async_callback(live.stop)
            printing = PrintRunner(
                *(services.database, services.hub, services.tray),
                *(services.typesetter, services.printers),
            )
            printing.start()
            stack.push_async_callback(printing.stop)
            runner = Runner(table(services))
            runner.start()
            stack.callback(runner.stop)
            await offload(backups.tidy_up, services.backups)
            nightly = DailyRunner(services.database, services.backups.runner, daily(services))
            nightly.start()
            stack.push_async_callback(nightly.stop)
            stack.callback(services.orders.stop)
            stack.callback(services.log_check.stop)
            keeping_power = PowerKeeper(services.power, services.backups)
            await keeping_power.start()
            stack.push_async_callback(keeping_power.stop)
            telling = AlertKeeper(services.courier)
            await telling.start()
            stack.push_async_callback(telling.stop)
            services.lookout.around.gauges.failing_jobs = lambda: runner.failing
            watching = LookoutKeeper(services.lookout, services.printers)
            watching.start()
            stack.push_async_callback(watching.stop)
            readiness.probes = _probes(services, runner)
            _settle_heap()
            readiness.ready = True
            log.info("ready")
            # Nobody has to wait for it, but the first who searches would.
            warming = supervise("catalogue.warm", lambda: offload_slow(_warm, services))
            stack.push_async_callback(cancel, warming)
            yield
            readiness.ready = False

    return lifespan


def _warm(services: Services) -> None:
    services.catalogue.warm(services.database)
    _settle_heap()


def _settle_heap() -> None:
    """What exists now lives as long as the process.

    Looked at by the collector each time, it stopped everybody for a third of a second, amid their calls.
    """
    gc.collect()
    gc.freeze()


async def _start_relay(services: Services) -> None:
    try:
        await services.relay.start()
    except DomainError as error:
        log.critical("%s", exitcodes.explain(error)[1])
        raise


def _probes(services: Services, runner: Runner) -> dict[str, Any]:
    def database() -> str:
        try:
            bootstrap.check_writable(services.database)
        except DomainError as error:
            return error.code
        return OK

    def hub() -> str:
        if not services.hub.started:
            return "stopped"
        return ALONE if services.hub.alone else OK

    return {
        "database": database,
        "hub": hub,
        "media": lambda: OK if services.relay.running else "stopped",
        "jobs": lambda: OK if runner.running and not runner.failing else "failing",
        "storage": lambda: OK if os.access(services.settings.data_dir, os.W_OK) else "unwritable",
    }


def _one_process(services: Services) -> IO[str]:
    """Calls, hub and schedule live in this process: a second one on the same data would split them."""
    if rx.config.get_config().redis_url:
        raise RuntimeError("Reflex must not keep its state in Redis")
    try:
        return lock.hold(services.settings.data_dir / lock.LOCK)
    except BlockingIOError as error:
        raise RuntimeError("another process serves this data directory") from error


def _on_backend_error(exception: Exception) -> None:
    incident(exception)


def _on_frontend_error(exception: Exception) -> None:
    log.warning("a page reported an error of its own length=%s", len(str(exception)))
