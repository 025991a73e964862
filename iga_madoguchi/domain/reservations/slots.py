"""The times of a day: pure.

They lie on the half hours of the clock, not on the opening: when a day's hours change later, what was
reserved before and what is reserved then still do not overlap.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from iga_madoguchi.domain.presence.hours import Calendar
from iga_madoguchi.domain.reservations.policy import SLOT
from iga_madoguchi.kit.clock import TOKYO

DAY = timedelta(days=1)


def of_day(calendar: Calendar, day: date) -> tuple[datetime, ...]:
    """Every start of a slot that ends within the hours of this day."""
    span = calendar.span_of(day)
    if span is None:
        return ()
    midnight = datetime.combine(day, time(0), TOKYO)
    opens = datetime.combine(day, span.opens, TOKYO)
    closes = datetime.combine(day, span.closes, TOKYO) if span.closes != time(0) else midnight + DAY
    grid = (midnight + SLOT * step for step in range(DAY // SLOT))
    return tuple(start for start in grid if opens <= start and start + SLOT <= closes)
