"""What the bureau reads of the statistics: the sentence, the tiles, and what the saving rests on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypedDict

from iga_madoguchi.domain.records.statistics import fiscal_year
from iga_madoguchi.domain.records.tables import minutes, percent
from iga_madoguchi.domain.records.views import Assumption, Figures, Statistics
from iga_madoguchi.domain.terminals.views import DepartmentView

YEAR, LAST_YEAR, MONTH, LAST_MONTH, OWN = "year", "last_year", "month", "last_month", "own"
PERIODS = {YEAR: "今年度", LAST_YEAR: "前年度", MONTH: "今月", LAST_MONTH: "先月"}


class Tile(TypedDict):
    """One figure that stands for itself; `more` says what it is made of."""

    id: str
    label: str
    value: str
    more: str


class Way(TypedDict):
    """A branch's way to the city hall as it is assumed, and what that saved."""

    id: str
    name: str
    km: str
    minutes: str
    share: str
    trips: str
    saved_km: str
    saved_hours: str


class Naming(TypedDict):
    """Whether a department's records hold the resident's name."""

    id: str
    name: str
    needed: bool


def span(period: str, today: date, own: tuple[date, date]) -> tuple[date, date]:
    """The first and last day of a choice; `own` for any two days."""
    this_month = today.replace(day=1)
    match period:
        case "last_year":
            return fiscal_year(fiscal_year(today)[0] - timedelta(days=1))
        case "month":
            return this_month, today
        case "last_month":
            end = this_month - timedelta(days=1)
            return end.replace(day=1), end
        case "own":
            return own
        case _:
            return fiscal_year(today)[0], today


def days(first: date, last: date) -> str:
    return day(first) if first == last else f"{day(first)}〜{day(last)}"


def day(one: date) -> str:
    return f"{one.year}年{one.month}月{one.day}日"


def headline(period: str, found: Statistics) -> str:
    """The one sentence: how many, and which ways were saved."""
    total, (when, particle) = found.total, _when(period, found)
    if not total.calls:
        return f"{when}の相談は、まだありません。"
    start = f"{when}{particle}{total.calls:,}件。"
    if not total.trips:
        return f"{start}へらした移動は、まだありません。"
    return f"{start}市役所への移動を{rounded(total.km)}km、{rounded(total.hours)}時間へらしました。"


def tiles(total: Figures) -> list[Tile]:
    """Calls, the share that got through, the usual wait, satisfaction."""
    return [
        Tile(
            id="calls",
            label="相談",
            value=f"{total.calls:,}件",
            more=f"転送をふくむ受付 {total.stays:,}件" if total.transfers else "支所の画面で始まった数",
        ),
        Tile(
            id="through",
            label="つながった割合",
            value=percent(100 * total.answered / total.stays if total.stays else None),
            more=f"あきらめた方 {total.abandoned:,}件",
        ),
        Tile(
            id="wait",
            label="待ち時間の中央値",
            value=minutes(total.wait_median),
            more="応答した相談は、まだありません"
            if total.wait_p90 is None
            else f"10人に9人は {minutes(total.wait_p90)} まで",
        ),
        Tile(
            id="liked",
            label="満足",
            value=percent(total.satisfaction),
            more=f"「よかった」の割合。回答 {total.answers:,}件",
        ),
    ]


def ways(found: Statistics) -> list[Way]:
    figures = {row.key: row.figures for row in found.by["branch"]}
    return [_way(one, figures.get(one.branch_id, Figures())) for one in found.assumptions]


def saved(total: Figures) -> list[str]:
    """The last row: trips, km, hours."""
    return [f"{rounded(total.trips)}回", f"{rounded(total.km)}km", f"{rounded(total.hours)}時間"]


def namings(departments: Iterable[DepartmentView], named: frozenset[str]) -> list[Naming]:
    return [Naming(id=one.id, name=one.name, needed=one.id in named) for one in departments]


def rounded(value: float) -> str:
    """Whole numbers; one digit more where a whole number would say little."""
    return f"{value:,.1f}" if 0 < value < 10 else f"{value:,.0f}"


def _when(period: str, found: Statistics) -> tuple[str, str]:
    """How the period is called, and the particle behind it."""
    if period in PERIODS:
        return PERIODS[period], "は"
    if found.last - found.first in (timedelta(364), timedelta(365)):
        return "この1年", "で"
    return "この期間", "に"


def _way(one: Assumption, figures: Figures) -> Way:
    return Way(
        id=one.branch_id,
        name=one.branch_name,
        km=f"{one.km:g}",
        minutes=str(one.minutes),
        share=str(one.share),
        trips=f"{rounded(figures.trips)}回",
        saved_km=f"{rounded(figures.km)}km",
        saved_hours=f"{rounded(figures.hours)}時間",
    )
