"""Statistics as rows of text: what is counted, in which order, under which heading; and as CSV files."""

from __future__ import annotations

import math
from collections.abc import Sequence

from iga_madoguchi.domain.records.views import Assumption, Dimension, Figures, Statistics
from iga_madoguchi.kit import spreadsheet

HEADINGS: dict[Dimension, str] = {
    "branch": "支所",
    "department": "課",
    "matter": "手続き",
    "hour": "時間帯",
    "weekday": "曜日",
    "month": "月",
}
COLUMNS = (
    "相談（件）",
    "課ごとの受付（件）",
    "応答（件）",
    "あきらめ（件）",
    "お待ちくださいの回数",
    "応答なしの回数",
    "転送（件）",
    "待ち時間の中央値（分）",
    "待ち時間の90%値（分）",
    "通話の合計（分）",
    "通話の平均（分）",
    "よかった（件）",
    "ふつう（件）",
    "よくなかった（件）",
    "満足（%）",
    "来庁が減った回数",
    "減った移動（km）",
    "減った時間（時間）",
)
TOTAL = "合計"
NOTHING = "—"
ASSUMED = ("支所", "市役所までの往復（km）", "往復の時間（分）", "来庁が減った割合（%）")


def cells(figures: Figures) -> list[str]:
    """A row behind its label, in the order of COLUMNS; "" where there is nothing to say."""
    faces = figures.faces
    return [
        str(figures.calls),
        str(figures.stays),
        str(figures.answered),
        str(figures.abandoned),
        str(figures.declined),
        str(figures.timeouts),
        str(figures.transfers),
        one_digit(figures.wait_median),
        one_digit(figures.wait_p90),
        one_digit(figures.talk),
        one_digit(figures.talk_mean),
        str(faces["good"]),
        str(faces["fair"]),
        str(faces["poor"]),
        one_digit(figures.satisfaction),
        one_digit(figures.trips),
        one_digit(figures.km),
        one_digit(figures.hours),
    ]


def csv_of(statistics: Statistics, dimension: Dimension) -> bytes:
    """One table with its total as CSV: UTF-8 with BOM, so that a spreadsheet opens it as it is."""
    rows = [[row.label, *cells(row.figures)] for row in statistics.by[dimension]]
    return spreadsheet.whole([(HEADINGS[dimension], *COLUMNS), *rows, [TOTAL, *cells(statistics.total)]])


def csv_of_assumptions(assumptions: Sequence[Assumption]) -> bytes:
    """What the saving is reckoned with, as CSV."""
    rows = [[one.branch_name, one_digit(one.km), str(one.minutes), str(one.share)] for one in assumptions]
    return spreadsheet.whole([ASSUMED, *rows])


def file_name(statistics: Statistics, what: str, ending: str = "csv") -> str:
    """Such as `toukei-month-20260401-20270331.csv`."""
    return f"toukei-{what}-{statistics.first:%Y%m%d}-{statistics.last:%Y%m%d}.{ending}"


def one_digit(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def percent(value: float | None) -> str:
    """Whole percent; what is not all is never called 100%."""
    if value is None:
        return NOTHING
    return f"{math.floor(10 * value) / 10:.1f}%" if 99.5 <= value < 100 else f"{value:.0f}%"


def minutes(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.1f}分"
