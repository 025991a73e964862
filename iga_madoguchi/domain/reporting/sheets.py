"""The two reports on A4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from iga_madoguchi.domain.auditing.telling import Told
from iga_madoguchi.domain.printing.sheets import Block, Box, Drawing, Heading, Space, Table, Text, sheet
from iga_madoguchi.domain.records import charts, tables
from iga_madoguchi.domain.records.charts import Series
from iga_madoguchi.domain.records.views import Dimension, Figures
from iga_madoguchi.domain.reporting.policy import INCIDENT_EVENTS
from iga_madoguchi.domain.reporting.views import Incident, Kept, Monthly
from iga_madoguchi.domain.selftests import words
from iga_madoguchi.domain.selftests.views import Finding, Tally
from iga_madoguchi.domain.uptime.service import Availability, Period
from iga_madoguchi.kit.clock import local

USE = ("相談", "受付", "応答", "あきらめ", "待ち中央", "待ち90%", "通話平均", "転送")
ANCHOR = 64


def monthly(report: Monthly, made: datetime) -> str:
    """月次稼働報告: what was used, whether it was there, whether it is safe."""
    month = f"{report.first.year}年{report.first.month}月"
    blocks: list[Block] = [
        Box(f"{month}のまとめ", "\n".join(_summary(report))),
        *([] if report.complete else [Text("この月はまだ終わっていません。今日までの数字です。", "small")]),
        *_use(report),
        *_uptime(report.uptime),
        *_tests(report.tests),
        *_kept(report.kept),
        *_chain(report),
        *_incidents(report),
        *_happened(report),
    ]
    note = f"{month}　作成 {local(made):%Y-%m-%d %H:%M}"
    return sheet(f"つながる窓口　月次稼働報告　{month}", blocks, note=note, office=True)


def incident(report: Incident, made: datetime) -> str:
    """障害報告書: one page, with room for what is to be done against it."""
    asked = report.wanted
    span = f"{_moment(asked.first)} から {_moment(asked.last)} まで（{_length(asked.first, asked.last)}）"
    spare = INCIDENT_EVENTS - len(report.events)
    rows = [
        ("何が起きたか", asked.title),
        ("期間", span),
        ("気づいた時刻", _when(report.noticed, "記録からは分かりません（　　　　　　　　　　　）")),
        ("影響した端末", "、".join(report.touched) or "点検で直すところが見つかった端末はありません"),
        ("影響した相談", _touched(report)),
        ("したこと", asked.done or "\n"),
        ("復旧した時刻", _when(report.recovered, "記録からは分かりません（　　　　　　　　　　　）")),
        ("確認した人", asked.acknowledged or "　　　　　　　　　　　　　　　年　　月　　日"),
    ]
    blocks: list[Block] = [
        Table(rows, look="facts"),
        Heading("記録に残ったできごと"),
        *_table_of(report.events, report.more_events, "この間、システムの記録に残ったできごとはありません。"),
        Heading("原因"),
        Space(15 + 3 * spare),
        Heading("再発を防ぐための対策"),
        Space(21 + 5 * spare),
    ]
    note = f"作成 {local(made):%Y-%m-%d %H:%M}"
    return sheet("つながる窓口　障害報告書", blocks, note=note, office=True)


def _summary(report: Monthly) -> list[str]:
    total, uptime = report.statistics.total, report.uptime
    tested = sum(one.runs for one in report.tests)
    bad = sum(one.bad for one in report.tests)
    backup, drill = report.kept[0], report.kept[2]
    return [
        f"相談 {total.calls:,}件（{_stays(total)}）",
        f"サーバーの稼働率（開庁時間） {_share(uptime.server) if uptime.since else '数えていません'}",
        f"端末の点検 {tested:,}回、そのうち直すところが見つかったもの {bad:,}回",
        f"全体のバックアップ {backup.done}回、"
        f"復元の確認 {drill.done}回（最後に確かめた日 {_date(drill.last)}）",
    ]


def _use(report: Monthly) -> list[Block]:
    made: list[Block] = [Heading("窓口の利用")]
    for dimension in ("branch", "department"):
        made.append(_use_table(report, dimension))
    made.append(Text("待ちと通話は分。待ち90%は、10人のうち9人がこれ以内という時間です。", "small"))
    days = report.statistics.by["weekday"]
    if any(row.figures.calls for row in days):
        rows = report.statistics.by["department"]
        series = [
            Series("受付", [float(row.figures.stays) for row in rows]),
            Series("応答", [float(row.figures.answered) for row in rows]),
        ]
        drawn = charts.bars("課ごとの受付と応答", [row.label for row in rows], series, "件")
        made.append(Drawing(charts.svg(drawn)))
    return made


def _use_table(report: Monthly, dimension: Dimension) -> Table:
    rows = [(row.label, *_cells(row.figures)) for row in report.statistics.by[dimension]]
    rows.append((tables.TOTAL, *_cells(report.statistics.total)))
    return Table(rows, (tables.HEADINGS[dimension], *USE), "figures")


def _cells(one: Figures) -> tuple[str, ...]:
    return (
        f"{one.calls:,}",
        f"{one.stays:,}",
        f"{one.answered:,}",
        f"{one.abandoned:,}",
        tables.one_digit(one.wait_median) or tables.NOTHING,
        tables.one_digit(one.wait_p90) or tables.NOTHING,
        tables.one_digit(one.talk_mean) or tables.NOTHING,
        f"{one.transfers:,}",
    )


def _uptime(period: Period) -> list[Block]:
    if period.since is None:
        return [Heading("稼働のようす"), Text("この月は、稼働の時間を数えていません。")]
    rows = [
        (one.name, _share(one), _hours(one.open_due), _hours(one.open_due - one.open_up))
        for one in (period.server, *period.terminals)
        if one.open_due
    ]
    note = (
        f"{_day(period.since)}から数えています。開庁している時間のうち、サーバーが動いていた時間と、"
        "端末の画面がつながっていた時間の割合です。"
    )
    head = ("場所", "稼働率", "開庁の時間", "止まっていた時間")
    return [Heading("稼働のようす"), Table(rows, head, "figures"), Text(note, "small")]


def _tests(tests: Sequence[Tally]) -> list[Block]:
    rows = [
        (one.name, str(one.days), str(one.days_good), str(one.runs), str(one.bad), _found(one))
        for one in tests
    ]
    head = ("端末", "点検した日", "良好だった日", "点検", "直すところ", "見つかったもの")
    return [Heading("端末の点検"), Table(rows, head, "tests")]


def _found(one: Tally) -> str:
    if not one.findings:
        return "なし" if one.runs else "点検の記録がありません"
    told = []
    for name, count in one.findings:
        part, _, code = name.partition(".")
        what, _ = words.said(Finding(part, "bad", code))  # type: ignore[arg-type]
        told.append(f"{what.rstrip('。')}（{count}回）")
    return "\n".join(told)


def _kept(kept: Sequence[Kept]) -> list[Block]:
    rows = [(one.what, f"{one.done}回", f"{one.failed}回", _when(one.last, "—")) for one in kept]
    head = ("すること", "できた", "できなかった", "最後にできた日時")
    return [Heading("バックアップ、復元の確認、操作記録の確認"), Table(rows, head, "tests")]


def _chain(report: Monthly) -> list[Block]:
    """Kept on paper outside the server, it shows later whether the log's end was cut off."""
    head, checked = report.head, report.checked
    found = "この月には確かめていません"
    if checked is not None:
        good = "書いたときのままでした" if checked.outcome == "done" else "ちがうところがありました"
        found = f"{_moment(checked.started_at)} に確かめ、{good}"
    seal = f"{head.hash[: ANCHOR // 2]}\n{head.hash[ANCHOR // 2 :]}" if head.hash else "—"
    rows = [("最後の記録の番号", f"{head.seq:,}"), ("その封", seal), ("この月の確認", found)]
    note = (
        "この番号と封は、作成したときのものです。紙で保管すると、"
        "あとで記録の末尾が消されていないかを確かめられます。"
    )
    return [Heading("操作記録のつながり"), Table(rows, look="facts"), Text(note, "small")]


