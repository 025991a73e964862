"""For every test: asyncio for the async ones, no settings from outside, one browser and one server for the
journeys (tests that kill or misconfigure a server have their own), and a list of what could not run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests import databases, fakecam
from tests.e2e.people import Cast
from tests.e2e.server import ROOT, Server
from tests.printers import Hall, RealPrinter, hall

CHROMIUM = "/usr/bin/chromium"
BROWSERS = ("browser", "e2e", "test_fakecam.py")
ALONE = ("e2e", "media", "test_still.py")
BESIDE_OTHERS = (
    "test_backup_page.py",
    "test_catalogue.py",
    "test_hostile.py",
    "test_languages.py",
    "test_places.py",
    "test_restored.py",
)
"""Journeys that look at pages: no picture, no voice and no moment is measured in them."""
REPEATED = (*BROWSERS, "http", "media", "adapters", "ops", "test_still.py")
"""Rooms whose tests wait for other processes: on a shared machine one of thousands is late (decision 50)."""
PATIENCE_MS = 15_000
"""How long a page may take to show what is expected: several browsers and a server share two processors."""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=databases.KINDS, default=databases.KINDS[0])
    parser.addoption(
        "--journeys-until", type=float, help="moment (s since 1970) after which no further journey is begun"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    until: float | None = item.config.getoption("--journeys-until")
    if until is not None and time.time() > until and item.get_closest_marker("alone"):
        pytest.skip("no time was left on this machine today; `make test` runs it")


@pytest.fixture(scope="session", autouse=True)
def _database_kind(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    with databases.serving(request.config.getoption("--database"), tmp_path_factory):
        yield


@pytest.fixture(autouse=True)
def _databases_are_closed() -> Iterator[None]:
    yield
    databases.close_all()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("IGA_")]:
        monkeypatch.delenv(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Nothing is passed over silently: what did not run and why, and what failed before it passed."""
    repeated = terminalreporter.stats.get("rerun", [])
    if repeated:
        terminalreporter.section("failed the first time, so it was run once more")
        for report in repeated:
            terminalreporter.write_line(report.nodeid)
            terminalreporter.write_line(report.longreprtext)
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section("could not run here")
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.write_line(f"{report.nodeid}: {reason}")


@pytest.hookimpl(tryfirst=True)  # before the workers read to which group a test belongs
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers come last: Playwright's own event loop holds the main thread until the end.

    What runs for minutes comes first, so that the others are done beside it.
    """

    def rank(item: pytest.Item) -> int:
        parts = item.path.parts
        return 2 if any(part in BROWSERS for part in parts) else 0 if "ops" in parts else 1

    items.sort(key=rank)
    for item in items:
        # A machine has one hall of printers at a time: a second worker would wait for the first one's end.
        printers = "printer_hall" in getattr(item, "fixturenames", ())
        parts = item.path.relative_to(ROOT / "tests").parts
        if not {parts[0], parts[-1]}.isdisjoint(ALONE) and parts[-1] not in BESIDE_OTHERS:
            item.add_marker(pytest.mark.alone)
        if not {parts[0], parts[-1]}.isdisjoint(REPEATED):
            item.add_marker(pytest.mark.flaky(reruns=1))
        item.add_marker(pytest.mark.xdist_group("printers" if printers else str(item.path)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Chromium aborts when it meets a half-configured D-Bus.
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=fakecam.chromium_args())
        expect.set_options(timeout=PATIENCE_MS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def printer_hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall(tmp_path_factory.mktemp("printers")) as opened:
        yield opened


@pytest.fixture
def printer(printer_hall: Hall, tmp_path: Path) -> Iterator[RealPrinter]:
    """A printer with paper in it, switched on."""
    put_up = printer_hall.put_up(tmp_path / "printer")
    yield put_up
    put_up.switch_off()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("city") / "data")
    server.start()
    yield server
    assert server.stop() == 0, "Ctrl-C stops it cleanly"


@pytest.fixture
def server(shared_server: Server) -> Server:
    return shared_server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def cast(browser: Browser, server: Server) -> Iterator[Cast]:
    cast = Cast(browser, server)
    yield cast
    foreign = [url for person in cast.people for url in person.foreign]
    problems = [problem for person in cast.people for problem in person.problems]
    cast.close()
    assert server.calls_open() == 0, "this test left a call open, and the next ones would meet it"
    assert foreign == [], "not one request to anything but our own origin"
    assert problems == [], "no page reported an error of its own"
