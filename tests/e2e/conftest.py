"""One browser and one server for the journeys; tests that kill or misconfigure a server have their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import fakecam
from tests.e2e.people import Cast
from tests.e2e.server import Server

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Chromium aborts when it meets a half-configured D-Bus.
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=fakecam.chromium_args())
        yield browser
        browser.close()


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
    assert foreign == [], "not one request to anything but our own origin"
    assert problems == [], "no page reported an error of its own"
