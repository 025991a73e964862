"""Answers that a pad makes: digits, an amount of yen, a day. Checked here and said in every language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from iga_madoguchi.domain.languages import LANGUAGES

_DIGITS = re.compile(r"[0-9]{1,12}")
_YEN = re.compile(r"0|[1-9][0-9]{0,8}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)

_ERAS = (
    ("令和", "令和《れいわ》", date(2019, 5, 1)),
    ("平成", "平成《へいせい》", date(1989, 1, 8)),
    ("昭和", "昭和《しょうわ》", date(1926, 12, 25)),
    ("大正", "大正《たいしょう》", date(1912, 7, 30)),
    ("明治", "明治《めいじ》", date(1868, 10, 23)),
)


def texts(kind: str, value: str) -> dict[str, str] | None:
    """By language what was touched; None if there is no such pad or the value is none of it."""
    make = _PADS.get(kind)
    return make(value) if make else None


def _number(value: str) -> dict[str, str] | None:
    if not _DIGITS.fullmatch(value):
        return None
    return _same(value)


def _money(value: str) -> dict[str, str] | None:
    if not _YEN.fullmatch(value):
        return None
    comma = f"{int(value):,}"
    point = comma.replace(",", ".")
    return {
        "ja": f"{comma}円",
        "ja-easy": f"{comma}円《えん》",
        "pt": f"{point} ienes",
        "vi": f"{point} yên",
        "zh": f"{comma}日元",
        "es": f"{point} yenes",
        "en": f"{comma} yen",
    }


def _date(value: str) -> dict[str, str] | None:
    if not _DAY.fullmatch(value):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    if not FIRST_DAY <= day <= LAST_DAY:
        return None
    era, read, began = next(era for era in _ERAS if day >= era[2])
    years = day.year - began.year + 1
    year = "元" if years == 1 else str(years)
    easy = "元年《がんねん》" if years == 1 else f"{years}年《ねん》"
    figures = f"{day.day:02}/{day.month:02}/{day.year}"
    return {
        "ja": f"{era}{year}年（{day.year}年）{day.month}月{day.day}日",
        "ja-easy": f"{read}{easy}（{day.year}年《ねん》）{day.month}月《がつ》{_easy_day(day.day)}",
        "pt": figures,
        "vi": f"ngày {day.day} tháng {day.month} năm {day.year}",
        "zh": f"{day.year}年{day.month}月{day.day}日",
        "es": figures,
        "en": f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
    }


def _easy_day(day: int) -> str:
    read = _DAYS.get(day)
    return f"｜{day}日《{read}》" if read else f"{day}日《にち》"


def _same(value: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, value)


_DAYS = {
    **{1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか"},
    **{8: "ようか", 9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか"},
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PADS: dict[str, Callable[[str], dict[str, str] | None]] = {
    "number": _number,
    "money": _money,
    "date": _date,
}
