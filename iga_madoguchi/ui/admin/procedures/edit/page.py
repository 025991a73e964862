"""One procedure: written on the left, seen on the right."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.procedures.edit.parts import earlier, editor, preview, standing
from iga_madoguchi.ui.admin.procedures.edit.state import ProcedureState
from iga_madoguchi.ui.layouts.work import bar


def procedure() -> rx.Component:
    return rx.el.div(
        bar(
            "つながる窓口　手続きを書く",
            ProcedureState.place,
            ProcedureState.clock_offset,
            rx.el.a("手続きの一覧にもどる", href="/admin/procedures", class_name="btn"),
            rx.el.span(ProcedureState.staff),
        ),
        rx.el.main(
            editor(),
            rx.el.div(
                rx.cond(ProcedureState.ready, rx.fragment(standing(), preview(), earlier())),
                class_name="cat-beside",
            ),
            class_name="cat-edit",
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.procedures.edit"},
    )
