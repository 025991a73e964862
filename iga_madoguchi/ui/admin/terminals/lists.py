"""The lists of places: one row each, with its state and what can be done."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.terminals.views import ICONS
from iga_madoguchi.ui.admin.terminals.form import PlaceFormState
from iga_madoguchi.ui.admin.terminals.state import DEPARTMENT, TerminalsState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon, icon_of
from iga_madoguchi.ui.components.marks import state_mark


def department_list() -> rx.Component:
    return _section(
        "課",
        ("課", "受ける端末", "電話"),
        rx.foreach(TerminalsState.departments, _department),
        button("課を加える", on_click=PlaceFormState.add(DEPARTMENT)),
    )


def branch_list() -> rx.Component:
    return _section(
        "支所",
        ("支所", "住民の端末", "電話"),
        rx.foreach(TerminalsState.branches, lambda row: _place(row, "branch", row["phone"])),
        button("支所を加える", on_click=PlaceFormState.add("branch")),
    )


def terminal_list() -> rx.Component:
    return _section(
        "端末",
        ("端末", "登録"),
        rx.foreach(TerminalsState.terminals, lambda row: _place(row, row["kind"])),
        button("窓口端末を加える", on_click=PlaceFormState.add("desk")),
        button("職員用の画面を加える", on_click=PlaceFormState.add("staff")),
        button("運用の端末を加える", on_click=PlaceFormState.add("admin")),
    )


def gone_list() -> rx.Component:
    return rx.cond(
        TerminalsState.gone.length() > 0,
        rx.el.section(
            rx.el.h2("使っていないもの"),
            rx.el.ul(
                rx.foreach(
                    TerminalsState.gone,
                    lambda row: rx.el.li(
                        rx.el.span(rx.el.strong(row["name"]), rx.el.small(row["label"])),
                        button(
                            "もとに戻す",
                            on_click=TerminalsState.restore(row["kind"], row["id"]),
                            custom_attrs={"aria-label": "もとに戻す " + row["name"].to(str)},
                        ),
                        key=row["kind"].to(str) + row["id"].to(str),
                    ),
                )
            ),
            class_name="box place-gone",
        ),
    )


def _section(title: str, columns: tuple[str, ...], rows: rx.Component, *adding: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(title), rx.el.div(*adding, class_name="row"), class_name="place-head"),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *(rx.el.th(column, scope="col") for column in columns),
                    rx.el.th(rx.el.span("操作", class_name="vh"), scope="col"),
                )
            ),
            rx.el.tbody(rows),
        ),
        class_name="box calls days place-list",
        custom_attrs={"aria-label": title},
    )


def _department(row: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.span(
                icon_of(row["icon"], ICONS),
                rx.el.span(rx.el.strong(row["name"]), rx.el.small(row["examples"])),
                class_name="place-name",
            ),
            scope="row",
        ),
        rx.el.td(
            rx.cond(
                row["desks"] != "", row["desks"], rx.el.span(icon("warn"), "ありません", class_name="lacks")
            ),
            rx.el.small("代わり：", rx.cond(row["deputy"] != "", row["deputy"], "なし")),
        ),
        rx.el.td(row["phone"], class_name="num nb"),
        _acts(row, DEPARTMENT),
        key=row["id"],
    )


def _place(row: rx.Var, kind: Any, *cells: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.strong(row["name"]), rx.el.small(row["more"]), scope="row"),
        rx.el.td(state_mark(row["state"], row["label"])),
        *(rx.el.td(cell, class_name="num nb") for cell in cells),
        _acts(
            row,
            kind,
            button(
                "登録リンク",
                on_click=TerminalsState.make_link(kind, row["id"]),
                custom_attrs={"aria-label": "登録リンク " + row["name"].to(str)},
            ),
        ),
        key=row["id"],
    )


def _acts(row: rx.Var, kind: Any, *more: rx.Component) -> rx.Component:
    name = row["name"].to(str)
    return rx.el.td(
        rx.el.div(
            button(
                "変える",
                on_click=PlaceFormState.edit(kind, row["id"]),
                custom_attrs={"aria-label": "変える " + name},
            ),
            *more,
            _step(row, kind, -1, "up", row["first"].to(bool), name + "を上へ"),
            _step(row, kind, 1, "down", row["last"].to(bool), name + "を下へ"),
            class_name="row",
        )
    )


def _step(
    row: rx.Var, kind: Any, by: int, drawing: str, end: rx.Var[bool], label: rx.Var[str]
) -> rx.Component:
    return rx.el.button(
        icon(drawing),
        type="button",
        on_click=TerminalsState.move(kind, row["id"], by),
        disabled=end,
        class_name="btn btn-step",
        title=label,
        custom_attrs={"aria-label": label},
    )
