"""The statistics: what the window was worth in one sentence, then what it rests on, then every figure."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.statistics.parts import chart_section, name_section
from iga_madoguchi.ui.admin.statistics.show import PERIODS
from iga_madoguchi.ui.admin.statistics.state import StatisticsState
from iga_madoguchi.ui.admin.statistics.ways import way_section
from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.layouts.office import office_bar


def statistics() -> rx.Component:
    return rx.el.div(
        office_bar("利用のまとめ", StatisticsState),
        rx.cond(
            StatisticsState.ready,
            rx.el.main(
                _headline(),
                _periods(),
                _done(),
                _tiles(),
                way_section(),
                _charts(),
                name_section(),
                class_name="stat",
            ),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.statistics"},
    )


def _headline() -> rx.Component:
    return rx.el.section(
        rx.el.h1(StatisticsState.headline),
        rx.el.p(
            StatisticsState.days,
            "　移動は見積もりです。計算のもとは、下で変えられます。相談が終わると、数字はすぐに変わります。",
        ),
        rx.cond(
            StatisticsState.behind,
            rx.el.p(
                icon("clock"),
                "まだ数えている相談があります。数字は、このあと増えます。",
                class_name="behind",
            ),
        ),
        role="status",
        class_name="stat-head",
    )


def _periods() -> rx.Component:
    asked = "?first=" + StatisticsState.first + "&last=" + StatisticsState.last
    return rx.el.section(
        rx.el.h2("期間", class_name="vh"),
        rx.el.div(
            *(
                toggle(name, StatisticsState.period == period, on_click=StatisticsState.choose(period))
                for period, name in PERIODS.items()
            ),
            role="group",
            class_name="toggle",
            custom_attrs={"aria-label": "期間"},
        ),
        rx.el.form(
            _day("はじめの日", "first", StatisticsState.first),
            _day("終わりの日", "last", StatisticsState.last),
            rx.el.button("この期間を見る", type="submit", class_name="btn"),
            # A period that was chosen otherwise shows its days here.
            key=StatisticsState.first + StatisticsState.last,
            on_submit=StatisticsState.choose_days,
            reset_on_submit=False,
        ),
        rx.el.a(
            icon("paper"),
            rx.el.span("報告書（PDF）"),
            href="/statistics/report.pdf" + asked,
            target="_blank",
            rel="noreferrer",
            class_name="btn push",
        ),
        rx.cond(
            StatisticsState.problem != "",
            rx.el.p(icon("warn"), StatisticsState.problem, role="alert", class_name="problem"),
        ),
        class_name="stat-periods",
    )


def _day(label: str, name: str, value: rx.Var[str]) -> rx.Component:
    return rx.el.label(
        rx.el.span(label), rx.el.input(type="date", name=name, default_value=value, required=True)
    )


def _done() -> rx.Component:
    return rx.el.div(
        rx.cond(
            StatisticsState.done != "",
            rx.el.div(
                icon("ok"),
                rx.el.span(StatisticsState.done),
                rx.cond(StatisticsState.undo != "", button("もとに戻す", on_click=StatisticsState.put_back)),
                class_name="done",
            ),
        ),
        class_name="done-region",
        custom_attrs={"aria-live": "polite"},
    )


def _tiles() -> rx.Component:
    return rx.el.dl(
        rx.foreach(
            StatisticsState.tiles,
            lambda tile: rx.el.div(
                rx.el.dt(tile["label"]),
                rx.el.dd(tile["value"], class_name="num"),
                rx.el.dd(tile["more"], class_name="more"),
                key=tile["id"],
                class_name="box",
            ),
        ),
        class_name="stat-tiles",
    )


def _charts() -> rx.Component:
    return rx.cond(
        StatisticsState.charts.length() > 0,
        rx.fragment(rx.foreach(StatisticsState.charts, chart_section)),
        rx.el.p(
            "この期間の相談は、まだありません。相談があると、支所・課・手続き・時間・曜日・月ごとの図と表が、"
            "ここに出ます。上で別の期間も選べます。",
            class_name="box stat-none",
        ),
    )
