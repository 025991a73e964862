"""What the figures of a self-test mean: pure rules. What was not measured is unknown, which is not good."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from iga_madoguchi.domain.presence.hours import Calendar
from iga_madoguchi.domain.printing.ports import HARMLESS, PrinterReport
from iga_madoguchi.domain.selftests.views import Finding, Line, Measured, Part, Picture, Sound, State
from iga_madoguchi.domain.terminals.views import TerminalKind
from iga_madoguchi.errors import DomainError

KEEP = timedelta(days=90)
BEFORE_OPENING = timedelta(hours=1)
"""Somebody must have time to repair what was found."""
ORDER_HOLDS = timedelta(hours=1)
AGAIN = timedelta(minutes=10)
"""A page that starts again and again does not test each time."""
RETRY = timedelta(seconds=5)
"""What was found is looked at again and again, so that its repair is known at once."""
LASTING: frozenset[Part] = frozenset({"browser", "printer"})
"""No test of the terminal sees the end of these: the page starts anew, the printer is looked at all day."""
LOOK_BACK_DAYS = 30

PARTS: dict[TerminalKind, tuple[Part, ...]] = {
    "branch": ("camera", "paper", "mic", "speaker", "line", "clock", "browser", "kept"),
    "desk": ("camera", "mic", "speaker", "line", "clock", "browser", "kept"),
    "staff": ("line", "clock", "browser", "kept"),
    "admin": ("line", "clock", "browser", "kept"),
}
"""What each kind of terminal has; a branch with a printer has that too."""
NEEDED: tuple[TerminalKind, ...] = ("branch", "desk")
"""Those that test themselves by themselves: residents need them."""

FEW_FRAMES = 4
BLACK = 16.0  # of 255; a lens cap is below, a counter by the light of its own screen above
DIM, EVEN = 60.0, 3.0
"""A covered camera turns its gain up and gives a grey of one tone: no part is darker than another."""
BLANK = 1.2
"""Pressed against a bright sheet: no picture of a room is as even as that."""
STILL = 0.01
"""Even of a wall every two pictures differ, by the sensor's noise."""
SILENT_DB = -84.0
"""A quiet room is at -75 to -60; what is switched off gives zeros."""
SLOW_MS = 300.0
CLOCK_MS = 5_000.0
OLDEST_BROWSER = 120
_CHROMIUM = re.compile(r"(?:Chrome|Chromium|Edg)/(\d{1,4})\.")


def judge(
    kind: TerminalKind, measured: Measured, browser: str, printer: PrinterReport | DomainError | None
) -> tuple[Finding, ...]:
    """One finding for each part that this terminal has. `printer` None: it has none."""
    codes: dict[Part, str | None] = {
        "camera": _picture(measured.camera, paper=False),
        "paper": _picture(measured.paper, paper=True),
        "mic": _sound(measured.mic),
        "speaker": _speaker(measured.speaker),
        "line": _line(measured.line),
        "clock": _clock(measured.offset),
        "browser": _browser(browser),
        "kept": _kept(measured.kept),
    }
    found = [_finding(part, codes[part]) for part in PARTS[kind]]
    if printer is not None:
        found.append(_finding("printer", _printer(printer)))
    return _dark_room(tuple(found))


def whole(findings: tuple[Finding, ...]) -> State:
    """The worst of the parts: bad before unknown before good; of nothing nobody knows."""
    states = {one.state for one in findings}
    if "bad" in states:
        return "bad"
    return "good" if states == {"good"} else "unknown"


def version(agent: str) -> str:
    """The browser as people name it, "" for one that we do not know."""
    found = _CHROMIUM.search(agent)
    return f"Chromium {found[1]}" if found else ""


def check_moment(calendar: Calendar, now: datetime) -> datetime | None:
    """The newest moment at which terminals should have tested themselves, an hour before the day opens."""
    opening = calendar.next_opening(now)
    moments = [] if opening is None else [opening - BEFORE_OPENING]
    for back in range(LOOK_BACK_DAYS):
        earlier = calendar.next_opening(now - timedelta(days=back + 1))
        if earlier is not None:
            moments.append(earlier - BEFORE_OPENING)
            if moments[-1] <= now:
                break
    return max((moment for moment in moments if moment <= now), default=None)


UNKNOWN = frozenset({"unmeasured", "unasked", "dark", "blocked", "untold"})
"""Codes that do not say that something is broken, only that nobody knows."""


def _finding(part: Part, code: str | None) -> Finding:
    if code is None:
        return Finding(part, "good")
    return Finding(part, "unknown" if code in UNKNOWN else "bad", code)


def _picture(seen: Picture | None, *, paper: bool) -> str | None:
    if seen is None:
        return "unmeasured"
    if seen.fault:
        return seen.fault
    if seen.frames < FEW_FRAMES:
        return "no_picture"
    if _covered(seen, paper):
        return "covered"
    return "frozen" if seen.change < STILL else None


def _covered(seen: Picture, paper: bool) -> bool:
    """A document camera may look at an empty grey mat: only what is dark there is covered."""
    if seen.brightness < BLACK:
        return True
    if paper:
        return False
    return seen.spread < BLANK or (seen.brightness < DIM and seen.spread < EVEN)


def _dark_room(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Both cameras dark: the light is off rather than both covered, and nobody knows till it is on."""
    dark = [one for one in findings if one.part in ("camera", "paper") and one.code == "covered"]
    if len(dark) < 2:
        return findings
    return tuple(Finding(one.part, "unknown", "dark") if one in dark else one for one in findings)


def _sound(heard: Sound | None) -> str | None:
    if heard is None:
        return "unmeasured"
    if heard.fault:
        return heard.fault
    if heard.muted:
        return "muted"
    return "silent" if heard.level < SILENT_DB else None


def _speaker(there: bool | None) -> str | None:
    if there is None:
        return "unmeasured"
    return None if there else "absent"


def _line(line: Line | None) -> str | None:
    if line is None or line.asked == 0:
        return "unmeasured"
    if line.lost:
        return "lossy"
    return "slow" if line.median > SLOW_MS else None


def _clock(offset: float | None) -> str | None:
    if offset is None:
        return "unmeasured"
    return "off" if abs(offset) > CLOCK_MS else None


def _browser(agent: str) -> str | None:
    found = _CHROMIUM.search(agent)
    if found is None:
        return "untold"
    return "old" if int(found[1]) < OLDEST_BROWSER else None


def _kept(things: int | None) -> str | None:
    if things is None:
        return "unmeasured"
    return "left" if things else None


def _printer(found: PrinterReport | DomainError) -> str | None:
    if isinstance(found, DomainError):
        return "unreachable"
    worst = next((reason for reason in found.reasons if reason not in HARMLESS), None)
    return worst or ("other" if found.state == "stopped" else None)
