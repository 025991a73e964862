"""The list of checks: what is watched, with "does not apply" and "unknown" said as such."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.checks.state import ChecksState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.marks import state_mark
from iga_madoguchi.ui.components.notices import problem
from iga_madoguchi.ui.layouts.office import office_bar


def checks_page() -> rx.Component:
    return rx.el.div(
        office_bar("点検の一覧", ChecksState, heads=True),
        rx.cond(
            ChecksState.ready,
            rx.el.main(
                problem(ChecksState.problem),
                rx.el.div(_list(), class_name="house-main"),
                rx.el.div(_past(), class_name="house-side"),
                class_name="house",
            ),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.checks"},
    )


def _list() -> rx.Component:
    return rx.el.section(
        rx.el.h2("見張っているもの", rx.el.small(ChecksState.counted, class_name="num")),
        rx.el.div(
            rx.el.p(
                rx.cond(
                    ChecksState.looked != "",
                    rx.fragment(ChecksState.looked, " のようすです。10秒ごとに確かめています。"),
                    "いま確かめられません。",
                ),
                class_name="num",
            ),
            button("いまのようすを出す", on_click=ChecksState.refresh),
            rx.el.a("記録の図を見る", href="/admin/history", class_name="btn"),
            class_name="row",
        ),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *(
                        rx.el.th(title, scope="col")
                        for title in ("まとまり", "点検", "どこ", "ようす", "値", "いつから")
                    )
                )
            ),
            rx.el.tbody(rx.foreach(ChecksState.rows, _row)),
            class_name="check-list",
        ),
        class_name="box calls",
    )


def _row(row: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(rx.el.strong(row["group"])),
        rx.el.td(row["name"]),
        rx.el.td(row["at"]),
        rx.el.td(state_mark(row["state"], row["label"])),
        rx.el.td(
            rx.cond(
                row["chart"] != "",
                rx.el.a(
                    rx.cond(row["value"] != "", row["value"], "図"),
                    rx.el.span("　", row["name"], "の図を見る", class_name="vh"),
                    href=row["chart"],
                ),
                row["value"],
            ),
            class_name="num",
        ),
        rx.el.td(row["since"], class_name="num"),
        key=row["id"],
    )


def _past() -> rx.Component:
    return rx.el.section(
        rx.el.h2("なおった異常", rx.el.small("新しい順")),
        rx.cond(
            ChecksState.past.length() > 0,
            rx.el.ul(
                rx.foreach(
                    ChecksState.past,
                    lambda one: rx.el.li(
                        rx.el.span(
                            one["title"],
                            rx.el.small(one["began"], " から ", one["ended"], class_name="num"),
                            rx.cond(one["seen"] != "", rx.el.small(one["seen"])),
                        ),
                        class_name="plain",
                        key=one["id"],
                    ),
                )
            ),
            rx.el.p("まだありません。", class_name="none"),
        ),
        class_name="box house-facts",
    )
