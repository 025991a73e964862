"""Touch to still at the desk, a long document, a mark to the resident, and whether faces and another call's
packets stall meanwhile.

Both browsers share the server's processors here, as they never do in a city. So there is a third kind of time
beside those of rest and of stills: the branch takes and encodes a still and throws it away, the desk decodes
and paints a page that it has. What is longer with the server's part in it is the server's.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench.browsing import lacking, visited
from tests.bench.journey.pair import PeerKeepingCast
from tests.bench.paper_speed import second_call
from tests.bench.report import Measure, Outcome, median, percentile
from tests.e2e.people import Person
from tests.e2e.server import ROOT, Server
from tests.fakecam import Camera
from tests.papers import pdf
from tests.scenes import scenes

STOPWATCH = Path(__file__).with_name("stopwatch.js")
ALONE = Path(__file__).with_name("alone.js")
FACE, SENSOR = (
    Camera(1, "顔カメラ", 640, 360, 15, driven=True),
    Camera(2, "書画カメラ", 3840, 2160, 15, still=True),
)
DESK_FACE = Camera(3, "顔カメラ", 640, 360, 15, driven=True)
"""Few and small pictures of faces: here both sides and the server share one machine's processors. A page that
decodes a still keeps no picture of its camera back."""
STILLS, MARKS, DOCUMENTS = 20, 50, 20  # a call takes 40 papers and 300 marks
STILL_MS, MARK_MS, DOCUMENT_MS = 1500.0, 100.0, 1000.0
STALL_MS = 50.0
STALL = f"grows by <= {STALL_MS:.0f} ms"
SHARE = f"the server's part <= {STALL_MS:.0f} ms"
PAGES = 50
REST_MS = 700
"""After a still that was thrown away, until the branch sends the live paper as before."""
PAUSE_MS = 150
"""Between two marks: a hand is not faster."""

LAY = "([device, address]) => fakecam.lay(device, address)"
"""A printed A4 sheet on a desk: what is found and straightened in daily work."""
WATCH = "() => { window.faces = fakecam.watch(document.querySelector('[data-testid=remote-camera]')); }"
GAPS = """() => {
    const times = faces.splice(0).map(({ at }) => at);
    return times.length > 1 ? Math.max(...times.slice(1).map((at, n) => at - times[n])) : -1;
}"""


@dataclass
class Phase:
    """Times of one kind: when they were (s since 1970), the longest gap of faces in each at both ends."""

    spans: list[tuple[float, float]] = field(default_factory=list)
    gaps: list[dict[str, float]] = field(default_factory=list)

    @contextmanager
    def time(self, branch: Person, desk: Person) -> Iterator[None]:
        _gaps(branch, desk)
        began = time.time()
        yield
        self.spans.append((began, time.time()))
        self.gaps.append(_gaps(branch, desk))

    def longest(self, where: str) -> float:
        return max(one[where] for one in self.gaps)


@dataclass
class Phases:
    """At rest; a still without the server's part; a whole still."""

    rest: Phase = field(default_factory=Phase)
    alone: Phase = field(default_factory=Phase)
    whole: Phase = field(default_factory=Phase)


def run(scale: float) -> Outcome:
    """About three minutes at scale 1."""
    missing = lacking("paper-speed")
    if missing is not None:
        return missing
    outcome = Outcome()
    with visited() as (browser, server):
        with _second_call(server) as second:
            stills, marks = max(2, round(STILLS * scale)), max(2, round(MARKS * scale))
            _call(outcome, browser, server, second, stills, marks)
    return outcome


@contextmanager
def _second_call(server: Server) -> Iterator[subprocess.Popen[str]]:
    """Another call is on at the same server."""
    account = server.credentials["desks"][second_call.DESK]
    links = [server.enrol_url(terminal) for terminal in (second_call.BRANCH, second_call.DESK)]
    command = [sys.executable, "-m", "tests.bench.paper_speed.second_call", server.url, *links]
    with subprocess.Popen(
        [*command, account["login"], account["password"]],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a machine of its own would not wait for the server's processors either
    ) as running:
        assert running.stdout is not None
        if running.stdout.readline() != "ready\n":
            raise RuntimeError("the second call did not come about")
        yield running
        running.kill()


