"""The list of procedures by department, and the file that goes to a spreadsheet and back."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.procedures.state import ProceduresState
from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.text.ja.catalogue import IMPORT

EDIT = "/admin/procedures/edit"


class CatalogueFile(rx.Component):
    """Writes the catalogue to a file and takes one back. Implemented in assets/catalogue.jsx."""

    library = "$/public/catalogue.jsx"
    tag = "CatalogueFile"

    words: rx.Var[dict[str, str]]


def filters() -> rx.Component:
    """Which procedures are looked at."""
    return rx.el.div(
        rx.el.label(
            rx.el.span("課"),
            rx.el.select(
                rx.el.option("すべての課", value=""),
                rx.foreach(
                    ProceduresState.departments, lambda one: rx.el.option(one["name"], value=one["id"])
                ),
                value=ProceduresState.department,
                on_change=ProceduresState.choose_department,
            ),
        ),
        rx.el.label(
            rx.el.span("ことば"),
            rx.el.input(
                type="search",
                placeholder="例：手帳、ほいくえん、passport",
                default_value=ProceduresState.words,
                on_change=ProceduresState.look_for,
            ),
        ),
        toggle("要確認だけ", ProceduresState.unsure, on_click=ProceduresState.toggle_unsure),
        rx.el.p(
            ProceduresState.shown,
            "件（ぜんぶで",
            ProceduresState.total,
            "件、要確認",
            ProceduresState.unconfirmed,
            "件）",
            role="status",
            class_name="num",
        ),
        rx.el.a(
            "CSV",
            href="#cat-file",
            class_name="btn",
            custom_attrs={"aria-label": "CSVで書き出す・入れかえる"},
        ),
        rx.el.a("手続きを足す", href=EDIT + "?department=" + ProceduresState.department, class_name="btn"),
        class_name="cat-filters",
    )


def listing() -> rx.Component:
    return rx.el.div(
        rx.cond(
            ProceduresState.shown > 0,
            rx.foreach(ProceduresState.sections, _section),
            rx.el.p("あてはまる手続きは、ありません。", class_name="none"),
        ),
        class_name="cat-list",
    )


def exchange() -> rx.Component:
    return rx.el.section(
        rx.el.h2(IMPORT["title"]),
        CatalogueFile.create(words=rx.Var.create(IMPORT)),
        id="cat-file",
        class_name="box form",
    )


def _section(section: rx.Var) -> rx.Component:
    return rx.el.section(
        rx.el.h2(section["name"], rx.el.small(section["rows"].length(), "件")),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *(rx.el.th(title, scope="col") for title in ("手続き", "どこまで", "目安", "最後に保存")),
                    rx.el.th(rx.el.span("操作", class_name="vh"), scope="col"),
                )
            ),
            rx.el.tbody(rx.foreach(section["rows"], _row)),
        ),
        class_name="box calls cat-section",
        key=section["id"],
    )


def _row(row: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.a(row["name"], href=EDIT + "?id=" + row["id"].to(str)),
            rx.cond(row["unconfirmed"].to(bool), _mark("warn", "要確認", "state state-warn")),
            rx.cond(row["retired"].to(bool), _mark("off", "使っていません", "state state-closed")),
        ),
        rx.el.td(row["reach"]),
        rx.el.td(row["minutes"], class_name="num"),
        rx.el.td(row["saved"], class_name="num"),
        rx.el.td(rx.el.div(rx.cond(row["retired"].to(bool), _retired(row), _offered(row)))),
        class_name=rx.cond(row["retired"].to(bool), "is-retired", ""),
        key=row["id"],
    )


def _mark(drawing: str, words: str, look: str) -> rx.Component:
    return rx.el.span(icon(drawing), rx.el.span(words), class_name=look)


def _offered(row: rx.Var) -> rx.Component:
    return rx.fragment(
        rx.cond(
            ProceduresState.narrowed,
            rx.fragment(),
            rx.fragment(
                _act("↑", row, "を上へ", ProceduresState.move(row["id"], -1), row["first"]),
                _act("↓", row, "を下へ", ProceduresState.move(row["id"], 1), row["last"]),
            ),
        ),
        _act("使わない", row, "を使わない", ProceduresState.retire(row["id"])),
    )


def _retired(row: rx.Var) -> rx.Component:
    return _act("もう一度使う", row, "をもう一度使う", ProceduresState.restore(row["id"]))


def _act(label: str, row: rx.Var, what: str, on_click: object, off: rx.Var | bool = False) -> rx.Component:
    return button(
        label,
        on_click=on_click,
        disabled=off,
        custom_attrs={"aria-label": "「" + row["name"].to(str) + "」" + what},
    )
