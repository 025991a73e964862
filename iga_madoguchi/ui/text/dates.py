"""How a day is written in a language: one and the same for the server's sentences and the browser's clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

NUMERALS = tuple(str(day) for day in range(1, 32))


@dataclass(frozen=True)
class DateText:
    """`pattern` has {weekday}, {month} and {day}; the words come from Monday, January, the first."""

    pattern: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    days: tuple[str, ...] = NUMERALS

    def __post_init__(self) -> None:
        if (len(self.weekdays), len(self.months), len(self.days)) != (7, 12, 31):
            raise ValueError("a calendar has 7 weekdays, 12 months and 31 days")

    def say(self, day: date) -> str:
        weekday = self.weekdays[day.weekday()]
        return self.pattern.format(
            weekday=weekday, month=self.months[day.month - 1], day=self.days[day.day - 1]
        )

    def named(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What an error knows, its `month` and `day` in words where it has them."""
        words = {"month": self.months, "day": self.days}
        return {
            name: words[name][value - 1] if name in words and isinstance(value, int) else value
            for name, value in data.items()
        }

    def plain_data(self) -> dict[str, Any]:
        """For the browser."""
        return asdict(self)
