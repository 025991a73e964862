"""One table of the statistics with the picture of it, as the page draws them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from iga_madoguchi.domain.records import charts
from iga_madoguchi.domain.records.charts import Picture, Series
from iga_madoguchi.domain.records.tables import HEADINGS, minutes, percent
from iga_madoguchi.domain.records.views import Dimension, Figures, Statistics, StatisticsRow

MOST = 15  # lying bars of one picture; the table beside has every row
UPRIGHT: tuple[Dimension, ...] = ("hour", "weekday", "month")
HEAD = ("相談", "受付", "応答", "つながった", "待ち中央", "通話平均", "満足")
ORDER: tuple[Dimension, ...] = ("month", "branch", "department", "matter", "hour", "weekday")


class Bar(TypedDict):
    """A rectangle, in units of the picture; `tone` is its class name."""

    id: str
    x: str
    y: str
    width: str
    height: str
    tone: str


class Word(TypedDict):
    """A text on its line; `anchor` is its class name."""

    id: str
    x: str
    y: str
    text: str
    anchor: str


class Row(TypedDict):
    id: str
    label: str
    cells: list[str]


class Chart(TypedDict):
    """`box` is the view box, `rules` the grid as one path, `total` the last row's cells."""

    id: str
    title: str
    heading: str
    picture: str
    note: str
    box: str
    rules: str
    bars: list[Bar]
    words: list[Word]
    rows: list[Row]
    total: list[str]
    csv: str


def all_charts(found: Statistics) -> list[Chart]:
    """Every dimension in which something was counted, the course of time first; empty without any call."""
    if not found.total.stays and not found.total.answers:
        return []
    return [_chart(found, dimension) for dimension in ORDER]


def _chart(found: Statistics, dimension: Dimension) -> Chart:
    rows, title = list(found.by[dimension]), f"{HEADINGS[dimension]}ごと"
    if dimension == "matter":
        rows.sort(key=lambda row: -row.figures.stays)
    drawn = rows if dimension in UPRIGHT else rows[:MOST]
    picture = _picture(f"{title}の受付と応答", dimension, drawn)
    return Chart(
        id=dimension,
        title=title,
        heading=HEADINGS[dimension],
        picture=picture.title,
        note=f"図は多い順に{len(drawn)}件まで" if len(drawn) < len(rows) else "",
        box=f"0 0 {charts.WIDTH} {picture.height:.0f}",
        rules=" ".join(f"M{one.x:.0f} {one.y:.1f}H{charts.WIDTH}" for one in picture.rules),
        bars=[_bar(at, one) for at, one in enumerate(picture.boxes)],
        words=[_word(at, one) for at, one in enumerate(picture.words)],
        rows=[Row(id=f"{dimension}{row.key}", label=row.label, cells=_cells(row.figures)) for row in rows],
        total=_cells(found.total),
        csv=f"/statistics/{dimension}.csv?first={found.first}&last={found.last}",
    )


def _picture(title: str, dimension: Dimension, rows: Sequence[StatisticsRow]) -> Picture:
    labels = [row.label for row in rows]
    if dimension == "month":
        labels = charts.month_names([row.key for row in rows])
    series = [
        Series("受付", [float(row.figures.stays) for row in rows]),
        Series("応答", [float(row.figures.answered) for row in rows]),
    ]
    draw = charts.columns if dimension in UPRIGHT else charts.bars
    return draw(title, labels, series, "件")


def _bar(at: int, one: charts.Box) -> Bar:
    return Bar(
        id=str(at),
        x=f"{one.x:.1f}",
        y=f"{one.y:.1f}",
        width=f"{one.width:.1f}",
        height=f"{one.height:.1f}",
        tone=f"tone-{one.tone}",
    )


def _word(at: int, one: charts.Word) -> Word:
    return Word(id=str(at), x=f"{one.x:.1f}", y=f"{one.y:.1f}", text=one.text, anchor=f"at-{one.anchor}")


def _cells(figures: Figures) -> list[str]:
    return [
        f"{figures.calls:,}",
        f"{figures.stays:,}",
        f"{figures.answered:,}",
        percent(100 * figures.answered / figures.stays if figures.stays else None),
        minutes(figures.wait_median),
        minutes(figures.talk_mean),
        percent(figures.satisfaction),
    ]
