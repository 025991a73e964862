"""The page of the operation log: is it whole, in one sentence; then what is asked for, and what was done."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.ui.admin.audit.state import AuditState
from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.notices import problem
from iga_madoguchi.ui.layouts.office import office_bar, verdict
from iga_madoguchi.ui.text.ja import audit as text


def audit_page() -> rx.Component:
    return rx.el.div(
        office_bar("操作記録", AuditState, back=AuditState.may_go_home),
        rx.cond(
            AuditState.ready,
            rx.el.main(_whole(), _question(), _answers(), class_name="house log"),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.audit"},
    )


def _whole() -> rx.Component:
    """The bar is there while a check runs; what it found stands as sentences."""
    return verdict(
        AuditState,
        rx.cond(
            AuditState.checking,
            rx.el.progress(value=AuditState.part, max=100, custom_attrs={"aria-label": "確かめた割合"}),
            button("いま確かめる", on_click=AuditState.check),
        ),
        rx.el.ul(rx.foreach(AuditState.faults, rx.el.li), class_name="log-faults"),
        bad="verdict-bad",
        known=AuditState.known,
    )


def _question() -> rx.Component:
    return rx.el.section(
        rx.el.h2("さがす", class_name="vh"),
        rx.el.div(
            *(
                toggle(name, AuditState.period == period, on_click=AuditState.choose(period))
                for period, name in text.PERIODS.items()
            ),
            role="group",
            class_name="toggle",
            custom_attrs={"aria-label": "期間"},
        ),
        rx.el.form(
            _field("はじめの日", "first", AuditState.first, kind="date", required=True),
            _field("終わりの日", "last", AuditState.last, kind="date", required=True),
            _choice("種類", "area", AuditState.area, AuditState.areas, text.ANY_AREA),
            _choice("端末", "terminal", AuditState.terminal, AuditState.terminals, text.ANY_TERMINAL),
            _field("だれ（ユーザーID）", "actor", AuditState.actor),
            _field("対象の番号", "subject", AuditState.subject),
            rx.el.label(
                rx.el.input(type="checkbox", name="refused", value="1", default_checked=AuditState.refused),
                rx.el.span("できなかったものだけ"),
                class_name="log-only",
            ),
            rx.el.button(icon("search"), rx.el.span("さがす"), type="submit", class_name="btn btn-solid"),
            # What was asked otherwise shows in the form.
            key=AuditState.asked,
            on_submit=AuditState.search,
            reset_on_submit=False,
        ),
        problem(AuditState.problem),
        class_name="box log-question",
    )


def _field(
    label: str, name: str, value: rx.Var[str], kind: str = "text", required: bool = False
) -> rx.Component:
    return rx.el.label(
        rx.el.span(label),
        rx.el.input(
            type=kind,
            name=name,
            default_value=value,
            required=required,
            max_length=64,
            auto_complete="off",
        ),
    )


def _choice(label: str, name: str, value: rx.Var[str], options: rx.Var, any_one: str) -> rx.Component:
    return rx.el.label(
        rx.el.span(label),
        rx.el.select(
            rx.el.option(any_one, value=""),
            rx.foreach(options, lambda one: rx.el.option(one["name"], value=one["id"], key=one["id"])),
            name=name,
            default_value=value,
        ),
    )


def _answers() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("記録", rx.el.small("新しい順")),
            rx.el.span(class_name="push"),
            # A file, not a page: without a target of its own the link would look for a screen.
            _file("表（CSV）", "/audit/log.csv?", download=True, target="_blank"),
            _file("紙（PDF）", "/audit/log.pdf?", target="_blank"),
            class_name="log-head",
        ),
        rx.cond(
            AuditState.entries.length() > 0,
            rx.fragment(
                rx.el.table(
                    rx.el.thead(
                        rx.el.tr(
                            *(
                                rx.el.th(title, scope="col")
                                for title in ("日時", "できごと", "だれ", "端末", "番号")
                            )
                        )
                    ),
                    rx.el.tbody(rx.foreach(AuditState.entries, _entry)),
                ),
                rx.cond(
                    AuditState.older > 0,
                    button("さらに前を見る", on_click=AuditState.more),
                    rx.el.p("この期間の記録は、これで全部です。", class_name="none"),
                ),
            ),
            rx.el.p(text.NONE, class_name="none"),
        ),
        class_name="box calls log-list",
    )


def _file(name: str, address: str, **how: Any) -> rx.Component:
    return rx.el.a(
        icon("paper"),
        rx.el.span(name),
        href=address + AuditState.asked,
        rel="noreferrer",
        class_name="btn",
        **how,
    )


def _entry(one: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(one["at"], class_name="num"),
        rx.el.td(
            rx.el.strong(one["what"]),
            rx.cond(
                one["refused"] != "",
                rx.el.span(icon("stop"), one["refused"], class_name="state state-bad"),
            ),
            rx.el.small(one["area"], rx.cond(one["more"] != "", rx.fragment("　", one["more"]))),
        ),
        rx.el.td(one["who"]),
        rx.el.td(one["where"]),
        rx.el.td(one["id"], class_name="num"),
        key=one["id"],
    )
