"""A picture with its table beside it, and which departments note names."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.records.tables import TOTAL
from iga_madoguchi.ui.admin.statistics.pictures import HEAD
from iga_madoguchi.ui.admin.statistics.state import StatisticsState
from iga_madoguchi.ui.components.buttons import switch
from iga_madoguchi.ui.components.icons import icon


def chart_section(chart: rx.Var) -> rx.Component:
    """What is counted by one thing: seen as a picture, read as a table, taken along as CSV."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(chart["title"], rx.el.small(chart["note"])),
            rx.el.a(
                icon("arrow"),
                rx.el.span("CSVで保存"),
                href=chart["csv"],
                download=True,
                # A file, not a page: without a target of its own the link would look for a screen.
                target="_blank",
                class_name="btn",
                custom_attrs={"aria-label": chart["title"].to(str) + "の表をCSVで保存"},
            ),
            class_name="stat-title",
        ),
        _drawn(chart),
        rx.el.div(
            _table(chart),
            # A long table scrolls; the keyboard must reach it, too.
            role="region",
            tab_index=0,
            class_name="stat-table",
            custom_attrs={"aria-label": chart["title"].to(str) + "の表"},
        ),
        key=chart["id"],
        class_name="box stat-chart",
    )


def _drawn(chart: rx.Var) -> rx.Component:
    return rx.el.svg(
        rx.el.path(d=chart["rules"], class_name="rules"),
        rx.foreach(
            chart["bars"],
            lambda one: rx.el.rect(
                x=one["x"],
                y=one["y"],
                width=one["width"],
                height=one["height"],
                class_name=one["tone"],
                key=one["id"],
            ),
        ),
        rx.foreach(
            chart["words"],
            lambda one: rx.el.text(
                one["text"], x=one["x"], y=one["y"], class_name=one["anchor"], key=one["id"]
            ),
        ),
        view_box=chart["box"],
        role="img",
        class_name="chart",
        custom_attrs={"aria-label": chart["picture"].to(str) + "の図。同じ数字が、となりの表にあります。"},
    )


def _table(chart: rx.Var) -> rx.Component:
    return rx.el.table(
        rx.el.caption(StatisticsState.days, "　", chart["title"], class_name="vh"),
        rx.el.thead(
            rx.el.tr(
                rx.el.th(chart["heading"], scope="col"),
                *(rx.el.th(title, scope="col") for title in HEAD),
            )
        ),
        rx.el.tbody(
            rx.foreach(
                chart["rows"],
                lambda row: rx.el.tr(
                    rx.el.th(row["label"], scope="row"), _cells(row["cells"]), key=row["id"]
                ),
            )
        ),
        rx.el.tfoot(rx.el.tr(rx.el.th(TOTAL, scope="row"), _cells(chart["total"]))),
    )


def _cells(cells: rx.Var) -> rx.Component:
    return rx.foreach(cells, lambda cell, at: rx.el.td(cell, key=at.to_string(), class_name="num"))


def name_section() -> rx.Component:
    """Names are the exception: each department says that it needs them."""
    return rx.el.section(
        rx.el.h2("記録にお名前を残す課"),
        rx.el.p(
            "「残す」にした課だけ、相談の記録にお名前を書く欄が出ます。「残さない」に変えると、"
            "それまでに書かれたお名前も、画面と紙に出なくなります（消えはしません）。"
        ),
        rx.el.ul(
            rx.foreach(
                StatisticsState.names,
                lambda one: rx.el.li(
                    rx.el.span(one["name"]),
                    switch(
                        rx.cond(one["needed"].to(bool), "残す", "残さない"),
                        one["needed"].to(bool),
                        on_click=StatisticsState.set_name(one["id"], ~one["needed"].to(bool)),
                        custom_attrs={"aria-label": one["name"].to(str) + "の記録にお名前を残す"},
                    ),
                    key=one["id"],
                ),
            )
        ),
        class_name="box stat-names",
    )
