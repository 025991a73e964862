"""What may stand in a field, how it is kept, and how it is shown. Pure; refuses with a code per kind.

Names are left as they are written: NFC would turn a 神 or 福 of the family register into another letter.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from iga_madoguchi.domain.forms.template import Field
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed

RAW_LIMIT = 1000  # characters looked at before anything is said about them
YES = "yes"
MARK = re.compile("[\u3041-\u30ff][\u3099\u309a]")  # a kana and a dakuten that is a letter of its own
KANA = re.compile(r"[\u30a1-\u30fa\u30fc\u30fb\u3000 ]+")
PHONE = re.compile(r"0\d{1,4}-?\d{1,4}-?\d{3,4}")
# What the typeface and the old systems of a city hall can set: no pictures, nothing that steers.
SIGNS = ("L", "M", "N", "P", "Zs", "Sm", "Sc", "Sk")
PICTURES = 0x1F000  # emoji and their like; letters begin again above
LETTERS = 0x20000

ERAS = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
    ("明治", "M", date(1873, 1, 1)),  # from here on by today's calendar, in the 6th year
)
_FIRST_YEAR = {name: start.year for name, _, start in ERAS} | {"明治": 1868}
_SHORT = {short: name for name, short, _ in ERAS} | {name[0]: name for name, _, _ in ERAS}
JAPANESE = re.compile(
    r"(令和?|平成?|昭和?|大正?|明治?|[RHSTM])(\d{1,2}|元)[年./-](\d{1,2})[月./-](\d{1,2})日?", re.IGNORECASE
)
WESTERN = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")
DENSE = re.compile(r"(\d{4})(\d{2})(\d{2})")
AHEAD = timedelta(days=366 * 3)  # a nursery is asked for before the child is born


class ValueConflict(Conflict):
    """Somebody else wrote this field meanwhile; both values are for those who may see them, not for logs."""

    def __init__(self, mine: str, theirs: str, version: int) -> None:
        super().__init__("forms.value.changed")
        self.mine, self.theirs, self.version = mine, theirs, version


def checked(field: Field, raw: str, today: date) -> str:
    """The value as it is kept, "" for an emptied field.

    Raises InvalidInput `forms.value.<what>` (too_long, characters, kana, date, number, phone, choice,
    my_number) and NotAllowed `forms.field.by_hand`.
    """
    if field.secret or field.kind == "signature":
        raise NotAllowed("forms.field.by_hand")
    if len(raw) > RAW_LIMIT:
        raise InvalidInput("forms.value.too_long", limit=field.limit)
    text = _plain(raw)
    if not text:
        return ""
    value = _CHECKS[field.kind](field, text, today)
    if len(value) > field.limit:
        raise InvalidInput("forms.value.too_long", limit=field.limit)
    if has_my_number(value):
        raise InvalidInput("forms.value.my_number")
    return value


def shown(field: Field, value: str) -> str:
    """How a kept value is read, as it will stand on the paper."""
    if field.kind == "date" and value:
        return japanese(date.fromisoformat(value))
    if field.kind == "check" and value:
        return "はい"
    if field.kind == "choice" and value:
        words = next((choice.words for choice in field.choices if choice.id == value), None)
        return "" if words is None else words.ja
    return value


def japanese(day: date) -> str:
    """昭和58年5月3日"""
    for name, _, start in ERAS:
        if day >= start:
            year = day.year - _FIRST_YEAR[name] + 1
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def has_my_number(text: str) -> bool:
    """Twelve digits in a row whose last one checks the others: nobody types that by accident."""
    digits = re.sub(r"(?<=\d)[-\s.・]+(?=\d)", "", unicodedata.normalize("NFKC", text))
    return any(_checks(run) for run in re.findall(r"(?<!\d)\d{12}(?!\d)", digits))


def _checks(twelve: str) -> bool:
    body = [int(digit) for digit in reversed(twelve[:11])]
    rest = sum(digit * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(body, 1)) % 11
    return int(twelve[11]) == (0 if rest <= 1 else 11 - rest)


def _plain(raw: str) -> str:
    text = MARK.sub(lambda match: unicodedata.normalize("NFC", match[0]), raw).strip()
    if not all(_allowed(char) for char in text):
        raise InvalidInput("forms.value.characters")
    return text


def _allowed(char: str) -> bool:
    code, category = ord(char), unicodedata.category(char)
    if PICTURES <= code < LETTERS:
        return False
    # Signs such as 〒 and ㈱ are letters to those who write addresses.
    return category.startswith(SIGNS) or (category == "So" and 0x3000 <= code < 0x3400)


def _free(_field: Field, text: str, _today: date) -> str:
    return text


def _kana(_field: Field, text: str, _today: date) -> str:
    full = unicodedata.normalize("NFKC", text)
    value = "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in full)
    if not KANA.fullmatch(value):
        raise InvalidInput("forms.value.kana")
    return value.replace(" ", "　")


def _date(_field: Field, text: str, today: date) -> str:
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    day = _japanese_date(flat) or _western_date(flat)
    if day is None or not ERAS[-1][2] <= day <= today + AHEAD:
        raise InvalidInput("forms.value.date")
    return day.isoformat()


def _japanese_date(text: str) -> date | None:
    match = JAPANESE.fullmatch(text)
    if match is None:
        return None
    name = _SHORT[match[1][0].upper()]
    year = 1 if match[2] == "元" else int(match[2])
    day = _day(_FIRST_YEAR[name] + year - 1, match[3], match[4])
    # 昭和64年2月1日 never was: the day must lie in the era it names.
    return day if day is not None and year > 0 and japanese(day).startswith(name) else None


def _western_date(text: str) -> date | None:
    match = WESTERN.fullmatch(text) or DENSE.fullmatch(text)
    return None if match is None else _day(int(match[1]), match[2], match[3])


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _number(_field: Field, text: str, _today: date) -> str:
    value = unicodedata.normalize("NFKC", text)
    if not re.fullmatch(r"[0-9]+", value):
        raise InvalidInput("forms.value.number")
    return value


def _phone(_field: Field, text: str, _today: date) -> str:
    value = re.sub("[‐-―−ー()\\s]+", "-", unicodedata.normalize("NFKC", text)).strip("-")
    if not PHONE.fullmatch(value) or len(value.replace("-", "")) not in (10, 11):
        raise InvalidInput("forms.value.phone")
    return value


def _choice(field: Field, text: str, _today: date) -> str:
    if text not in {choice.id for choice in field.choices}:
        raise InvalidInput("forms.value.choice")
    return text


def _check(_field: Field, text: str, _today: date) -> str:
    if text != YES:
        raise InvalidInput("forms.value.choice")
    return text


_CHECKS = {
    "text": _free,
    "address": _free,
    "kana": _kana,
    "date": _date,
    "number": _number,
    "phone": _phone,
    "choice": _choice,
    "check": _check,
}
