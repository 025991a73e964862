"""The page of functions: what is switched off is on no screen, and refused everywhere."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.functions.state import FunctionsPageState
from iga_madoguchi.ui.components.buttons import toggle
from iga_madoguchi.ui.layouts.office import office_bar, said


def functions_page() -> rx.Component:
    return rx.el.div(
        office_bar("使う機能", FunctionsPageState, heads=True),
        rx.cond(
            FunctionsPageState.ready,
            rx.el.main(
                said(FunctionsPageState),
                rx.el.section(
                    rx.el.h2("使う機能"),
                    rx.el.p(
                        "使わない機能は、どの画面にも出ません。いつでも元に戻せます。通話と書類は、いつも使えます。"
                    ),
                    rx.el.ul(rx.foreach(FunctionsPageState.rows, _row), class_name="function-list"),
                    class_name="box calls",
                ),
                class_name="calendar functions",
            ),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.functions"},
    )


def _row(row: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.strong(row["name"]),
            rx.el.span(row["what"]),
            rx.cond(row["note"] != "", rx.el.small("使わないことにした人　", row["note"])),
        ),
        rx.el.span(
            toggle("使う", row["on"].to(bool), on_click=FunctionsPageState.turn(row["id"], True)),
            toggle("使わない", ~row["on"].to(bool), on_click=FunctionsPageState.turn(row["id"], False)),
            role="group",
            class_name="toggle",
            custom_attrs={"aria-label": row["name"]},
        ),
        key=row["id"],
    )
