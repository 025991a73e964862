"""A microphone's track as the server gets it, in real Chromium under our own content policy."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import MIC
from tests.speech import tone

pytestmark = pytest.mark.e2e

BEGIN = """async () => {
    const { listen } = await import("/js/speech/microphone.js");
    window.track = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks()[0];
    window.pieces = [];
    window.mine = listen(track, (piece) => pieces.push(piece));
    await mine.ready;
}"""
TAKEN = """() => {
    const bytes = new Uint8Array(pieces.flatMap((piece) => [...new Uint8Array(piece.buffer)]));
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    return { sizes: pieces.map((piece) => piece.length), data: btoa(text) };
}"""


def taken(page: Page, for_ms: int) -> dict[str, Any]:
    page.evaluate("pieces.length = 0")
    page.wait_for_timeout(for_ms)
    found: dict[str, Any] = page.evaluate(TAKEN)
    return found


def test_the_track_is_heard_and_the_call_keeps_its_own(page: Page) -> None:
    page.evaluate(BEGIN)
    page.wait_for_timeout(300)
    heard = taken(page, 1500)
    assert set(heard["sizes"]) == {1600}
    assert 12 <= len(heard["sizes"]) <= 18, "ten a second"
    samples = np.frombuffer(base64.b64decode(heard["data"]), dtype="<i2") / 32768
    assert abs(tone(samples) - MIC.hertz) < 5

    page.evaluate("track.enabled = false")
    page.wait_for_timeout(200)
    assert taken(page, 500)["sizes"] == [], "muted means that nothing leaves this page"
    page.evaluate("track.enabled = true")
    assert taken(page, 500)["sizes"] != []

    page.evaluate("mine.stop()")
    page.wait_for_timeout(200)
    assert taken(page, 500)["sizes"] == []
    assert page.evaluate("track.readyState") == "live", "the call goes on"
    page.evaluate("track.stop()")
    page.wait_for_timeout(200)
    assert page.evaluate("fakecam.live.size") == 0, "no clone is left"
