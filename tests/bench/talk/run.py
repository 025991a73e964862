"""Letters of the desk on the resident's screen, lines of the resident's hand on the desk's, in a call;
and how quickly a screen speaks another language or writes larger, with the picture untouched.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator

from tests.bench.browsing import lacking, visited
from tests.bench.report import Measure, Outcome, median, percentile
from tests.e2e.people import REMOTE, Cast, Person
from tests.e2e.server import Server

STOPWATCH = Path(__file__).with_name("stopwatch.js")
ROUNDS, LEAST = 40, 20
ROUND_MS = CHANGE_MS = 100.0
PAUSE_MS = 160
"""Between two letters, or two lines: a hand is not faster."""
A_SAYING = 10
LANGUAGES = ("Español", "English", "Português", "Tiếng Việt", "日本語")

# From the touch to the new words, once they are painted.
CHANGED = """(button) => new Promise((done) => {
    const began = performance.now();
    const dock = document.querySelector(".dock");
    const sign = () => dock.innerText + getComputedStyle(dock).zoom;
    const before = sign();
    const look = () => {
        if (sign() === before) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0));
    };
    const watch = new MutationObserver(look);
    watch.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    button.click();
})"""
KEEP = "(of) => { const video = document.querySelector(of); window.kept = [video, video.srcObject]; }"
KEPT = """(of) => {
    const video = document.querySelector(of);
    return video === window.kept[0] && video.srcObject === window.kept[1] && !video.paused;
}"""


def run(scale: float) -> Outcome:
    """About two minutes at scale 1."""
    missing = lacking("talk")
    if missing is not None:
        return missing
    outcome = Outcome()
    with visited() as (browser, server):
        _call(outcome, browser, server, max(2, round(ROUNDS * scale)))
    return outcome


def _call(outcome: Outcome, browser: Browser, server: Server, rounds: int) -> None:
    cast = Cast(browser, server)
    branch, desk = cast.ayama(), cast.hoken()
    branch.press("相談をはじめる", exact=False)
    branch.press("筆談")
    branch.page.get_by_role("button", name=re.compile("^保険年金課")).click()
    desk.press("応答する")
    for person, screen in ((branch, "kiosk.in_call"), (desk, "desk.in_call")):
        person.on(screen)
        person.page.set_viewport_size({"width": 1280, "height": 1024})
        person.page.locator(REMOTE).wait_for()
        person.page.evaluate(STOPWATCH.read_text(encoding="utf-8"))
    desk.page.wait_for_timeout(3000)  # the first seconds of a connection are its own
    there = _letters(branch, desk, rounds)
    back = _lines(branch, desk, rounds)
    _timing(outcome, "desk's letter to the resident", there)
    _timing(outcome, "resident's line to the desk", back)
    both = [one + other for one, other in zip(there, back, strict=True)]
    _timing(outcome, "there and back", both, ROUND_MS)
    branch.page.keyboard.press("Escape")
    _timing(outcome, "another language in the call", _languages(branch), CHANGE_MS)
    _timing(outcome, "larger and smaller letters in the call", _sizes(branch), CHANGE_MS)
    cast.close()


def _letters(branch: Person, desk: Person, count: int) -> list[float]:
    """Milliseconds from each key at the desk to its letter before the resident."""
    field, times = desk.page.get_by_role("textbox", name="書いて伝える"), []
    field.focus()
    for number in range(count):
        seen = branch.page.evaluate("talk.texts.length")
        desk.page.keyboard.press("abcdefghijklm"[number % 13])
        branch.page.wait_for_function("(seen) => talk.texts.length > seen", arg=seen, polling=20)
        pressed = float(desk.page.evaluate("talk.keys.at(-1)"))
        times.append(float(branch.page.evaluate("talk.texts.at(-1)")) - pressed)
        desk.page.wait_for_timeout(PAUSE_MS)
    field.fill("")
    return times


def _lines(branch: Person, desk: Person, count: int) -> list[float]:
    """Milliseconds from each touch of the pen to the first of its line before the desk."""
    box = branch.page.locator(".ink-board").bounding_box()
    assert box is not None
    mouse, times = branch.page.mouse, []
    for number in range(count):
        if number % A_SAYING == 0 and number:
            branch.press("送る")
            desk.page.wait_for_timeout(1000)
        seen = desk.page.evaluate("talk.lines.length")
        x, y = box["x"] + 40 + 30 * (number % A_SAYING), box["y"] + 60
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + 20, y + 80, steps=6)
        mouse.up()
        desk.page.wait_for_function("(seen) => talk.lines.length > seen", arg=seen, polling=20)
        touched = float(branch.page.evaluate("talk.downs.at(-1)"))
        times.append(float(desk.page.evaluate("(seen) => talk.lines[seen]", seen)) - touched)
        branch.page.wait_for_timeout(PAUSE_MS)
    return times


def _languages(branch: Person) -> list[float]:
    times = []
    for name in LANGUAGES * 4:
        branch.press("ことば (Language)")
        times.append(
            _changed(branch, branch.page.get_by_role("dialog").get_by_role("button", name=name, exact=True))
        )
    return times


def _sizes(branch: Person) -> list[float]:
    return [
        _changed(branch, branch.page.get_by_role("button", name="文字を大きく", exact=True))
        for _ in range(LEAST)
    ]


def _changed(branch: Person, button: Locator) -> float:
    """Milliseconds from the touch to the changed screen; the picture is the same one and runs."""
    branch.page.evaluate(KEEP, REMOTE)
    took = float(button.evaluate(CHANGED))
    branch.page.wait_for_timeout(300)
    assert branch.page.evaluate(KEPT, REMOTE), "the picture was touched"
    return took


def _timing(outcome: Outcome, name: str, values: list[float], limit: float | None = None) -> None:
    outcome.details[name] = values
    worst = percentile(values, 95)
    text = f"p95 {worst:.0f} ms, median {median(values):.0f} (n={len(values)})"
    if limit is None:
        outcome.measures.append(Measure(name, text))
        return
    must = f"p95 <= {limit:.0f} ms, n >= {LEAST}"
    outcome.measures.append(Measure(name, text, must, worst <= limit and len(values) >= LEAST))
