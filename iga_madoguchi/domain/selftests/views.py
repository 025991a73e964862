"""A self-test as screens, routes and reports may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from iga_madoguchi.domain.terminals.views import TerminalKind

Cause = Literal["schedule", "start", "order", "button", "again"]
"""Before opening; the page has just started; the bureau asked; somebody at the terminal asked; something was
found and may be repaired by now.
"""
Part = Literal["camera", "paper", "mic", "speaker", "line", "clock", "browser", "kept", "printer"]
State = Literal["good", "bad", "unknown"]
CAUSES: tuple[Cause, ...] = ("schedule", "start", "order", "button", "again")


@dataclass(frozen=True)
class Picture:
    """What a camera gave. `fault`: it could not be opened, and why; else all figures are of its pictures.

    `frames` came while it was watched; `brightness` is their mean (0-255), `spread` how much coarse parts of
    one differ from each other (standard deviation), `change` the most by which two in a row differ (mean).
    """

    fault: str = ""
    frames: int = 0
    brightness: float = 0.0
    spread: float = 0.0
    change: float = 0.0


@dataclass(frozen=True)
class Sound:
    """What a microphone gave. `level`: dB below full scale, root mean square; `muted`: it says so itself."""

    fault: str = ""
    level: float = -200.0
    muted: bool = False


@dataclass(frozen=True)
class Line:
    """Round trips to the server: how many were `asked` for, how many got `lost`, median and worst in ms."""

    asked: int
    lost: int
    median: float
    worst: float


@dataclass(frozen=True)
class Measured:
    """All that one run brought; None: that was not measured, and so nobody knows.

    `offset`: how far the terminal's clock is ahead of the server's, in ms. `kept`: things that lie in the
    browser's storage and should not.
    """

    cause: Cause
    took_ms: int
    camera: Picture | None = None
    paper: Picture | None = None
    mic: Sound | None = None
    speaker: bool | None = None
    line: Line | None = None
    offset: float | None = None
    kept: int | None = None


@dataclass(frozen=True)
class Finding:
    """One part of a terminal. `code` says what is wrong or unknown, "" when it is good."""

    part: Part
    state: State
    code: str = ""


@dataclass(frozen=True)
class Run:
    """One self-test that came to its end. It is `good` only if all its parts are."""

    terminal_id: str
    at: datetime
    cause: Cause
    state: State
    browser: str
    findings: tuple[Finding, ...]

    @property
    def troubles(self) -> tuple[Finding, ...]:
        """What is not good, the bad first."""
        return tuple(one for state in ("bad", "unknown") for one in self.findings if one.state == state)


@dataclass(frozen=True)
class Standing:
    """How a terminal stands. `state` is `unknown` when it has not tested itself since it should have:
    `missed_since` that moment.
    """

    terminal_id: str
    name: str
    kind: TerminalKind
    state: State
    last: Run | None
    last_good: datetime | None
    ordered: bool = False
    troubles: tuple[Finding, ...] = field(default=())
    enrolled: bool = True
    missed_since: datetime | None = None


@dataclass(frozen=True)
class Tally:
    """The self-tests of one terminal in a period: runs, how they ended, and the findings that were bad."""

    terminal_id: str
    name: str
    runs: int
    good: int
    bad: int
    days: int
    days_good: int
    findings: tuple[tuple[str, int], ...]
