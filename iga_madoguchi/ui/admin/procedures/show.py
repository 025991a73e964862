"""What the bureau reads of the catalogue: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import TypedDict

from iga_madoguchi.domain.procedures.columns import REACHES
from iga_madoguchi.domain.procedures.views import ProcedureView
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja.catalogue import SYSTEM


class Choice(TypedDict):
    """Something to choose from a list."""

    id: str
    name: str


class Row(TypedDict):
    """One procedure; `first` and `last` among those that its department offers."""

    id: str
    name: str
    reach: str
    minutes: str
    saved: str
    unconfirmed: bool
    retired: bool
    first: bool
    last: bool


class Section(TypedDict):
    """The procedures of one department in the city's order, what is retired at the end."""

    id: str
    name: str
    rows: list[Row]


def sections(views: Iterable[ProcedureView], people: Mapping[str, str]) -> list[Section]:
    """`views` in the city's order; `people` are names by login."""
    found = []
    for department, group in groupby(views, key=lambda view: view.content.department):
        rows = sorted(group, key=lambda view: view.retired)
        offered = [view.id for view in rows if not view.retired]
        found.append(
            Section(
                id=department,
                name=rows[0].department_name,
                rows=[_row(view, people, offered) for view in rows],
            )
        )
    return found


def chosen(
    views: Iterable[ProcedureView], department: str, fitting: Collection[str] | None, *, unsure: bool
) -> list[ProcedureView]:
    """What is left: of a department if one is named, of those that fit the words, only what is 要確認."""
    return [
        view
        for view in views
        if department in ("", view.content.department)
        and (fitting is None or view.id in fitting)
        and (view.unconfirmed or not unsure)
    ]


def named(views: Iterable[ProcedureView], words: str) -> set[str]:
    """Those whose name or id holds the words: what is retired is in no search of residents."""
    low = words.casefold()
    return {view.id for view in views if low in view.content.name.ja.casefold() or low in view.id}


def moment(at: datetime) -> str:
    here = local(at)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"


def person(login: str, people: Mapping[str, str]) -> str:
    """The name behind a login; the login itself when nobody has it any more."""
    return SYSTEM.get(login) or people.get(login) or login


def _row(view: ProcedureView, people: Mapping[str, str], offered: list[str]) -> Row:
    return Row(
        id=view.id,
        name=view.content.name.ja,
        reach=REACHES[view.content.reach],
        minutes=f"{view.content.minutes}分",
        saved=f"{moment(view.saved_at)}　{person(view.saved_by, people)}",
        unconfirmed=view.unconfirmed,
        retired=view.retired,
        first=view.id == offered[0] if offered else True,
        last=view.id == offered[-1] if offered else True,
    )
