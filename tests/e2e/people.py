"""The people of a journey, each with a browser profile of their own and devices that can be told apart."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page, StorageState, expect

from tests import fakecam
from tests.e2e.server import ROOT, Server
from tests.fakecam import Camera, Microphone

SHOTS = ROOT / "var" / "e2e"
LOOKS = 60  # at least 15 s, as long as a page may take to show what is expected


def face(ident: int) -> Camera:
    """Small: every picture of a journey is drawn, encoded and decoded by the same two processors."""
    return Camera(ident, "顔カメラ", 640, 360, 15)


def paper(ident: int) -> Camera:
    return Camera(ident, "書画カメラ", 1280, 720, 10)


AYAMA_FACE, AYAMA_PAPER, AYAMA_HZ = face(1), paper(2), 440
AOYAMA_FACE, AOYAMA_PAPER, AOYAMA_HZ = face(4), paper(5), 550
KODOMO_FACE, KODOMO_HZ = face(3), 660
HOKEN_FACE, HOKEN_HZ = face(6), 770

REMOTE, PAPER, LOCAL = "[data-testid=remote-camera]", "[data-testid=paper-live]", "[data-testid=local-camera]"

NOTHING_LEFT = """() => ({
    videos: [...document.querySelectorAll("video, audio")].filter((one) => one.srcObject).length,
    storage: Object.keys(localStorage),
    cookies: document.cookie,
    tracks: (window.fakecam?.openTracks?.() ?? 0),
})"""


CONTEXT: dict[str, Any] = {
    "permissions": ["camera", "microphone"],
    "viewport": {"width": 1920, "height": 1080},
    "ignore_https_errors": True,
    "has_touch": True,
}


@dataclass
class Person:
    """A page, and every address outside our own origin it ever asked for."""

    page: Page
    context: BrowserContext
    foreign: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def on(self, screen: str) -> None:
        """Wait until this screen is shown."""
        expect(self.page.locator(f"[data-screen='{screen}']")).to_be_visible(timeout=15_000)

    def on_one_of(self, *screens: str) -> str:
        """Wait until one of these screens is shown; which one."""
        shown = self.page.locator(", ".join(f"[data-screen='{screen}']" for screen in screens)).first
        expect(shown).to_be_visible(timeout=15_000)
        return shown.get_attribute("data-screen") or ""

    def press(self, name: str, *, exact: bool = True) -> None:
        self.page.get_by_role("button", name=name, exact=exact).click()

    def shot(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")

    def sees(self, selector: str, camera: Camera) -> None:
        """The picture there is this camera's, and it moves."""
        for _ in range(LOOKS):
            if self.page.locator(selector).count():
                seen = self.page.evaluate(fakecam.MOVES, selector)
                if seen and seen["id"] == camera.ident and seen["pictures"] >= 2:
                    return
            self.page.wait_for_timeout(250)
        raise AssertionError(f"{selector} does not show camera {camera.ident}")

    def sees_still(self, selector: str, camera: Camera) -> None:
        """The picture there is the last one of this camera, and it does not move."""
        seen = self.page.evaluate(fakecam.MOVES, selector)
        assert seen == {"id": camera.ident, "pictures": 1}

    def hears(self, hertz: float) -> None:
        """The loudest voice on this page is this tone."""
        heard = {}
        for _ in range(LOOKS):
            heard = self.page.evaluate(fakecam.HEAR, "audio")
            if heard and abs(heard["hertz"] - hertz) < 30 and heard["level"] > 0.01:
                return
            self.page.wait_for_timeout(250)
        raise AssertionError(f"heard {heard}, not {hertz} Hz")

    def nothing_left(self) -> None:
        left = self.page.evaluate(NOTHING_LEFT)
        # "theme" is Reflex's own note on light and dark, the same on every terminal.
        assert (left["videos"], left["storage"], left["tracks"]) == (0, ["theme"], 0), left
        assert "iga_" not in left["cookies"], "our cookies are out of reach of scripts"


