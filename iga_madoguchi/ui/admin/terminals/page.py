"""Places: which departments, branches and terminals there are; beside them what is done with one of them."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.terminals.lists import branch_list, department_list, gone_list, terminal_list
from iga_madoguchi.ui.admin.terminals.panels import form_panel, link_panel, retire_panel
from iga_madoguchi.ui.admin.terminals.state import TerminalsState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.keys import EscapeKey
from iga_madoguchi.ui.layouts.office import office_bar, said


def terminals() -> rx.Component:
    return rx.el.div(
        office_bar("課・支所・端末", TerminalsState, heads=True),
        rx.cond(
            TerminalsState.ready,
            rx.el.main(
                said(
                    TerminalsState,
                    rx.cond(
                        TerminalsState.removed != "",
                        button(
                            "もとに戻す",
                            on_click=TerminalsState.restore(
                                TerminalsState.removed_kind, TerminalsState.removed
                            ),
                        ),
                    ),
                    refusals=TerminalsState.panel == "",
                ),
                rx.el.div(
                    department_list(), branch_list(), terminal_list(), gone_list(), class_name="place-lists"
                ),
                rx.el.div(_panel(), class_name="place-panel"),
                class_name="places",
            ),
        ),
        EscapeKey.create(on=TerminalsState.panel != "", on_escape=TerminalsState.close),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.terminals"},
    )


def _panel() -> rx.Component:
    return rx.match(
        TerminalsState.panel,
        ("form", form_panel()),
        ("retire", retire_panel()),
        ("link", link_panel()),
        _nothing(),
    )


def _nothing() -> rx.Component:
    return rx.el.section(
        rx.el.h2("変えるには"),
        rx.el.ul(
            rx.el.li("「変える」を押すと、ここに内容が出ます。名前は、すぐに全部の画面で変わります。"),
            rx.el.li("「登録リンク」を端末で開くと、その端末が使えるようになります。"),
            rx.el.li("使うのをやめても、これまでの記録はなくなりません。もとに戻せます。"),
        ),
        class_name="box form place-hint",
    )
