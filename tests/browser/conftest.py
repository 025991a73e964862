"""The browser's half of a call, in real Chromium on pages of the real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import fakecam
from tests.e2e.server import Server
from tests.fakecam import Camera, Microphone

FACE, PAPER, MIC = Camera(1, "顔カメラ", 640, 360), Camera(2, "書画カメラ", 960, 540, 10), Microphone(440)
VIOLATIONS = """window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of ours with a face camera, a document camera and a microphone, under our own content policy."""
    context = browser.new_context(permissions=["camera", "microphone"])
    page = context.new_page()
    page.add_init_script(VIOLATIONS)
    page.add_init_script(fakecam.devices_script([FACE, PAPER], [MIC]))
    page.goto(server.url)
    yield page
    assert page.evaluate("violations") == [], "nothing that the content policy forbids"
    context.close()
