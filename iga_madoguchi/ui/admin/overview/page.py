"""The overview: one sentence that reassures or says what to do, with its grounds in one look."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.call.state import ObserverState
from iga_madoguchi.ui.admin.overview.parts import (
    call_list,
    looking_in,
    problem_list,
    terminal_map,
    vital_list,
)
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.alarm import alarm
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.marks import state_mark
from iga_madoguchi.ui.components.notices import notice
from iga_madoguchi.ui.layouts.work import bar


def overview() -> rx.Component:
    return rx.el.div(
        bar(
            "つながる窓口　運用状況",
            OverviewState.place,
            OverviewState.clock_offset,
            rx.el.nav(
                rx.el.a("使う機能", href="/admin/functions", class_name="btn"),
                rx.el.a("手続きの一覧", href="/admin/procedures", class_name="btn"),
                rx.el.a("課・支所・端末", href="/admin/terminals", class_name="btn"),
                rx.el.a("職員", href="/admin/accounts", class_name="btn"),
                rx.el.a("利用のまとめ", href="/admin/statistics", class_name="btn"),
                rx.el.a("開庁の日と時間", href="/admin/calendar", class_name="btn"),
                rx.el.a("バックアップ", href="/admin/backup", class_name="btn"),
                rx.el.a("電源", href="/admin/power", class_name="btn"),
                rx.el.a("点検と報告", href="/admin/selftests", class_name="btn"),
                rx.el.a("点検の一覧", href="/admin/checks", class_name="btn"),
                rx.el.a("知らせ", href="/admin/alerts", class_name="btn"),
                rx.el.a("操作記録", href="/admin/audit", class_name="btn"),
                class_name="bar-links",
                custom_attrs={"aria-label": "管理の画面"},
            ),
            rx.el.span(OverviewState.staff),
            alarm(),
        ),
        rx.cond(
            OverviewState.checked != "",
            rx.el.main(
                _verdict(),
                terminal_map(),
                rx.el.div(
                    problem_list(),
                    looking_in(),
                    vital_list(),
                    _today(),
                    call_list(),
                    _departments(),
                    *_lax(),
                    class_name="vitals",
                    role="region",
                    aria_label="いまのようす",
                    tab_index=0,  # it may scroll
                ),
                class_name=rx.cond(OverviewState.problems.length() > 0, "over over-bad", "over"),
            ),
            rx.el.p(
                "読み込んでいます。10秒たっても変わらないときは、この画面を読み込み直してください。",
                "運用状況を見てよい人にだけ出ます。",
                class_name="over",
            ),
        ),
        notice(ObserverState.problem, "閉じる", ObserverState.close_problem),
        notice(OverviewState.problem, "閉じる", OverviewState.close_problem),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.overview"},
    )


def _verdict() -> rx.Component:
    return rx.el.section(
        rx.match(
            OverviewState.mood,
            ("ok", icon("ok_line")),
            ("warn", icon("warn")),
            ("bad", icon("stop")),
            icon("help"),
        ),
        rx.el.div(rx.el.h1(OverviewState.verdict), rx.el.p(OverviewState.advice)),
        rx.el.p(
            OverviewState.checked, " のようすです。変わると、すぐにここへ出ます。", class_name="checked num"
        ),
        role="status",
        class_name=rx.match(
            OverviewState.mood,
            ("ok", "verdict verdict-ok"),
            ("warn", "verdict verdict-warn"),
            ("bad", "verdict verdict-bad"),
            "verdict",
        ),
    )


def _today() -> rx.Component:
    return rx.el.section(
        icon("people"),
        rx.el.div(rx.el.h2("きょうの相談"), rx.el.p(OverviewState.today, class_name="num")),
        class_name="box vital",
    )


def _lax() -> list[rx.Component]:
    """Settings that are right for an example and not for the city's service."""
    told = (
        (
            OverviewState.one_step,
            "管理者は、パスワードだけでログインできます",
            "「職員」で、2段階の確認を使うようにできます",
        ),
        (
            OverviewState.never_locks,
            "人がはなれた画面が、そのままになります",
            "「職員」で、画面のロックとログインの長さを決められます",
        ),
    )
    return [
        rx.cond(
            off,
            rx.el.section(
                icon("warn"),
                rx.el.div(rx.el.h2(what), rx.el.p(rx.el.a(remedy, href="/admin/accounts"))),
                class_name="box vital",
            ),
        )
        for off, what, remedy in told
    ]


def _departments() -> rx.Component:
    return rx.el.section(
        rx.el.h2("窓口のようす"),
        rx.el.ul(
            rx.foreach(
                OverviewState.departments,
                lambda row: rx.el.li(
                    rx.el.span(row["name"], rx.el.small(row["more"])), state_mark(row["state"], row["label"])
                ),
            )
        ),
        class_name="box side",
    )
