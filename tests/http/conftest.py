"""The real routes, door and headers on the real services, with a real relay, on data of their own."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.domain.accounts import passwords
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.http.health import HealthRoutes, Readiness
from iga_madoguchi.jobs.gatekeeper import Gatekeeper
from iga_madoguchi.services import Services
from iga_madoguchi.web import guarded, routes
from tests import papers
from tests.cast import PASSWORD, QUICK_HASHES

ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_context", lambda: QUICK_HASHES)


@dataclass
class Site:
    """The application without its pages, and browsers that visit it."""

    app: object
    services: Services
    readiness: Readiness

    def browser(self, origin: str | None = ORIGIN) -> httpx.AsyncClient:
        """A browser profile of its own; `origin` is what it sends with everything."""
        headers = {"Origin": origin} if origin else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)  # type: ignore[arg-type]
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)

    async def enrolled(self, terminal: str) -> httpx.AsyncClient:
        browser = self.browser()
        answer = await browser.get("/enrol", params={"code": self.code(terminal)})
        assert answer.status_code == 303
        return browser

    async def logged_in(self, terminal: str, login: str = "", role: str = "desk") -> httpx.AsyncClient:
        browser, login = await self.enrolled(terminal), login or terminal
        desk = terminal if role == "desk" else None
        if login not in {staff.login for staff in accounts.all_staff(self.services.database)}:
            accounts.add_staff(self.services.database, login, f"{login}さん", role, desk, PASSWORD, SYSTEM)
        answer = await browser.post("/login", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return browser

    def identity(self, browser: httpx.AsyncClient) -> Identity:
        """Who sits at this browser."""
        cookies = browser.cookies
        found = self.services.sessions.identify(cookies.get("iga_device"), cookies.get("iga_session"))
        assert found is not None
        return found

    def code(self, terminal: str) -> str:
        return enrolment.issue_code(self.services.database, terminal, SYSTEM)

    def place(self, browser: httpx.AsyncClient, department: str) -> str:
        """A call from this branch; the desks count as connected."""
        who = self.identity(browser)
        for desk in ("shogai", "kodomo", "kaigo", "hoken"):
            self.services.presence.connected(desk, "test")
        return calls.place(self.services.database, self.services.presence, who, department)


@pytest.fixture
def more_settings() -> dict[str, str]:
    """What the site is set up with beside its data and its ports."""
    return {}


def built(data_dir: Path, more_settings: dict[str, str]) -> Services:
    """The services on this folder, with a city in it."""
    environ = {
        "IGA_DATA_DIR": str(data_dir),
        "IGA_MEDIA_PORTS": "46100-46199",
        "IGA_MEDIA_ADDRESS": "127.0.0.1",
    }
    made = bootstrap.build(settings.load({**environ, **more_settings}))
    bootstrap.prepare(made)
    return made


@pytest.fixture(scope="session")
def new_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a city that has just been founded; each site begins with a copy."""
    folder = tmp_path_factory.mktemp("new") / "city"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_context", lambda: QUICK_HASHES)
        built(folder, {}).database.engine.dispose()
    return folder


@pytest.fixture
async def site(
    new_city: Path, tmp_path: Path, anyio_backend: str, more_settings: dict[str, str]
) -> AsyncIterator[Site]:
    shutil.copytree(new_city, tmp_path, dirs_exist_ok=True)
    made = built(tmp_path, more_settings)
    made.hub.start()
    readiness = Readiness(ready=True)
    keeper = Gatekeeper(made.database, made.hub, made.relay)
    app = guarded(routes(made, keeper, HealthRoutes(made, readiness)), made, policy="default-src 'none'")
    yield Site(app, made, readiness)
    made.pages.close()
    made.hub.stop()
    made.database.engine.dispose()


@pytest.fixture
async def listening(site: Site) -> AsyncIterator[str]:
    """The site on a real port, for sockets; its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        config = uvicorn.Config(site.app, ws="websockets-sansio", lifespan="off", log_config=None)  # type: ignore[arg-type]
        server = uvicorn.Server(config)
        server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
        serving = asyncio.create_task(server.serve(sockets=[door]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield f"ws://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = server.force_exit = True
        await serving


@dataclass
class Town:
    """A call between ayama and kodomo; hoken and aoyama are in another one, and strangers to the first."""

    site: Site
    ayama: httpx.AsyncClient
    kodomo: httpx.AsyncClient
    hoken: httpx.AsyncClient
    aoyama: httpx.AsyncClient
    call: str
    other_call: str

    def identity(self, browser: httpx.AsyncClient) -> Identity:
        return self.site.identity(browser)

    async def still(self, **fields: str) -> httpx.Response:
        return await put(self.ayama, self.call, ("shot.jpg", papers.picture()), kind="still", **fields)

    async def document(self, data: bytes, name: str = "a.pdf") -> httpx.Response:
        return await put(self.kodomo, self.call, (name, data), kind="document")


async def put(
    browser: httpx.AsyncClient, call: str, *files: tuple[str, bytes], **fields: str
) -> httpx.Response:
    """Upload as a page does; the type that a browser claims means nothing."""
    parts = [("file", (name, data, "application/octet-stream")) for name, data in files]
    return await browser.post(f"/papers/{call}", files=parts or None, data=fields)


@pytest.fixture
async def town(site: Site) -> Town:
    ayama, aoyama = await site.enrolled("ayama"), await site.enrolled("aoyama")
    kodomo, hoken = await site.logged_in("kodomo", "kodomo2"), await site.logged_in("hoken", "hoken2")
    call, other_call = site.place(ayama, "hoiku"), site.place(aoyama, "hoken")
    made = Town(site, ayama, kodomo, hoken, aoyama, call, other_call)
    database, presence = site.services.database, site.services.presence
    calls.answer(database, presence, site.identity(kodomo), call)
    calls.answer(database, presence, site.identity(hoken), other_call)
    return made
