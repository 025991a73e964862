"""The catalogue: which procedures there are, in which order, and which are used."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.procedures.parts import exchange, filters, listing
from iga_madoguchi.ui.admin.procedures.state import ProceduresState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.layouts.office import office_bar


def catalogue() -> rx.Component:
    return rx.el.div(
        office_bar("手続きの一覧", ProceduresState, heads=True),
        rx.cond(
            ProceduresState.ready,
            rx.el.main(filters(), _done(), listing(), exchange(), class_name="catalogue"),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.procedures"},
    )


def _done() -> rx.Component:
    return rx.el.div(
        rx.cond(
            ProceduresState.done != "",
            rx.el.div(
                icon("ok"),
                rx.el.span(ProceduresState.done),
                rx.cond(ProceduresState.undo != "", button("もとに戻す", on_click=ProceduresState.put_back)),
                class_name="done",
            ),
        ),
        rx.cond(
            ProceduresState.problem != "",
            rx.el.p(icon("warn"), ProceduresState.problem, role="alert", class_name="problem"),
        ),
        class_name="cat-done",
        custom_attrs={"aria-live": "polite"},
    )
