"""The desk's bar: who sits here, whether calls ring here, and the privacy blind."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.desk.records.parts import records_toggle
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.layouts.work import bar

BY_KEY = {"data-blind": "yes", "title": "F2", "aria-keyshortcuts": "F2"}
"""See `BlindKey`, which hears these buttons too."""


def desk_bar() -> rx.Component:
    return bar(
        DeskState.desk,
        DeskState.staff,
        DeskState.clock_offset,
        rx.el.span(
            toggle("受付中", ~DeskState.away, on_click=DeskState.set_away(False)),
            toggle("席をはずす", DeskState.away, on_click=DeskState.set_away(True)),
            role="group",
            class_name="toggle",
            custom_attrs={"aria-label": "受付のようす"},
        ),
        records_toggle(),
        hide_button(),
    )


def hide_button() -> rx.Component:
    return button("画面を隠す", "lock", custom_attrs=BY_KEY)


def blind() -> rx.Component:
    """Covers everything but the bar; a ring is still said, without saying whose."""
    return rx.el.section(
        icon("lock"),
        rx.el.p("画面を隠しています。"),
        rx.cond(
            DeskState.ring.length() > 0,
            rx.el.p("呼び出しがあります。画面を出すと応答できます。", role="alert"),
        ),
        button("画面を出す", kind="btn-solid", custom_attrs=BY_KEY, auto_focus=True),
        class_name="blind",
        custom_attrs={"aria-label": "画面を隠しています"},
    )
