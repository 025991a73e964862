"""Cameras and microphone of one call: each only for its own role, back by itself, nothing left afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

OPEN = """async ({ kind, choice, blur }) => {
    const { Capture } = await import("/js/capture.js");
    window.asked = [];
    const media = navigator.mediaDevices, open = media.getUserMedia;
    media.getUserMedia = (ask) => (asked.push(ask), open.call(media, ask));
    window.said = [];
    window.capture = new Capture(kind, choice ?? {}, Boolean(blur), () => said.push({
        faults: Object.values(capture.faults),
        face: capture.sent.face?.label ?? null,
    }));
    await capture.open();
}"""
NOW = """() => ({
    faults: Object.values(capture.faults).sort(),
    face: capture.sent.face?.getSettings().deviceId ?? null,
    audio: capture.sent.audio?.getSettings().deviceId ?? null,
    paper: capture.sent.paper?.getSettings().deviceId ?? null,
    asked: asked.length,
    live: fakecam.live.size,
})"""
PLUG = "(camera) => { fakecam.cameras = [...fakecam.cameras, camera]; }"


def begin(page: Page, kind: str = "branch", **given: Any) -> dict[str, Any]:
    page.evaluate(OPEN, {"kind": kind, **given})
    return now(page)


def now(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(NOW)
    return found


def retry(page: Page) -> dict[str, Any]:
    page.evaluate("capture.retry()")
    return now(page)


def test_each_role_has_its_own_device_and_nothing_is_left(page: Page) -> None:
    found = begin(page)
    assert (found["face"], found["audio"], found["paper"]) == ("fakecam-1", "fakecam-440hz", "fakecam-2")
    assert found["faults"] == []
    page.evaluate("capture.close()")
    assert now(page)["live"] == 0


def test_without_a_device_nothing_is_opened_and_it_says_so(page: Page) -> None:
    page.evaluate("fakecam.cameras = []; fakecam.microphones = []")
    found = begin(page)
    assert found["faults"] == ["camera.absent", "mic.absent", "paper.absent"]
    assert found["asked"] == 0, "no camera is opened because another is missing"


def test_the_camera_over_the_paper_does_not_become_the_face(page: Page) -> None:
    page.evaluate("fakecam.cameras = fakecam.cameras.map((one) => ({ ...one, label: 'USB Camera' }))")
    begin(page)
    page.evaluate("fakecam.unplug('fakecam-1')")
    found = retry(page)
    assert (found["face"], found["paper"], found["faults"]) == (None, "fakecam-2", ["camera.gone"])


def test_a_camera_plugged_in_again_disturbs_nothing_else(page: Page) -> None:
    begin(page)
    page.evaluate("window.before = [capture.sent.audio, capture.sent.paper]")
    camera = page.evaluate("fakecam.cameras[0]")
    page.evaluate("fakecam.unplug('fakecam-1')")
    assert now(page)["faults"] == ["camera.gone"]
    asked = now(page)["asked"]
    assert retry(page)["asked"] == asked, "what is not there is not asked for"
    page.evaluate(PLUG, camera)
    found = retry(page)
    assert (found["face"], found["faults"], found["asked"]) == ("fakecam-1", [], asked + 1)
    assert page.evaluate("before[0] === capture.sent.audio && before[1] === capture.sent.paper")
    assert page.evaluate("before.every((track) => track.readyState === 'live')")


def test_a_busy_camera_is_tried_again_by_time(page: Page) -> None:
    page.evaluate("fakecam.refuse = 'NotReadableError'")
    assert begin(page)["faults"] == ["camera.busy", "mic.busy", "paper.busy"]
    page.evaluate("fakecam.refuse = ''")
    assert retry(page)["faults"] == ["camera.busy", "mic.busy", "paper.busy"], "not at every look"
    page.wait_for_timeout(4200)
    found = retry(page)
    assert (found["faults"], found["face"]) == ([], "fakecam-1")


def test_a_refused_camera_is_said_and_opened_once_it_is_allowed(page: Page) -> None:
    page.evaluate("fakecam.refuse = 'NotAllowedError'")
    assert begin(page)["faults"] == ["camera.refused", "mic.refused", "paper.refused"]
    page.evaluate("fakecam.refuse = ''")  # this context's permission says "granted"
    assert retry(page)["faults"] == []


def test_another_choice_changes_only_that_device(page: Page) -> None:
    begin(page)
    page.evaluate("window.before = capture.sent.audio")
    page.evaluate("capture.choose({ face: '書画カメラ', paper: '顔カメラ' })")
    found = now(page)
    assert (found["face"], found["paper"]) == ("fakecam-2", "fakecam-1")
    assert page.evaluate("before === capture.sent.audio")


BLURRED = "() => capture.sent.face !== null && !('blur' in capture.faults)"


def test_turning_blur_on_sends_nothing_until_it_runs(page: Page) -> None:
    begin(page, "desk")
    just_then = "said.length = 0; capture.setBlur(true); [capture.sent.face, capture.faults.blur]"
    assert page.evaluate(just_then) == [None, "blur.starting"]
    page.wait_for_function(BLURRED, timeout=60_000)
    said = page.evaluate("said")
    assert all(one["face"] != "顔カメラ" for one in said), "the office is never sent"
    page.evaluate("capture.setBlur(false)")
    assert now(page)["face"] == "fakecam-1"


def test_a_blurred_camera_that_is_unplugged_sends_nothing_and_says_so(page: Page) -> None:
    begin(page, "desk", blur=True)
    page.wait_for_function(BLURRED, timeout=60_000)
    page.evaluate("window.blurred = capture.sent.face; fakecam.unplug('fakecam-1')")
    assert page.evaluate("[capture.sent.face, blurred.readyState]") == [None, "ended"]
    assert now(page)["faults"] == ["camera.gone"]


def test_a_blur_that_breaks_stays_said_when_devices_change(page: Page) -> None:
    page.route("**/vendor/selfie_segmentation/*.js", lambda route: route.abort())
    begin(page, "desk", blur=True)
    page.wait_for_function("() => capture.faults.blur === 'blur.broken'")
    assert now(page)["face"] is None
    another = {"ident": 9, "label": "another", "width": 64, "height": 48, "fps": 5, "device_id": "x"}
    page.evaluate(PLUG, another)
    found = retry(page)
    assert (found["face"], found["faults"]) == (None, ["blur.broken"])


def test_a_blur_does_not_outlive_the_call(page: Page) -> None:
    begin(page, "desk", blur=True)
    page.evaluate("capture.close()")
    page.wait_for_timeout(6000)
    assert page.evaluate("[capture.sent.face, fakecam.live.size]") == [None, 0]
    page.evaluate("""async () => {
        const blur = await import("/js/blur.js");
        const stream = await navigator.mediaDevices.getUserMedia({ video: { deviceId: "fakecam-1" } });
        const [face] = stream.getVideoTracks();
        window.outcome = blur.start(face, () => {}).then(() => "runs", (error) => error.name);
        blur.stop();
    }""")
    assert page.evaluate("outcome") == "Error"
