"""The office behind the clerk arrives blurred, under our own content policy and without another host."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

# The test camera shows squares and nobody: everything is background, so every hard edge must have gone.
SHARPNESS = """async () => {
    const blur = await import("/js/blur.js");
    const stream = await navigator.mediaDevices.getUserMedia({ video: { deviceId: "fakecam-1" } });
    const begun = performance.now();
    const track = await blur.start(stream.getVideoTracks()[0], () => violations.push("broken"));
    const startMs = performance.now() - begun;
    const steepest = async (shown) => {
        const srcObject = new MediaStream([shown]);
        const video = Object.assign(document.createElement("video"), { muted: true, srcObject });
        await video.play();
        let pictures = 0;
        const end = performance.now() + 2000;
        while (performance.now() < end) {
            await new Promise((next) => video.requestVideoFrameCallback(next));
            pictures++;
        }
        const pen = new OffscreenCanvas(video.videoWidth, video.videoHeight).getContext("2d");
        pen.drawImage(video, 0, 0);
        const row = pen.getImageData(0, Math.floor(video.videoHeight / 8), video.videoWidth, 1).data;
        let most = 0;
        for (let x = 4; x < row.length; x += 4) most = Math.max(most, Math.abs(row[x] - row[x - 4]));
        return { most, pictures, width: video.videoWidth };
    };
    const [plain, blurred] = [await steepest(stream.getVideoTracks()[0]), await steepest(track)];
    blur.stop();
    stream.getTracks().forEach((one) => one.stop());
    return { plain, blurred, startMs, ended: track.readyState };
}"""


def test_the_blurred_track_arrives_and_no_edge_is_left(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = page.evaluate(SHARPNESS)
    assert found["plain"]["most"] > 150, "the camera's squares have hard edges"
    assert found["blurred"]["most"] < 30, "blurred, they have none"
    assert found["blurred"]["width"] == found["plain"]["width"]
    assert found["blurred"]["pictures"] >= 3, "it moves"
    assert found["ended"] == "ended"
    assert all(url.startswith(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2]) for url in asked)
