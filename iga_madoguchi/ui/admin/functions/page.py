"""The page of functions: what is switched off is on no screen, and refused everywhere."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.functions.state import FunctionsPageState
from iga_madoguchi.ui.components.buttons import toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.layouts.work import bar


def functions_page() -> rx.Component:
    return rx.el.div(
        bar(
            "つながる窓口　使う機能",
            FunctionsPageState.place,
            FunctionsPageState.clock_offset,
            rx.el.a("運用状況にもどる", href="/admin", class_name="btn"),
            rx.el.span(FunctionsPageState.staff),
            heads=True,
        ),
        rx.cond(
            FunctionsPageState.ready,
            rx.el.main(
                rx.el.div(
                    rx.cond(
                        FunctionsPageState.done != "",
                        rx.el.div(icon("ok"), rx.el.span(FunctionsPageState.done), class_name="done"),
                    ),
                    rx.cond(
                        FunctionsPageState.problem != "",
                        rx.el.p(icon("warn"), FunctionsPageState.problem, role="alert", class_name="problem"),
                    ),
                    class_name="done-region",
                    custom_attrs={"aria-live": "polite"},
                ),
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
