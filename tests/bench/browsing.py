"""A server of its own and a real browser in front of it, for benchmarks of what people see."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import fakecam
from tests.bench.report import Outcome
from tests.e2e.server import Server

CHROMIUM = "/usr/bin/chromium"


def lacking(name: str) -> Outcome | None:
    """What is said where there is no browser."""
    return None if Path(CHROMIUM).exists() else Outcome(missing=[f"{name}: needs chromium"])


@contextmanager
def visited() -> Iterator[tuple[Browser, Server]]:
    """The server is started on an empty folder and stopped in the end."""
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = ""  # Chromium aborts when it meets a half-configured D-Bus.
    with tempfile.TemporaryDirectory(prefix="iga-bench-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "data")
        server.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=fakecam.chromium_args())
        try:
            yield browser, server
            browser.close()
        finally:
            server.stop()
