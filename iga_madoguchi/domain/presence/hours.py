"""Pure rules of opening: weekdays, national holidays, 12/29-1/3, and the special days the city sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import jpholiday

from iga_madoguchi.kit.clock import TOKYO, local

LOOK_AHEAD_DAYS = 30
YEAR_END = "年末年始"
WEEKDAYS = ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日")


@dataclass(frozen=True)
class Span:
    """From `opens` until `closes` local time; `closes` 00:00 means until midnight."""

    opens: time
    closes: time


@dataclass(frozen=True)
class SpecialDay:
    """An override row: of one day, or of every day (`day` None)."""

    day: date | None
    is_open: bool
    span: Span
    note: str = ""


@dataclass(frozen=True)
class Calendar:
    """The usual week (weekday -> span) and its special days; one of the day beats one of every day."""

    week: dict[int, Span]
    specials: Sequence[SpecialDay] = ()

    def span_of(self, day: date) -> Span | None:
        """The hours of a day, None when closed."""
        for wanted in (day, None):
            for special in self.specials:
                if special.day == wanted:
                    return special.span if special.is_open else None
        if is_city_holiday(day):
            return None
        return self.week.get(day.weekday())

    def is_open(self, moment: datetime) -> bool:
        here = local(moment)
        span = self.span_of(here.date())
        if span is None:
            return False
        closes = here.time() < span.closes or span.closes == time(0, 0)
        return span.opens <= here.time() and closes

    def why_closed(self, moment: datetime) -> str:
        """What keeps the day closed: the city's word, a holiday's name, the weekday's; "" for the hour."""
        day = local(moment).date()
        for wanted in (day, None):
            for special in self.specials:
                if special.day == wanted:
                    return special.note if not special.is_open else ""
        return holiday_name(day) or ("" if day.weekday() in self.week else WEEKDAYS[day.weekday()])

    def next_opening(self, moment: datetime) -> datetime | None:
        """The next moment at which it opens, aware in Asia/Tokyo; None if not within a month."""
        here = local(moment)
        for ahead in range(LOOK_AHEAD_DAYS):
            day = here.date() + timedelta(days=ahead)
            span = self.span_of(day)
            if span is None:
                continue
            opening = datetime.combine(day, span.opens, TOKYO)
            if opening > here:
                return opening
        return None


def is_city_holiday(day: date) -> bool:
    """National holidays and the city's year-end days (伊賀市の休日); weekends follow from the usual week."""
    return bool(holiday_name(day))


def holiday_name(day: date) -> str:
    """How the city calls this holiday, "" for an ordinary day."""
    return YEAR_END if is_year_end(day) else str(jpholiday.is_holiday_name(day) or "")


def is_year_end(day: date) -> bool:
    return (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)