def _call(
    outcome: Outcome,
    browser: Browser,
    server: Server,
    second: subprocess.Popen[str],
    stills: int,
    marks: int,
) -> None:
    cast = PeerKeepingCast(browser, server)
    branch, desk = cast.branch("ayama", [FACE, SENSOR], 440), cast.desk("kodomo", DESK_FACE, 660)
    branch.press("相談をはじめる", exact=False)
    branch.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    desk.press("応答する")
    for person, screen in ((branch, "kiosk.in_call"), (desk, "desk.in_call")):
        person.on(screen)
        person.page.set_viewport_size({"width": 1280, "height": 720})
        person.page.locator("[data-testid=remote-camera]").wait_for()
        person.page.evaluate(STOPWATCH.read_text(encoding="utf-8"))
        person.page.evaluate(ALONE.read_text(encoding="utf-8"))
        person.page.evaluate(WATCH)
    sheet = base64.b64encode(scenes.jpeg(scenes.standard(1).frames[0])).decode()
    branch.page.evaluate(LAY, [SENSOR.device_id, f"data:image/jpeg;base64,{sheet}"])
    desk.page.wait_for_timeout(3000)  # the first seconds of a connection are its own
    times = [_still(desk.page)]  # the first one is made ready for; it counts as a time, not for the gaps
    branch.page.wait_for_function("() => papers.stills.length > 0", polling=20)
    for person in (branch, desk):
        person.page.evaluate("papers.remember()")
    phases = Phases()
    for _ in range(stills - 1):
        with phases.rest.time(branch, desk):
            desk.page.wait_for_timeout(times[-1])
        with phases.alone.time(branch, desk):
            _alone(branch, desk)
        desk.page.wait_for_timeout(REST_MS)
        with phases.whole.time(branch, desk):
            times.append(_still(desk.page))
    _timing(outcome, "touch to still at the desk", times, STILL_MS, stills)
    for where in ("desk", "branch"):
        _faces(outcome, where, phases)
    documents = max(2, round(stills * DOCUMENTS / STILLS))
    began = time.time()
    first_pages = _documents(desk.page, documents)
    rendering = (began, time.time())
    _timing(outcome, f"{PAGES} pages: the first one at the desk", first_pages, DOCUMENT_MS, documents)
    _timing(outcome, "desk's mark to the resident", _marks(branch, desk, marks), MARK_MS, marks)
    _packets(outcome, second, phases, rendering)
    cast.close()


def _alone(branch: Person, desk: Person) -> None:
    """A still, as far as it is the browsers' work."""
    before = branch.page.evaluate("() => { papers.alone = true; return papers.kept ?? 0; }")
    desk.page.get_by_role("button", name="書類を撮影", exact=True).click()
    branch.page.wait_for_function("(before) => papers.kept > before", arg=before, polling=20)
    for person in (desk, branch):
        person.page.evaluate("papers.paint()")
    branch.page.evaluate("() => { papers.alone = false; }")


def _still(page: Page) -> float:
    """Milliseconds from the touch to a still that is decoded and painted."""
    before = page.evaluate("papers.stills.length")
    page.get_by_role("button", name="書類を撮影", exact=True).click()
    page.wait_for_function("(before) => papers.stills.length > before", arg=before, polling=20)
    return float(page.evaluate("papers.stills.at(-1) - papers.pressed"))