def _incidents(report: Monthly) -> list[Block]:
    if not report.incidents:
        return []
    rows = [
        (_moment(one.began), one.what, _when(one.ended, "続いています"), _when(one.acknowledged, "—"))
        for one in report.incidents
    ]
    made: list[Block] = [Heading("異常"), Table(rows, ("はじまり", "何が起きたか", "おわり", "確認"))]
    if report.more_incidents:
        made.append(Text(f"ほかに {report.more_incidents:,}件あります。", "small"))
    return made


def _happened(report: Monthly) -> list[Block]:
    return [
        Heading("おもなできごと"),
        *_table_of(report.events, report.more_events, "この月に記録されたできごとはありません。"),
    ]


def _table_of(events: Sequence[Told], more: int, none: str) -> list[Block]:
    if not events:
        return [Text(none)]
    rows = [(one.at[:16], one.what, one.subject or one.where) for one in events]
    made: list[Block] = [Table(rows, ("いつ", "できごと", "どこ"), "events")]
    if more:
        made.append(Text(f"ほかに {more:,}件あります。すべては「操作記録」で読めます。", "small"))
    return made


def _touched(report: Incident) -> str:
    total = report.figures
    if total is None or not total.calls:
        return "この日には、相談はありませんでした"
    days = "この日" if local(report.wanted.first).date() == local(report.wanted.last).date() else "この間の日"
    return f"{days}の相談 {total.calls:,}件（{_stays(total)}）"


def _stays(total: Figures) -> str:
    """A call is received at one department after another, so these may be more than the calls."""
    return f"課での受付 {total.stays:,}件、応答 {total.answered:,}件、あきらめた方 {total.abandoned:,}件"


def _share(one: Availability) -> str:
    if one.share is None:
        return "—"
    # 100.00 is said only where not one minute is missing.
    shown = one.share if one.open_up >= one.open_due else min(one.share, 99.99)
    return f"{shown:.2f}%"


def _hours(minutes: int) -> str:
    hours, rest = divmod(max(0, minutes), 60)
    return f"{hours:,}時間{rest:02}分" if hours else f"{rest}分"


def _length(first: datetime, last: datetime) -> str:
    return _hours(int((last - first).total_seconds()) // 60)


def _when(moment: datetime | None, none: str) -> str:
    return none if moment is None else _moment(moment)


def _date(moment: datetime | None) -> str:
    return "なし" if moment is None else _day(local(moment).date())


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"
