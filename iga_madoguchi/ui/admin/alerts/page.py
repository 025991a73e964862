"""The page of alerts: does what is told arrive, by which means, and the drill that proves it."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.alerts.state import AlertsState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.marks import state_mark
from iga_madoguchi.ui.layouts.office import office_bar, said, verdict
from iga_madoguchi.ui.text.ja.alerts import DRILL, DRILL_NOTE


def alerts_page() -> rx.Component:
    return rx.el.div(
        office_bar("知らせ", AlertsState),
        rx.cond(
            AlertsState.ready,
            rx.el.main(
                verdict(AlertsState),
                said(AlertsState),
                rx.el.div(_means(), _told(), class_name="house-main"),
                rx.el.div(_drill(), _quiet(), class_name="house-side"),
                class_name="house",
            ),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.alerts"},
    )


def _table(titles: tuple[str, ...], rows: rx.Component, look: str) -> rx.Component:
    heads = rx.el.tr(*(rx.el.th(title, scope="col") for title in titles))
    return rx.el.table(rx.el.thead(heads), rx.el.tbody(rows), class_name=look)


def _means() -> rx.Component:
    return rx.el.section(
        rx.el.h2("知らせる手段"),
        _table(
            ("手段", "ようす", "最後に届いたとき", "届かなかったとき、そのわけ"),
            rx.foreach(
                AlertsState.means,
                lambda one: rx.el.tr(
                    rx.el.td(rx.el.strong(one["name"]), rx.el.small(one["where"])),
                    rx.el.td(state_mark(one["state"], one["label"])),
                    rx.el.td(one["worked"], class_name="num"),
                    rx.el.td(one["trouble"]),
                    key=one["id"],
                ),
            ),
            "alert-list",
        ),
        class_name="box calls",
    )


def _told() -> rx.Component:
    return rx.el.section(
        rx.el.h2("これまでの知らせ", rx.el.small("新しい順")),
        rx.cond(
            AlertsState.told.length() > 0,
            _table(
                ("いつ", "知らせ", "手段", "結果"),
                rx.foreach(
                    AlertsState.told,
                    lambda one: rx.el.tr(
                        rx.el.td(one["at"], class_name="num"),
                        rx.el.td(one["what"]),
                        rx.el.td(one["means"]),
                        rx.el.td(state_mark(one["state"], one["result"])),
                        key=one["id"],
                    ),
                ),
                "alert-list",
            ),
            rx.el.p("まだありません。", class_name="none"),
        ),
        class_name="box calls",
    )


def _drill() -> rx.Component:
    return rx.el.section(
        rx.el.h2("知らせの練習"),
        rx.cond(
            AlertsState.may_act,
            rx.el.div(
                button(DRILL, "bell", on_click=AlertsState.practise),
                rx.el.small(DRILL_NOTE),
            ),
        ),
        rx.cond(
            AlertsState.drilled.length() > 0,
            rx.el.ul(
                rx.foreach(
                    AlertsState.drilled,
                    lambda one: rx.el.li(
                        rx.el.span(one["means"]),
                        state_mark(one["state"], one["result"]),
                        key=one["id"],
                    ),
                ),
                class_name="alert-drill",
                custom_attrs={"aria-live": "polite"},
            ),
        ),
        class_name="box house-orders",
    )


def _quiet() -> rx.Component:
    return rx.el.section(
        rx.el.h2("知らせる時間"),
        rx.el.p(AlertsState.quiet),
        class_name="box house-facts",
    )