def _documents(page: Page, count: int) -> list[float]:
    """Milliseconds from the choice of a file of 50 pages to its first page, painted."""
    data, times = pdf(PAGES), []
    for number in range(count):
        before = page.evaluate("papers.stills.length")
        chosen = float(page.evaluate("performance.timeOrigin + performance.now()"))
        file = {"name": f"{number}.pdf", "mimeType": "application/pdf", "buffer": data}
        page.get_by_label("資料のファイル").set_input_files([file])  # type: ignore[list-item]
        page.wait_for_function("(before) => papers.stills.length > before", arg=before, polling=20)
        times.append(float(page.evaluate("papers.stills.at(-1)")) - chosen)
        page.wait_for_timeout(PAUSE_MS)
    return times


def _marks(branch: Person, desk: Person, count: int) -> list[float]:
    """Milliseconds from the end of each drag at the desk to the mark on the resident's screen."""
    desk.press("印をつける")
    box = desk.page.locator(".paper-table").bounding_box()
    assert box is not None
    times = []
    for number in range(count):
        x, y = box["x"] + box["width"] * (0.25 + number * 0.004), box["y"] + box["height"] * 0.45
        desk.page.mouse.move(x, y)
        desk.page.mouse.down()
        desk.page.mouse.move(x + 60, y + 30, steps=4)
        desk.page.mouse.up()
        branch.page.wait_for_function("(number) => papers.marks.length > number", arg=number, polling=20)
        lifted = float(desk.page.evaluate("papers.lifted"))
        times.append(float(branch.page.evaluate("(number) => papers.marks[number]", number)) - lifted)
        desk.page.wait_for_timeout(PAUSE_MS)
    return times


def _gaps(branch: Person, desk: Person) -> dict[str, float]:
    """The longest time without a new picture of the other's face since the last look."""
    return {"branch": float(branch.page.evaluate(GAPS)), "desk": float(desk.page.evaluate(GAPS))}


def _packets(
    outcome: Outcome, second: subprocess.Popen[str], phases: Phases, rendering: tuple[float, float]
) -> None:
    """The slowest packet of the other call in each kind of time, and while a document was drawn."""
    late: list[tuple[float, float]] = json.loads(second.communicate()[0])

    def slowest(spans: Sequence[tuple[float, float]]) -> float:
        return max((took for at, took in late if any(a <= at <= b for a, b in spans)), default=0.0)

    rest, alone, whole = (slowest(one.spans) for one in (phases.rest, phases.alone, phases.whole))
    name = "slowest packet of another call"
    _growth(outcome, f"{name}, stills", whole, rest, alone)
    _growth(outcome, f"{name}, {PAGES} pages", slowest([rendering]), rest, None)


def _growth(outcome: Outcome, name: str, whole: float, rest: float, alone: float | None) -> None:
    """What it grew by over the same run without; and beside it, what of that is the server's."""
    text = f"{whole:.0f} ms while pages are made, {rest:.0f} ms else"
    outcome.measures.append(Measure(name, text, STALL, whole - rest <= STALL_MS))
    if alone is not None:
        text = f"{alone:.0f} ms by the browsers alone, so {max(0.0, whole - alone):.0f} ms"
        outcome.measures.append(Measure(f"… {name}", text, SHARE, whole - alone <= STALL_MS))


def _timing(outcome: Outcome, name: str, values: list[float], limit: float, count: int) -> None:
    outcome.details[name] = values
    worst = percentile(values, 95)
    text = f"p95 {worst:.0f} ms, median {median(values):.0f} (n={len(values)})"
    must = f"p95 <= {limit:.0f} ms, n >= 20"
    outcome.measures.append(Measure(name, text, must, worst <= limit and count >= 20))


def _faces(outcome: Outcome, where: str, phases: Phases) -> None:
    kinds = {"at rest": phases.rest, "alone": phases.alone, "whole": phases.whole}
    outcome.details[f"face gaps at the {where}"] = {
        name: [one[where] for one in phase.gaps] for name, phase in kinds.items()
    }
    longest = [phase.longest(where) for phase in (phases.whole, phases.rest, phases.alone)]
    _growth(outcome, f"longest gap of faces at the {where}", *longest)
