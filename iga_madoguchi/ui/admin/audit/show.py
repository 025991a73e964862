"""What the page says about entries of the operation log and the last check of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypedDict
from urllib.parse import urlencode

from iga_madoguchi.domain.audit.reading import Wanted
from iga_madoguchi.domain.audit.words import AREAS
from iga_madoguchi.domain.auditing.telling import Told
from iga_madoguchi.domain.runs.views import RunView
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja import audit as text

DAYS = {"day": 1, "week": 7, "month": 31}
OWN = "own"


class Entry(TypedDict):
    """One entry; `refused` is "" or says that it did not come about."""

    id: str
    at: str
    area: str
    what: str
    refused: str
    who: str
    where: str
    more: str


class Option(TypedDict):
    id: str
    name: str


class Verdict(TypedDict):
    title: str
    more: str
    good: bool


def entries(told: Sequence[Told]) -> list[Entry]:
    return [_entry(one) for one in told]


def areas() -> list[Option]:
    return [Option(id=key, name=name) for key, name in AREAS.items()]


def terminals(places: Sequence[tuple[str, str]]) -> list[Option]:
    return [Option(id=key, name=name) for key, name in places]


def span(period: str, today: date) -> tuple[date, date]:
    return today - timedelta(days=DAYS[period] - 1), today


def verdict(last: RunView | None, part: float | None) -> Verdict:
    if part is not None:
        return Verdict(title=text.CHECKING, more=text.CHECKING_MORE, good=True)
    if last is None or last.ended_at is None:
        return Verdict(title=text.UNCHECKED, more=text.UNCHECKED_MORE, good=True)
    if last.outcome != "done":
        return Verdict(title=text.BAD, more=text.BAD_TODO, good=False)
    at = f"{local(last.ended_at):%m月%d日 %H:%M}".lstrip("0")
    entries = int(last.detail.rpartition("=")[2] or 0)
    return Verdict(title=text.GOOD, more=text.GOOD_MORE.format(at=at, entries=f"{entries:,}"), good=True)


def faults(last: RunView | None) -> list[str]:
    """A sentence for each thing that the last check found."""
    if last is None or last.outcome == "done":
        return []
    found = []
    for one in last.detail.split()[1:]:
        kind, _, numbers = one.partition(":")
        begin, _, end = numbers.partition("-")
        spoken = f"{begin}番" if begin == end else f"{begin}番から{end}番まで"
        if kind in text.FAULTS:
            found.append(text.FAULTS[kind].format(span=spoken))
    return found


def address(wanted: Wanted) -> str:
    """The question as the address of a file asks it."""
    asked = {
        "first": str(wanted.first),
        "last": str(wanted.last),
        "area": wanted.area,
        "actor": wanted.actor,
        "terminal": wanted.terminal,
        "subject": wanted.subject,
        "refused": "1" if wanted.refused else "",
    }
    return urlencode({name: value for name, value in asked.items() if value})


def _entry(one: Told) -> Entry:
    more = [*([f"対象：{one.subject}"] if one.subject else []), *one.more]
    return Entry(
        id=str(one.seq),
        at=one.at,
        area=one.area,
        what=one.what,
        refused=one.result if one.refused else "",
        who=one.who,
        where=one.where,
        more="　".join(more),
    )
