"""What the bureau reads of the calendar, and what its forms say: pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import TypedDict

from iga_madoguchi.domain.presence.hours import WEEKDAYS, Span
from iga_madoguchi.domain.presence.service import ComingDay

EVERY = "every"
SHORT = "月火水木金土日"


class DayRow(TypedDict):
    """One day that is not as its weekday. `own`: the city set it and may remove it."""

    id: str
    day: str
    hours: str
    note: str
    state: str
    label: str
    own: bool


class HoursRow(TypedDict):
    """One weekday of the usual week; empty times: closed."""

    id: str
    name: str
    opens: str
    closes: str


def days(found: tuple[ComingDay, ...]) -> list[DayRow]:
    return [_row(day) for day in found]


def day_name(day: date | None) -> str:
    if day is None:
        return "毎日"
    return f"{day.year}年{day.month}月{day.day}日（{SHORT[day.weekday()]}）"


def hours_name(span: Span | None) -> str:
    if span is None:
        return "お休み"
    if (span.opens, span.closes) == (time(0), time(0)):
        return "24時間"
    return f"{span.opens:%H:%M}〜{_closing(span)}"


def week(usual: Mapping[int, Span]) -> list[HoursRow]:
    return [_hours(weekday, usual.get(weekday)) for weekday in range(7)]


def day_id(day: date | None) -> str:
    return EVERY if day is None else str(day)


def span_of(opens: str, closes: str) -> Span | None:
    """The times of a form, None when one is missing or is no time."""
    try:
        return Span(time.fromisoformat(opens), time.fromisoformat(closes))
    except ValueError:
        return None


def _row(coming: ComingDay) -> DayRow:
    return DayRow(
        id=day_id(coming.day),
        day=day_name(coming.day),
        hours="" if coming.hours is None else hours_name(coming.hours),
        note=coming.note,
        state="closed" if coming.hours is None else "open",
        label="お休み" if coming.hours is None else "開けます",
        own=coming.special is not None,
    )


def _hours(weekday: int, span: Span | None) -> HoursRow:
    opens, closes = ("", "") if span is None else (f"{span.opens:%H:%M}", f"{span.closes:%H:%M}")
    return HoursRow(id=str(weekday), name=WEEKDAYS[weekday], opens=opens, closes=closes)


def _closing(span: Span) -> str:
    return "24:00" if span.closes == time(0) else f"{span.closes:%H:%M}"
