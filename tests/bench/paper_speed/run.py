"""Touch to still at the desk, a long document, a mark to the resident, and whether faces and another call's
packets stall meanwhile.
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
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench.browsing import lacking, visited
from tests.bench.paper_speed import second_call
from tests.bench.report import Measure, Outcome, median, percentile
from tests.e2e.people import Cast, Person
from tests.e2e.server import ROOT, Server
from tests.fakecam import Camera
from tests.papers import pdf
from tests.scenes import scenes

STOPWATCH = Path(__file__).with_name("stopwatch.js")
FACE, SENSOR = Camera(1, "顔カメラ", 640, 360, 15), Camera(2, "書画カメラ", 3840, 2160, 15, still=True)
DESK_FACE = Camera(3, "顔カメラ", 640, 360, 15)
"""Few and small pictures of faces: here both sides and the server share one machine's processors."""
STILLS, MARKS, DOCUMENTS = 20, 50, 20  # a call takes 40 papers and 300 marks
STILL_MS, MARK_MS, DOCUMENT_MS = 1500.0, 100.0, 1000.0
STALL_MS = 50.0
STALL = f"grows by <= {STALL_MS:.0f} ms"
PAGES = 50
PAUSE_MS = 150
"""Between two marks: a hand is not faster."""

LAY = "([device, address]) => fakecam.lay(device, address)"
"""A printed A4 sheet on a desk: what is found and straightened in daily work."""
WATCH = "() => { window.faces = fakecam.watch(document.querySelector('[data-testid=remote-camera]')); }"
GAPS = """() => {
    const times = faces.splice(0).map(({ at }) => at);
    return times.length > 1 ? Math.max(...times.slice(1).map((at, n) => at - times[n])) : -1;
}"""


def run(scale: float) -> Outcome:
    """About two minutes at scale 1."""
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
    cast = Cast(browser, server)
    branch, desk = cast.branch("ayama", [FACE, SENSOR], 440), cast.desk("kodomo", DESK_FACE, 660)
    branch.press("相談をはじめる", exact=False)
    branch.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    desk.press("応答する")
    for person, screen in ((branch, "kiosk.in_call"), (desk, "desk.in_call")):
        person.on(screen)
        person.page.set_viewport_size({"width": 1280, "height": 720})
        person.page.locator("[data-testid=remote-camera]").wait_for()
        person.page.evaluate(STOPWATCH.read_text(encoding="utf-8"))
        person.page.evaluate(WATCH)
    sheet = base64.b64encode(scenes.jpeg(scenes.standard(1).frames[0])).decode()
    branch.page.evaluate(LAY, [SENSOR.device_id, f"data:image/jpeg;base64,{sheet}"])
    desk.page.wait_for_timeout(3000)  # the first seconds of a connection are its own
    _gaps(branch, desk)
    times: list[float] = []
    quiet: list[dict[str, float]] = []
    shooting: list[dict[str, float]] = []
    spans: list[tuple[float, float]] = []
    for _ in range(stills):
        desk.page.wait_for_timeout(times[-1] if times else STILL_MS)
        quiet.append(_gaps(branch, desk))
        began = time.time()
        times.append(_still(desk.page))
        spans.append((began, time.time()))
        shooting.append(_gaps(branch, desk))
    ended = began = time.time()
    _timing(outcome, "touch to still at the desk", times, STILL_MS, stills)
    for where in ("desk", "branch"):
        _stall(outcome, where, [one[where] for one in quiet], [one[where] for one in shooting])
    documents = max(2, round(stills * DOCUMENTS / STILLS))
    first_pages = _documents(desk.page, documents)
    _timing(outcome, f"{PAGES} pages: the first one at the desk", first_pages, DOCUMENT_MS, documents)
    spans.append((began, time.time()))
    _timing(outcome, "desk's mark to the resident", _marks(branch, desk, marks), MARK_MS, marks)
    _packets(outcome, second, spans, ended)
    cast.close()


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
    outcome: Outcome, second: subprocess.Popen[str], spans: Sequence[tuple[float, float]], ended: float
) -> None:
    """The slowest packet of the other call while pages were made, and in the pauses between the stills."""
    working, resting = 0.0, 0.0
    for at, took in json.loads(second.communicate()[0]):
        if any(begin <= at <= end for begin, end in spans):
            working = max(working, took)
        elif spans[0][0] <= at <= ended:
            resting = max(resting, took)
    text = f"{working:.0f} ms while pages are made, {resting:.0f} ms else"
    grown = working - resting
    outcome.measures.append(Measure("slowest packet of another call", text, STALL, grown <= STALL_MS))


def _timing(outcome: Outcome, name: str, values: list[float], limit: float, count: int) -> None:
    outcome.details[name] = values
    worst = percentile(values, 95)
    text = f"p95 {worst:.0f} ms, median {median(values):.0f} (n={len(values)})"
    must = f"p95 <= {limit:.0f} ms, n >= 20"
    outcome.measures.append(Measure(name, text, must, worst <= limit and count >= 20))


def _stall(outcome: Outcome, where: str, quiet: list[float], shooting: list[float]) -> None:
    outcome.details[f"face gaps at the {where}"] = {"quiet": quiet, "shooting": shooting}
    text = f"{max(shooting):.0f} ms while shooting, {max(quiet):.0f} ms else"
    text += f" (medians {median(shooting):.0f}, {median(quiet):.0f})"
    grown = max(shooting) - max(quiet)
    outcome.measures.append(Measure(f"longest gap of faces at the {where}", text, STALL, grown <= STALL_MS))
