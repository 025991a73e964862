"""Opening hours: weekdays, holidays, year's end, and the city's special days."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.presence.hours import Calendar, Span, SpecialDay
from iga_madoguchi.kit.clock import TOKYO
from tests.cast import make_city

WEEK = {day: Span(time(8, 30), time(17, 15)) for day in range(5)}
PLAIN = Calendar(WEEK)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-24T08:29:59", False),
        ("2026-11-24T08:30:00", True),
        ("2026-11-24T17:14:59", True),
        ("2026-11-24T17:15:00", False),
        ("2026-11-28T10:00:00", False),  # Saturday
        ("2026-11-23T10:00:00", False),  # 勤労感謝の日
        ("2026-09-22T10:00:00", False),  # 国民の休日
        ("2026-12-28T10:00:00", True),
        ("2026-12-29T10:00:00", False),
        ("2027-01-04T10:00:00", True),
    ],
)
def test_the_usual_week(moment: str, is_open: bool) -> None:
    assert PLAIN.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("2026-11-23T10:00:00", "勤労感謝の日"),
        ("2026-12-30T10:00:00", "年末年始"),
        ("2027-01-01T10:00:00", "年末年始"),
        ("2026-11-24T20:00:00", ""),
        ("2026-11-28T10:00:00", "土曜日"),
        ("2026-11-29T10:00:00", "日曜日"),
    ],
)
def test_a_closed_day_has_a_name_when_it_is_not_only_the_hour(moment: str, why: str) -> None:
    assert not PLAIN.is_open(at(moment))
    assert PLAIN.why_closed(at(moment)) == why


def test_the_next_opening_skips_the_year_end() -> None:
    assert PLAIN.next_opening(at("2026-12-28T17:15:00")) == at("2027-01-04T08:30:00")


def test_a_special_day_beats_everything_else() -> None:
    closed = SpecialDay(date(2026, 11, 24), False, Span(time(0), time(0)))
    always = SpecialDay(None, True, Span(time(0), time(0)))
    calendar = Calendar(WEEK, (always, closed))
    assert not calendar.is_open(at("2026-11-24T10:00:00"))
    assert calendar.is_open(at("2026-11-28T23:59:59"))
    assert calendar.next_opening(at("2026-11-24T10:00:00")) == at("2026-11-25T00:00:00")


def test_outside_hours_every_department_is_closed_and_says_when_it_opens(tmp_path: object) -> None:
    city = make_city(tmp_path, always_open=False)  # type: ignore[arg-type]
    city.clock.advance(hours=8)  # 20:00 in Iga
    states = look.departments(city.database, city.presence)
    assert {state.state for state in states} == {"closed"}
    assert states[0].opens_at == at("2026-11-25T08:30:00")
