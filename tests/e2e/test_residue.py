"""After a call nothing of it is on the kiosk's disk; and the same search finds what a browser may keep."""

from __future__ import annotations

import base64
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, expect

from iga_madoguchi.kit.clock import TOKYO
from tests import fakecam, residue
from tests.e2e.people import AYAMA_FACE, AYAMA_HZ, CONTEXT, Cast, Person
from tests.e2e.server import Server
from tests.e2e.test_cover import lay
from tests.e2e.test_paper import MARK, SENSOR, STILL, TABLE, shoot
from tests.papers import pdf
from tests.scenes.mat import Scene, draw

pytestmark = pytest.mark.e2e

CHROMIUM = "/usr/bin/chromium"
NOTE = "むらさきの傘を忘れずに 7391"
CACHING = """
import sys
from iga_madoguchi.cli.main import main
from iga_madoguchi.http import headers
headers.LONG_LIVED += ("/papers/",)
sys.exit(main(["serve"]))
"""


POSTED = """
window.posted = [];
const fetched = window.fetch;
window.fetch = (address, how) => {
    if (how?.body instanceof FormData) {
        for (const file of how.body.getAll("file")) {
            posted.push(file.arrayBuffer().then((data) => {
                const bytes = new Uint8Array(data);
                let text = "";
                for (let at = 0; at < bytes.length; at += 8192) {
                    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
                }
                return btoa(text);
            }));
        }
    }
    return fetched(address, how);
};
"""


@dataclass
class Given:
    """What the kiosk's page sent and was shown."""

    posted: list[bytes] = field(default_factory=list)
    shown: list[bytes] = field(default_factory=list)

    @property
    def pictures(self) -> list[bytes]:
        return [*self.posted, *self.shown]

    def listen(self, person: Person) -> None:
        person.page.add_init_script(POSTED)
        person.page.on("response", self._shown)

    def read_posted(self, person: Person) -> None:
        self.posted += [base64.b64decode(one) for one in person.page.evaluate("() => Promise.all(posted)")]

    def _shown(self, response: Response) -> None:
        if "/papers/" in response.url and response.request.method == "GET":
            self.shown.append(response.body())


def a_call(cast: Cast, browser: Browser, folder: Path, *, keeps: bool) -> tuple[Given, list[Path]]:
    """Stills, a document and words; then the call ends and the kiosk's browser is closed. Where to look.

    `keeps`: a page that writes the words into its storage.
    """
    profile, temporary = folder / "profile", folder / "tmp"
    temporary.mkdir(parents=True)
    context = browser.browser_type.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=fakecam.chromium_args(),
        env={**os.environ, "TMPDIR": str(temporary)},
        **CONTEXT,
    )
    ayama = cast.come_in(context, [AYAMA_FACE, SENSOR], AYAMA_HZ)
    given = Given()
    given.listen(ayama)
    ayama.page.goto(cast.enrol_url("ayama"))
    ayama.on("kiosk.standby")
    kodomo = cast.kodomo()
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    kodomo.press("応答する")
    ayama.on("kiosk.in_call")
    kodomo.on("desk.in_call")
    ayama.page.wait_for_timeout(1000)
    lay(ayama, draw(Scene(width=3840, seed=7))[0])
    shoot(ayama, kodomo)
    given.read_posted(ayama)
    kodomo.press("印をつける")
    kodomo.press("ことば")
    kodomo.page.locator(TABLE).click(position={"x": 400, "y": 400})
    kodomo.page.get_by_role("textbox", name="用紙に書くことば").fill(NOTE)
    kodomo.press("置く")
    expect(ayama.page.locator(MARK)).to_contain_text(NOTE)
    kodomo.page.keyboard.press("Escape")
    kodomo.page.get_by_label("資料のファイル").set_input_files(
        {"name": "資料.pdf", "mimeType": "application/pdf", "buffer": pdf(2)}
    )
    expect(ayama.page.locator(f"{TABLE}:not([data-shown=live]) {STILL}")).to_be_visible(timeout=45_000)
    ayama.page.wait_for_timeout(1500)
    ayama.press("通話を終わる")
    ayama.on("kiosk.finished")
    if keeps:
        ayama.page.evaluate("(note) => localStorage.setItem('note', note)", NOTE)
        ayama.page.wait_for_timeout(6000)  # it writes its notes down every few seconds
    context.close()
    cast.people.remove(ayama)
    return given, [profile, temporary]


@pytest.fixture
def disk() -> Iterator[Path]:
    """The kiosk's; its path is short, since Chromium puts a socket there."""
    with tempfile.TemporaryDirectory(prefix="iga-kiosk-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def caching(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data")
    server.launcher = ["-c", CACHING]
    server.start()
    yield server
    server.stop()


OPENED = """(name) => new Promise((done) => {
    indexedDB.open(name).onsuccess = ({ target }) => { target.result.close(); done(); };
})"""


def test_nothing_of_a_call_is_left_on_the_kiosks_disk(cast: Cast, browser: Browser, disk: Path) -> None:
    given, places = a_call(cast, browser, disk, keeps=False)
    assert (len(given.posted), len(given.shown) >= 2) == (1, True)
    pieces = residue.slices(given.pictures)
    assert len(pieces) > 300
    assert residue.holding(places, pieces) == []
    assert residue.saying(places, NOTE) == []


def test_what_a_session_leaves_in_the_browser_is_cleared_and_told(
    cast: Cast, server: Server, tmp_path: Path
) -> None:
    cast.kodomo()
    ayama = cast.ayama()
    for note, verdict in (("", "partly"), (NOTE, "cleared")):
        ayama.press("相談をはじめる", exact=False)
        ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
        ayama.on("kiosk.waiting")
        if note:
            ayama.page.evaluate("(note) => localStorage.setItem('note', note)", note)
            ayama.page.evaluate("(note) => { sessionStorage.note = note; document.cookie = 'note=1'; }", note)
            ayama.page.evaluate(OPENED, "n")
        with ayama.page.expect_response("**/residue") as told:
            ayama.press("やめる")
        assert told.value.json() == {"verdict": verdict}, told.value.request.post_data
        ayama.on("kiosk.standby")
    report = told.value.request.post_data_json
    left = {kind for kind, count in report["before"].items() if count}
    assert left == {"storage", "session", "cookies", "databases"}
    assert not any(report["after"].values())
    ayama.nothing_left()
    today = f"{datetime.now(TOKYO):%Y-%m-%d}"
    out = tmp_path / "proof.pdf"
    assert server.command("report", "residue", "--date", today, "--out", str(out))["unproved"] == 0
    assert out.read_bytes()[:4] == b"%PDF"


@pytest.mark.long
def test_the_same_search_finds_what_a_browser_may_keep(browser: Browser, caching: Server, disk: Path) -> None:
    cast = Cast(browser, caching)
    given, places = a_call(cast, browser, disk, keeps=True)
    cast.close()
    assert given.shown
    for picture in given.shown:
        assert residue.holding(places, residue.slices([picture])), "a picture that was shown is cached"
    assert residue.saying(places, NOTE), "a note in the storage is found"
