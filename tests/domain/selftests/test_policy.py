"""What figures mean: each trouble by its own name, the good as good, and what nobody measured as unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest

from iga_madoguchi.domain.presence.hours import Calendar, Span
from iga_madoguchi.domain.printing.ports import PrinterReport
from iga_madoguchi.domain.selftests import policy, words
from iga_madoguchi.domain.selftests.views import Line, Measured, Picture, Sound
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit.clock import TOKYO

AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
ROOM = Picture(frames=20, brightness=104, spread=38, change=1.3)
BLACK = Picture(frames=20, brightness=2.1, spread=0.4, change=0.6)
FINE = Measured(
    *("schedule", 4200, ROOM, ROOM, Sound(level=-62.0), True),
    *(Line(8, 0, 4.0, 9.0), 120.0, 0),
)


def troubles(
    measured: Measured, kind: str = "branch", agent: str = AGENT, printer: object = None
) -> list[str]:
    found = policy.judge(kind, measured, agent, printer)  # type: ignore[arg-type]
    return [f"{one.part}.{one.code}" for one in found if one.state != "good"]


def test_a_terminal_in_order_is_good() -> None:
    findings = policy.judge("branch", FINE, AGENT, None)
    assert {one.state for one in findings} == {"good"}
    assert policy.whole(findings) == "good"
    assert [one.part for one in policy.judge("desk", FINE, AGENT, None)].count("paper") == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"camera": BLACK}, "camera.covered"),
        ({"camera": Picture(frames=20, brightness=34, spread=1.9, change=2.0)}, "camera.covered"),
        ({"camera": Picture(frames=20, brightness=210, spread=0.5, change=0.4)}, "camera.covered"),
        ({"camera": replace(ROOM, change=0.0)}, "camera.frozen"),
        ({"camera": replace(ROOM, frames=1)}, "camera.no_picture"),
        ({"camera": Picture(fault="absent")}, "camera.absent"),
        ({"camera": None}, "camera.unmeasured"),
        ({"paper": BLACK}, "paper.covered"),
        ({"mic": Sound(level=-120)}, "mic.silent"),
        ({"mic": Sound(level=-60, muted=True)}, "mic.muted"),
        ({"mic": Sound(fault="blocked")}, "mic.blocked"),
        ({"speaker": False}, "speaker.absent"),
        ({"line": Line(8, 1, 4, 9)}, "line.lossy"),
        ({"line": Line(8, 0, 900, 1200)}, "line.slow"),
        ({"line": Line(0, 0, 0, 0)}, "line.unmeasured"),
        ({"offset": -3_600_000.0}, "clock.off"),
        ({"kept": 2}, "kept.left"),
    ],
)
def test_each_trouble_is_named_and_nothing_else(change: dict[str, object], code: str) -> None:
    assert troubles(replace(FINE, **change)) == [code]  # type: ignore[arg-type]


def test_an_empty_mat_is_not_a_covered_camera() -> None:
    mat = Picture(frames=20, brightness=120, spread=0.9, change=0.7)
    assert troubles(replace(FINE, paper=mat)) == []
    assert troubles(replace(FINE, camera=mat)) == ["camera.covered"]


def test_a_dark_room_says_nothing_about_its_cameras() -> None:
    dark = policy.judge("branch", replace(FINE, camera=BLACK, paper=BLACK), AGENT, None)
    assert [(one.part, one.code) for one in dark if one.state == "unknown"] == [
        ("camera", "dark"),
        ("paper", "dark"),
    ]
    assert policy.whole(dark) == "unknown"


def test_unknown_is_never_good() -> None:
    assert policy.whole(()) == "unknown"
    for part in ("camera", "paper", "mic", "speaker", "line", "offset", "kept"):
        found = policy.judge("branch", replace(FINE, **{part: None}), AGENT, None)  # type: ignore[arg-type]
        assert policy.whole(found) == "unknown", part
    assert troubles(FINE, agent="Something/1.0") == ["browser.untold"]
    assert troubles(FINE, agent=AGENT.replace("142", "90")) == ["browser.old"]


def test_the_printer_of_the_branch_is_part_of_it() -> None:
    assert troubles(FINE, printer=PrinterReport("idle", ("toner.low",))) == []
    assert troubles(FINE, printer=PrinterReport("stopped", ("paper.empty",))) == ["printer.paper.empty"]
    assert troubles(FINE, printer=Unavailable("printing.printer.unreachable")) == ["printer.unreachable"]


def test_everything_that_can_be_found_has_its_own_sentence() -> None:
    plain = words.said(policy.Finding("line", "unknown", "no such code"))
    for kind in policy.PARTS:
        for change in ({"camera": BLACK}, {"mic": Sound(level=-120)}, {"line": Line(8, 1, 4, 9)}):
            for one in policy.judge(kind, replace(FINE, **change), AGENT, None):  # type: ignore[arg-type]
                if one.code:
                    what, todo = words.said(one, "支所")
                    assert what.startswith("支所の")
                    assert words.said(one) != plain
                    assert "もらって" not in words.at_the_terminal(todo)


OFFICE = Calendar({day: Span(time(8, 30), time(17, 15)) for day in range(5)})


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2026-11-24T07:29", "2026-11-20T07:30"),  # Monday the 23rd is a holiday
        ("2026-11-24T07:30", "2026-11-24T07:30"),
        ("2026-11-24T16:00", "2026-11-24T07:30"),
        ("2026-11-25T03:00", "2026-11-24T07:30"),
        ("2026-11-28T12:00", "2026-11-27T07:30"),
    ],
)
def test_the_check_is_due_an_hour_before_the_day_opens(now: str, moment: str) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=TOKYO)

    assert policy.check_moment(OFFICE, at(now)) == at(moment)
    assert policy.check_moment(Calendar({}), at(now)) is None
