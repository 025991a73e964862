"""The morning check with real browsers: one camera is covered, and that one is named and no other.

The covered one is Chromium's own capture from a file. Nobody is logged in at the desk.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests import fakecam
from tests.e2e.people import AOYAMA_HZ, AOYAMA_PAPER, CONTEXT, HOKEN_FACE, HOKEN_HZ, Cast, Person

NOTE = "[data-testid=self-test]"
WIDTH, HEIGHT, FRAMES = 320, 240, 30


def covered(path: Path) -> Path:
    """What a camera under its cap gives: nearly black, with the sensor's noise."""
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F15:1 Ip A1:1 C420mpeg2\n".encode())
        for frame in range(FRAMES):
            dark = bytes(16 + (at * 7 + frame * 5) % 3 for at in range(251)) * (WIDTH * HEIGHT // 251 + 1)
            file.write(b"FRAME\n" + dark[: WIDTH * HEIGHT] + grey)
    return path


def sit_covered(cast: Cast, blind: Browser) -> Person:
    """A kiosk of which the face camera is Chromium's own."""
    person = cast.come_in(blind.new_context(**CONTEXT), [AOYAMA_PAPER], AOYAMA_HZ, keep_real=True)
    person.page.goto(cast.enrol_url("aoyama"))
    person.on("kiosk.standby")
    return person


def open_devices(person: Person) -> int:
    return int(person.page.evaluate("fakecam.live.size"))


def test_the_check_names_the_covered_camera_and_no_other(
    browser: Browser, cast: Cast, tmp_path: Path
) -> None:
    args = fakecam.chromium_args(video=covered(tmp_path / "cap.y4m"))
    blind = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=args)
    try:
        ayama, bureau = cast.ayama(), cast.admin()
        desk = cast.come_by(cast.enrol_url("hoken"), [HOKEN_FACE], HOKEN_HZ)
        desk.on("login")
        sit_covered(cast, blind)
        bureau.page.goto(f"{cast.url}/admin/selftests")
        bureau.on("admin.selftests")
        bureau.press("すべての端末を点検する")

        # A resident comes first: one touch, and the cameras are free.
        expect(ayama.page.locator(NOTE)).to_be_visible(timeout=20_000)
        ayama.shot("check-kiosk")
        ayama.press("相談をはじめる")
        ayama.on("kiosk.choose")
        expect(ayama.page.locator(NOTE)).to_have_count(0)
        assert open_devices(ayama) == 0
        ayama.press("はじめにもどる")

        row = bureau.page.locator("[data-terminal=aoyama]")
        expect(row).to_have_attribute("data-state", "offline", timeout=30_000)
        for good in ("ayama", "hoken"):
            one = bureau.page.locator(f"[data-terminal={good}]")
            expect(one).to_have_attribute("data-state", "ready", timeout=30_000)
        expect(bureau.page.get_by_role("heading", level=1)).to_have_text("直すところがあります：1台")
        named = bureau.page.locator(".check-offline strong")
        expect(named).to_have_text(["青山支所の顔のカメラがふさがれています。"])
        bureau.shot("check-board-1920")
        assert open_devices(ayama) == open_devices(desk) == 0
    finally:
        for person in cast.people:
            if person.context.browser is blind:
                person.context.close()
        cast.people[:] = [one for one in cast.people if one.context.browser is not blind]
        blind.close()
