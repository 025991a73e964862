"""The records' two printed sheets: what the window was worth in a period, and one record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from iga_madoguchi.domain.printing.sheets import Block, Box, Drawing, Heading, Points, Table, Text, sheet
from iga_madoguchi.domain.records import charts, tables
from iga_madoguchi.domain.records.charts import Series
from iga_madoguchi.domain.records.policy import FACES
from iga_madoguchi.domain.records.views import Dimension, Figures, RecordView, Statistics, StatisticsRow
from iga_madoguchi.kit.clock import local

MATTERS = 15  # procedures that are drawn; the table has all of them
RESULT_WORDS = {
    "": "（まだ選んでいません）",
    "done": "完了",
    "accepted": "申請を受け付けた",
    "advice": "相談のみ",
    "missing": "書類が足りない",
    "handed": "他課へ引き継ぎ",
    "again": "後日もう一度",
    "other": "その他",
}
FACE_WORDS = {"good": "よかった", "fair": "ふつう", "poor": "よくなかった"}
HEAD = ("相談", "受付", "応答", "あきらめ", "待ち中央", "待ち90%", "通話平均", "転送", "満足")
HOW = (
    "「相談」は、住民が支所で始めた1回です。「受付」は、そのうち1つの課での分で、転送されると2つになります。",
    "「待ち」は、画面の前か席で待った時間（分）です。中央は真ん中の人、90%は10人のうち9人がこれ以内です。",
    "「あきらめ」は、応答の前に終わった分です。「通話平均」は分、「満足」は回答のうち「よかった」の割合です。",
    "満足の回答は、だれの回答かが分からない形で数えています。",
)


def yearly(statistics: Statistics, made: datetime) -> str:
    """The report of any period: each chart with a table beside it that says the same."""
    period = f"{_day(statistics.first)} から {_day(statistics.last)} まで"
    blocks: list[Block] = [
        *_summary(statistics),
        *_over_time(statistics, "month", "月ごと"),
        *_by_place(statistics, "branch", "支所ごと"),
        *_by_place(statistics, "department", "課ごと"),
        *_matters(statistics),
        *_over_time(statistics, "weekday", "曜日ごと"),
        *_over_time(statistics, "hour", "時間帯ごと"),
        *_satisfaction(statistics),
        *_saving(statistics),
        Heading("数え方"),
        Points(HOW),
    ]
    note = f"{period}　作成 {local(made):%Y-%m-%d}"
    return sheet("つながる窓口　利用のまとめ", blocks, note=note, office=True)


def record(view: RecordView, made: datetime) -> str:
    """One record as the department files it."""
    draft = view.draft
    rows = [
        ("受付", f"{_day(view.day)}　受付番号 {view.ticket}　記録番号 {view.id}"),
        ("支所", view.branch_name),
        ("担当", f"{view.department_name}　{view.clerk}"),
        *([("お名前", draft.resident_name)] if draft.resident_name else []),
        ("手続き", draft.procedure_name or "（選んでいません）"),
        ("結果", RESULT_WORDS.get(draft.result, draft.result)),
        (
            "時間",
            f"{view.minutes}分" + ("" if view.minutes == view.measured else f"（計測 {view.measured}分）"),
        ),
        ("預かった書類", f"{view.papers}件"),
        ("書いた人", f"{view.saved_by}　{_moment(view.saved_at)}" if view.saved_at else "（書いていません）"),
        *([("訂正の理由", view.reason)] if view.reason else []),
    ]
    blocks: list[Block] = [Table(rows), Heading("メモ"), Text(draft.memo or "（なし）")]
    if draft.missing:
        blocks += [Heading("足りない書類"), Points(draft.missing, "check")]
    if view.notes:
        notes = [f"{_moment(one.at)}　{one.place}　{one.author}：{one.text}" for one in view.notes]
        blocks += [Heading("引き継ぎ"), Points(notes)]
    note = f"{view.department_name}　印刷 {local(made):%Y-%m-%d %H:%M}"
    title = "相談の記録" if view.state == "finished" else "相談の記録（書いている途中）"
    return sheet(title, blocks, note=note, office=True)


def _summary(statistics: Statistics) -> list[Block]:
    total = statistics.total
    share = 100 * total.answered / total.stays if total.stays else None
    saved = f"{total.trips:,.0f}回の来庁、{total.km:,.0f}km、{total.hours:,.0f}時間"
    rows = [
        ("相談", f"{total.calls:,}件"),
        ("応答", f"{total.answered:,}件（受付の{tables.percent(share)}）"),
        ("あきらめた方", f"{total.abandoned:,}件"),
        (
            "待ち時間",
            f"中央 {tables.minutes(total.wait_median)}、10人に9人は {tables.minutes(total.wait_p90)} まで",
        ),
        ("通話", f"合計 {total.talk / 60:,.0f}時間、平均 {tables.minutes(total.talk_mean)}"),
        ("転送", f"{total.transfers:,}件"),
        ("満足", f"{tables.percent(total.satisfaction)}（回答 {total.answers:,}件）"),
    ]
    return [Box("この窓口で減った移動（見積もり）", saved), Table(rows)]


def _over_time(statistics: Statistics, dimension: Dimension, title: str) -> list[Block]:
    rows = statistics.by[dimension]
    labels = [row.label for row in rows]
    if dimension == "month":
        labels = charts.month_names([row.key for row in rows])
    drawn = charts.columns(f"{title}の受付と応答", labels, _served(rows), "件")
    return [Heading(title), Drawing(charts.svg(drawn)), _table(statistics, dimension)]


def _by_place(statistics: Statistics, dimension: Dimension, title: str) -> list[Block]:
    rows = statistics.by[dimension]
    labels = [row.label for row in rows]
    waits = [
        Series("待ち時間の中央", _values(rows, lambda one: one.wait_median or 0.0)),
        Series("10人に9人は", _values(rows, lambda one: one.wait_p90 or 0.0)),
    ]
    return [
        Heading(title),
        Drawing(charts.svg(charts.bars(f"{title}の受付と応答", labels, _served(rows), "件"))),
        Drawing(charts.svg(charts.bars(f"{title}の待ち時間", labels, waits, "分"))),
        _table(statistics, dimension),
    ]


def _matters(statistics: Statistics) -> list[Block]:
    rows = sorted(statistics.by["matter"], key=lambda row: -row.figures.answered)
    if not rows:
        return []
    most = [row for row in rows if row.key][:MATTERS]
    series = [Series("応答", _values(most, lambda one: float(one.answered)))]
    drawn = charts.bars("手続きごとの応答", [row.label for row in most], series, "件")
    title = "手続きごと" if len(most) == len(rows) else f"手続きごと（図は多い順に{len(most)}件まで）"
    return [Heading(title), Drawing(charts.svg(drawn)), _table(statistics, "matter", rows)]


def _satisfaction(statistics: Statistics) -> list[Block]:
    rows = statistics.by["department"]
    series = [
        Series(FACE_WORDS[face], _values(rows, lambda one, face=face: float(one.faces[face])))  # type: ignore[misc]
        for face in FACES
    ]
    drawn = charts.shares("課ごとの満足", [row.label for row in rows], series, "件")
    head = ("課", *(FACE_WORDS[face] for face in FACES), "満足")
    shown = [
        (
            row.label,
            *(f"{row.figures.faces[face]:,}" for face in FACES),
            tables.percent(row.figures.satisfaction),
        )
        for row in [*rows, StatisticsRow("", tables.TOTAL, statistics.total)]
    ]
    return [Heading("満足"), Drawing(charts.svg(drawn)), Table(shown, head, "figures")]


def _saving(statistics: Statistics) -> list[Block]:
    rows = statistics.by["branch"]
    drawn = charts.bars(
        "支所ごとの減った移動",
        [row.label for row in rows],
        [Series("減った移動", _values(rows, lambda one: one.km))],
        "km",
    )
    ways = {one.branch_id: one for one in statistics.assumptions}
    head = ("支所", "往復 km", "往復 分", "割合 %", "減った来庁", "減った km", "減った時間")
    shown: list[Sequence[str]] = []
    for row in rows:
        way, figures = ways.get(row.key), row.figures
        assumed = ("", "", "") if way is None else (f"{way.km:.1f}", str(way.minutes), str(way.share))
        shown.append(
            (row.label, *assumed, f"{figures.trips:,.0f}", f"{figures.km:,.0f}", f"{figures.hours:,.0f}")
        )
    total = statistics.total
    shown.append((tables.TOTAL, "", "", "", f"{total.trips:,.0f}", f"{total.km:,.0f}", f"{total.hours:,.0f}"))
    text = (
        "応答した相談のうち、割合の分だけ市役所への往復が減ったとして計算した見積もりです。"
        "往復と割合は、管理の画面で変えられます。"
    )
    return [
        Heading("減った移動の見積もり"),
        Drawing(charts.svg(drawn)),
        Table(shown, head, "figures"),
        Text(text, "small"),
    ]


def _table(
    statistics: Statistics, dimension: Dimension, rows: Sequence[StatisticsRow] | None = None
) -> Table:
    shown = [
        (row.label, *_cells(row.figures)) for row in (statistics.by[dimension] if rows is None else rows)
    ]
    shown.append((tables.TOTAL, *_cells(statistics.total)))
    return Table(shown, (tables.HEADINGS[dimension], *HEAD), "figures")


def _cells(figures: Figures) -> tuple[str, ...]:
    return (
        f"{figures.calls:,}",
        f"{figures.stays:,}",
        f"{figures.answered:,}",
        f"{figures.abandoned:,}",
        tables.one_digit(figures.wait_median),
        tables.one_digit(figures.wait_p90),
        tables.one_digit(figures.talk_mean),
        f"{figures.transfers:,}",
        tables.percent(figures.satisfaction),
    )


def _served(rows: Sequence[StatisticsRow]) -> list[Series]:
    return [
        Series("受付", _values(rows, lambda one: float(one.stays))),
        Series("応答", _values(rows, lambda one: float(one.answered))),
    ]


def _values(rows: Sequence[StatisticsRow], of: Callable[[Figures], float]) -> list[float]:
    return [of(row.figures) for row in rows]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"
