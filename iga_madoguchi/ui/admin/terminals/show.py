"""What the bureau reads of departments, branches and terminals: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.terminals.policy import HALL, MAP_COLUMNS, MAP_ROWS, overlaps
from iga_madoguchi.domain.terminals.views import (
    OTHER_LANGUAGES,
    DepartmentView,
    Spot,
    TerminalView,
    WordsByLanguage,
)
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja.office import LANGUAGES, TERMINAL_KINDS

KINDS = ("desk", "staff", "admin")
"""The terminals of the third section; a branch's kiosk stands with its branch."""


class DepartmentRow(TypedDict):
    """`desks` says where it is answered, "" when nowhere; `first` and `last` cannot be moved further."""

    id: str
    name: str
    examples: str
    icon: str
    phone: str
    deputy: str
    desks: str
    first: bool
    last: bool


class PlaceRow(TypedDict):
    """A terminal. `more` is what its kind has beside its name."""

    id: str
    kind: str
    name: str
    more: str
    phone: str
    state: str
    label: str
    first: bool
    last: bool


class GoneRow(TypedDict):
    """What is not used any more. `kind`: department, or that of a terminal."""

    id: str
    kind: str
    name: str
    label: str


class ChoiceRow(TypedDict):
    id: str
    name: str
    on: bool


class WordsRow(TypedDict):
    """One other language: its code, what it calls itself, the name and the examples in it."""

    id: str
    language: str
    name: str
    examples: str


class SpotRow(TypedDict):
    """One place of the small map; `place` are class names, `name` who lies there."""

    id: str
    place: str
    label: str
    name: str
    free: bool
    on: bool


def departments(views: Sequence[DepartmentView], places: Sequence[TerminalView]) -> list[DepartmentRow]:
    used = [view for view in views if view.retired_at is None]
    names = {view.id: view.name for view in used}
    return [
        DepartmentRow(
            id=view.id,
            name=view.name,
            examples=view.examples,
            icon=view.icon,
            phone=view.phone,
            deputy=names.get(view.deputy_id or "", ""),
            desks="、".join(place.name for place in answering(view.id, places)),
            first=view is used[0],
            last=view is used[-1],
        )
        for view in used
    ]


def answering(department_id: str, places: Sequence[TerminalView]) -> list[TerminalView]:
    """The desks in use at which a department is answered."""
    return [
        place
        for place in places
        if place.in_use and any(served.id == department_id for served in place.departments)
    ]


def branches(places: Sequence[TerminalView]) -> list[PlaceRow]:
    staff = [place.branch_id for place in places if place.kind == "staff" and place.in_use]
    rows = []
    for place, first, last in _in_turn(places, "branch"):
        count = staff.count(place.id)
        rows.append(_place(place, f"職員用の画面 {count}台" if count else "", first, last))
    return rows


def terminals(places: Sequence[TerminalView]) -> list[PlaceRow]:
    """Desks, staff screens and the bureau's, one kind after the other."""
    names = {place.id: place.name for place in places}
    rows = []
    for kind in KINDS:
        for place, first, last in _in_turn(places, kind):
            served = "、".join(department.name for department in place.departments)
            more = {"desk": f"受ける課：{served or 'ありません'}", "staff": names.get(place.branch_id, "")}
            rows.append(_place(place, f"{TERMINAL_KINDS[kind]}　{more.get(kind, '')}", first, last))
    return rows


def gone(views: Sequence[DepartmentView], places: Sequence[TerminalView]) -> list[GoneRow]:
    """Newest first. A staff screen whose branch is gone comes back with its branch."""
    open_branches = {place.id for place in places if place.kind == "branch" and place.in_use}
    found = [(view.retired_at, "department", "課", view.id, view.name) for view in views if view.retired_at]
    found += [
        (place.retired_at, place.kind, TERMINAL_KINDS[place.kind], place.id, place.name)
        for place in places
        if place.retired_at and (place.kind != "staff" or place.branch_id in open_branches)
    ]
    return [
        GoneRow(id=id_, kind=kind, name=name, label=f"{said}　{_day(at)}まで")
        for at, kind, said, id_, name in sorted(found, key=lambda row: str(row[0]), reverse=True)
        if at is not None
    ]


def words(said: WordsByLanguage) -> list[WordsRow]:
    rows = []
    for language in OTHER_LANGUAGES:
        one = said.get(language)
        name, examples = ("", "") if one is None else (one.name, one.examples)
        rows.append(WordsRow(id=language, language=LANGUAGES[language], name=name, examples=examples))
    return rows


def choices(all_of: Iterable[tuple[str, str]], chosen: Iterable[str]) -> list[ChoiceRow]:
    on = set(chosen)
    return [ChoiceRow(id=id_, name=name, on=id_ in on) for id_, name in all_of]


def spots(places: Sequence[TerminalView], own_id: str, own: Spot | None) -> list[SpotRow]:
    """Every place of the map from the north-west on; the city hall's are left out."""
    others = [
        (place.spot, place.name)
        for place in places
        if place.kind == "branch" and place.in_use and place.id != own_id and place.spot is not None
    ]
    grid = [Spot(column, row) for row in range(1, MAP_ROWS + 1) for column in range(1, MAP_COLUMNS + 1)]
    return [
        SpotRow(
            id=spot_id(spot),
            place=f"map-c{spot.column} pick-r{spot.row}",
            label=f"{'西中東'[spot.column - 1]}の列、北から{spot.row}番め",
            name=next((name for other, name in others if other == spot), ""),
            free=not any(overlaps(spot, other) for other, _ in others),
            on=spot == own,
        )
        for spot in grid
        if spot.column != HALL.column or abs(spot.row - HALL.row) >= 3
    ]


def spot_id(spot: Spot | None) -> str:
    return "" if spot is None else f"{spot.column}-{spot.row}"


def spot_of(text: str) -> Spot | None:
    """The spot a form names; None for none, and a spot outside the map for what makes no sense."""
    if not text:
        return None
    column, _, row = text.partition("-")
    known = column.isdecimal() and row.isdecimal() and len(text) < 8
    return Spot(int(column), int(row)) if known else Spot(0, 0)


def _in_turn(places: Sequence[TerminalView], kind: str) -> list[tuple[TerminalView, bool, bool]]:
    used = [place for place in places if place.kind == kind and place.in_use]
    return [(place, place is used[0], place is used[-1]) for place in used]


def _place(place: TerminalView, more: str, first: bool, last: bool) -> PlaceRow:
    enrolled = place.enrolled_at
    return PlaceRow(
        id=place.id,
        kind=place.kind,
        name=place.name,
        more=more,
        phone=place.phone,
        state="never" if enrolled is None else "ready",
        label="登録していません" if enrolled is None else f"{_day(enrolled)}から",
        first=first,
        last=last,
    )


def _day(moment: datetime | None) -> str:
    if moment is None:
        return ""
    here = local(moment)
    return f"{here.year}年{here.month}月{here.day}日"
