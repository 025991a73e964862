"""A resident at a branch and a clerk at a desk, whose calls a benchmark can repeat and time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, StorageState

from tests.e2e.people import CONTEXT, Cast, Person
from tests.e2e.server import Server
from tests.fakecam import Camera

STOPWATCH, MOMENT = (Path(__file__).with_name(name) for name in ("stopwatch.js", "moment.js"))
BRANCH_CAMERAS = [
    Camera(1, "顔カメラ", 640, 360, driven=True),
    Camera(2, "書画カメラ", 960, 540, 10, driven=True),
]
"""Small pictures: here both sides and the server share one machine's processors. Driven ones: a real camera
gives its pictures also while its page draws the screen of the call."""
DESK_CAMERA = Camera(3, "顔カメラ", 640, 360, driven=True)
BRANCH_HZ, DESK_HZ = 440, 660
WAIT_MS = 20_000


KEEP_PEERS = """(() => {
    const Peer = RTCPeerConnection;
    window.peers = [];
    window.RTCPeerConnection = class extends Peer {
        constructor(...given) {
            super(...given);
            window.peers = [...window.peers.filter((peer) => peer.connectionState !== "closed"), this];
        }
    };
})()"""


class PeerKeepingCast(Cast):
    """People whose pages keep their peer connections in `window.peers`, for their statistics, and take a
    worklet that is not their own, which their policy would refuse."""

    def _person(self, cameras: Sequence[Camera], hertz: float, kept: StorageState | None = None) -> Person:
        assert self._browser is not None
        context = self._browser.new_context(**CONTEXT, bypass_csp=True, storage_state=kept)
        person = self.come_in(context, cameras, hertz)
        person.context.add_init_script(KEEP_PEERS)
        return person


class Pair:
    """Ayama and the desk of こども未来課, one browser profile each."""

    def __init__(self, browser: Browser, server: Server, desk_browser: Browser | None = None) -> None:
        self.casts = [PeerKeepingCast(browser, server), PeerKeepingCast(desk_browser or browser, server)]
        self.branch: Person = self.casts[0].branch("ayama", BRANCH_CAMERAS, BRANCH_HZ)
        self.desk: Person = self.casts[1].desk("kodomo", DESK_CAMERA, DESK_HZ)
        for person in (self.branch, self.desk):
            person.page.set_viewport_size({"width": 1280, "height": 720})
            person.page.set_default_timeout(WAIT_MS)
            person.page.evaluate(STOPWATCH.read_text(encoding="utf-8"))
            person.page.evaluate("(code) => stopwatch.listen(code)", MOMENT.read_text(encoding="utf-8"))

    def choose(self) -> Locator:
        """To the choice of departments; returns the button that places the call."""
        self.branch.press("相談をはじめる", exact=False)
        button = self.branch.page.get_by_role("button", name=re.compile("^こども未来課"))
        button.wait_for()
        for person in (self.branch, self.desk):
            person.page.evaluate("stopwatch.reset()")
        return button

    def ring(self) -> float:
        """Places the call; milliseconds from the touch to the painted ring."""
        self.choose().click()
        rang = wait_for(self.desk.page, "rang")
        return rang - wait_for(self.branch.page, "touched")

    def answer(self) -> dict[str, float]:
        """Answers; milliseconds from the clerk's touch to each side's first picture and first sound."""
        self.desk.page.get_by_role("button", name="応答する", exact=True).click()
        answered = wait_for(self.desk.page, "answered")
        return {
            f"{what} at the {where}": wait_for(person.page, what) - answered
            for where, person in (("desk", self.desk), ("branch", self.branch))
            for what in ("picture", "sound")
        }

    def answer_only(self) -> None:
        """Answers without waiting for pictures."""
        self.desk.page.get_by_role("button", name="応答する", exact=True).click()
        self.branch.on("kiosk.in_call")
        self.desk.on("desk.in_call")

    def hang_up(self, by: Person) -> None:
        """Ends the call from one side; both are back where they began."""
        by.press("通話を終わる")
        self.branch.on("kiosk.finished")
        self.desk.on("desk.board")
        self.branch.press("はじめにもどる")
        self.branch.on("kiosk.standby")

    def close(self) -> None:
        for cast in self.casts:
            cast.close()


def wait_for(page: Page, mark: str) -> float:
    """The moment when a page's stopwatch took `mark`, in ms since 1970. Raises TimeoutError."""
    page.wait_for_function("(name) => stopwatch.marks[name]", arg=mark, polling=20)
    return float(page.evaluate("(name) => stopwatch.marks[name]", mark))
