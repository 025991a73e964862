"""A stack that is no browser publishes by WHIP, Chromium watches; https under any name and port."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from playwright.sync_api import Browser, expect

from tests.e2e.headless import HeadlessBranch
from tests.e2e.people import AYAMA_FACE, HOKEN_FACE, PAPER, REMOTE, Cast
from tests.e2e.server import ROOT, Server, free_port

pytestmark = pytest.mark.e2e

PLAYS = """(selector) => new Promise((done) => {
    const video = document.querySelector(selector);
    let pictures = 0;
    const count = () => (++pictures >= 5 ? done([video.videoWidth, video.videoHeight]) : next());
    const next = () => video.requestVideoFrameCallback(count);
    next();
    setTimeout(() => done(null), 15000);
})"""


def test_gstreamer_publishes_and_chromium_watches(cast: Cast, server: Server) -> None:
    kaigo = cast.desk("kaigo", HOKEN_FACE, 770)
    with HeadlessBranch(server, "oyamada") as branch:
        branch.fire("place", department="kaigo")
        kaigo.press("応答する")
        branch.wait("phase", "in_call")
        whip = f"{server.url}/media/whip/{branch.state['media_call']}"
        command = ["/usr/bin/python3", str(ROOT / "tests/media/gst_publisher.py"), "--whip", whip]
        publisher = subprocess.Popen([*command, "--token", branch.token()], stdin=subprocess.PIPE)
        try:
            kaigo.page.wait_for_selector(REMOTE)
            assert kaigo.page.evaluate(PLAYS, REMOTE) is not None, "the face plays"
            assert kaigo.page.evaluate(PLAYS, PAPER) is not None, "the paper plays"
            kaigo.shot("desk-in-call-gstreamer")
        finally:
            publisher.terminate()
            publisher.wait(10)
        branch.fire("hang_up")
        kaigo.on("desk.board")


@pytest.fixture
def https_server(tmp_path: Path) -> Iterator[Server]:
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    chain, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    chain.write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    certificate.private_key_pem.write_to_path(str(key))
    port = free_port()
    server = Server(
        tmp_path / "data",
        IGA_PORT=str(port),
        IGA_PUBLIC_URL=f"https://localhost:{port}",
        IGA_TLS_CERT=str(chain),
        IGA_TLS_KEY=str(key),
    )
    server.start()
    yield server
    server.stop()


def test_https_on_localhost_and_another_port(browser: Browser, https_server: Server) -> None:
    cast = Cast(browser, https_server)
    try:
        ayama, hoken = cast.ayama(), cast.hoken()
        ayama.press("相談をはじめる", exact=False)
        ayama.page.get_by_role("button", name=re.compile("^保険年金課")).click()
        hoken.press("応答する")
        ayama.on("kiosk.in_call")
        hoken.sees(REMOTE, AYAMA_FACE)
        expect(ayama.page.locator(REMOTE)).to_be_visible()
        cookies = ayama.context.cookies()
        assert all(cookie["secure"] and cookie["httpOnly"] for cookie in cookies), cookies
        # The same server under its other name: the page's socket follows the address in the bar.
        other = cast.stranger()
        other.page.goto(https_server.enrol_url("iga").replace("localhost", "127.0.0.1"))
        other.on("kiosk.standby")
        expect(other.page.get_by_text("伊賀支所")).to_be_visible()
        assert all("127.0.0.1" in url for url in other.foreign), "only its own name for the same server"
    finally:
        cast.close()
