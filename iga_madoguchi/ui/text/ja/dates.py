"""A day in Japanese: 11月25日（水）."""

from __future__ import annotations

from iga_madoguchi.ui.text.dates import NUMERALS, DateText

DATE = DateText(
    "{month}{day}（{weekday}）",
    weekdays=tuple("月火水木金土日"),
    months=tuple(f"{month}月" for month in NUMERALS[:12]),
    days=tuple(f"{day}日" for day in NUMERALS),
)