class Cast:
    """Brings people in, each by the way they really come."""

    def __init__(self, browser: Browser | None, server: Server) -> None:
        self._browser = browser
        self._server = server
        self.people: list[Person] = []

    def branch(self, terminal: str, cameras: Sequence[Camera], hertz: float) -> Person:
        return self._sit_down(terminal, "kiosk.standby", cameras, hertz)

    def come_by(self, link: str, cameras: Sequence[Camera], hertz: float) -> Person:
        """A browser that opens an enrolment link."""
        person = self._person(cameras, hertz)
        person.page.goto(link)
        return person

    def ayama(self) -> Person:
        return self.branch("ayama", [AYAMA_FACE, AYAMA_PAPER], AYAMA_HZ)

    def aoyama(self) -> Person:
        return self.branch("aoyama", [AOYAMA_FACE, AOYAMA_PAPER], AOYAMA_HZ)

    def enrol_url(self, terminal: str) -> str:
        return self._server.enrol_url(terminal)

    @property
    def url(self) -> str:
        return self._server.url

    def branch_staff(self, branch: str) -> Person:
        return self._sit_down(f"{branch}-staff", "staff.board", [], 0)

    def desk(self, terminal: str, camera: Camera, hertz: float) -> Person:
        account = self._server.credentials["desks"][terminal]
        return self._sit_down(terminal, "desk.board", [camera], hertz, account)

    def kodomo(self) -> Person:
        return self.desk("kodomo", KODOMO_FACE, KODOMO_HZ)

    def hoken(self) -> Person:
        return self.desk("hoken", HOKEN_FACE, HOKEN_HZ)

    def admin(self, cameras: Sequence[Camera] = (), hertz: float = 0) -> Person:
        return self._sit_down("digital", "admin.overview", cameras, hertz, self._server.credentials["admin"])

    def log_in(self, person: Person, account: dict[str, str]) -> None:
        person.page.get_by_role("textbox", name="ユーザーID").fill(account["login"])
        person.page.get_by_label("パスワード").fill(account["password"])
        person.press("ログイン")

    def stranger(self) -> Person:
        return self._person([], 0)

    def close(self) -> None:
        """Everybody leaves; a call that a failed test left open is ended, so that the next test can begin."""
        for person in self.people:
            for name in ("通話を終わる", "やめる"):
                button = person.page.get_by_role("button", name=name, exact=True)
                # The other side may end it in the same moment.
                with contextlib.suppress(Error):
                    if button.count():
                        button.first.click(timeout=1000)
                        # A desk is asked once more when a paper is missing.
                        person.page.get_by_role("button", name="このまま終わる", exact=True).click(
                            timeout=300
                        )
        for person in self.people:
            person.context.close()
        self.people.clear()

    def _sit_down(
        self,
        terminal: str,
        screen: str,
        cameras: Sequence[Camera],
        hertz: float,
        account: dict[str, str] | None = None,
    ) -> Person:
        """At a terminal: enrolled and logged in as people do it the first time, and from then on with the
        cookies of that time, as long as they hold.
        """
        kept = self._server.sittings.get(terminal)
        if kept is not None:
            person = self._person(cameras, hertz, kept)
            person.page.goto(f"{self._server.url}/")
            if person.on_one_of(screen, "login", "enrol") == screen:
                return person
            self._leave(person)
        at_first = screen if account is None else "login"
        for link in (self._server.example_link, self._server.enrol_url):
            person = self._person(cameras, hertz)
            person.page.goto(link(terminal))
            if person.on_one_of(at_first, "enrol") == at_first:
                break
            self._leave(person)
        if account is not None:
            self.log_in(person, account)
        person.on(screen)
        self._server.sittings[terminal] = person.context.storage_state()
        return person

    def _leave(self, person: Person) -> None:
        self.people.remove(person)
        person.context.close()

    def _person(self, cameras: Sequence[Camera], hertz: float, kept: StorageState | None = None) -> Person:
        assert self._browser is not None
        return self.come_in(self._browser.new_context(**CONTEXT, storage_state=kept), cameras, hertz)

    def come_in(
        self, context: BrowserContext, cameras: Sequence[Camera], hertz: float, *, keep_real: bool = False
    ) -> Person:
        """Somebody with a profile of their own; with `keep_real` the browser's own devices are there too."""
        page = context.new_page()
        microphones = [Microphone(hertz)] if hertz else []
        page.add_init_script(fakecam.devices_script(list(cameras), microphones, keep_real=keep_real))
        person = Person(page, context)
        own = urlsplit(self._server.url).netloc

        def note(url: str) -> None:
            parts = urlsplit(url)
            if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own:
                person.foreign.append(url)

        page.on("request", lambda request: note(request.url))
        page.on("websocket", lambda opened: note(opened.url))
        page.on("pageerror", lambda error: person.problems.append(str(error)))
        self.people.append(person)
        return person
