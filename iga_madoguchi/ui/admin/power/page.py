"""The page of power: is the server ready for a power cut, what will happen when, and what has happened."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.power.state import PowerState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.layouts.office import office_bar, said, verdict
from iga_madoguchi.ui.text.ja.power import (
    DRILL,
    DRILL_NOTE,
    DRILL_STOP,
    RESTART_NOTE,
    RESTART_PLAN,
    RESTART_STOP,
    RESTART_TITLE,
)


def power_page() -> rx.Component:
    return rx.el.div(
        office_bar("電源", PowerState),
        rx.cond(
            PowerState.ready,
            rx.el.main(
                verdict(PowerState),
                said(PowerState),
                rx.el.div(_problems(), _plan(), _history(), class_name="house-main"),
                rx.el.div(_facts(), _restart(), _drill(), _form(), class_name="house-side"),
                class_name="house",
            ),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.power"},
    )


def _problems() -> rx.Component:
    return rx.cond(
        PowerState.problems.length() > 0,
        rx.el.div(
            rx.foreach(
                PowerState.problems,
                lambda one: rx.el.article(
                    rx.el.h2(icon("warn"), one["title"]),
                    rx.el.dl(rx.el.dt("いますること"), rx.el.dd(one["todo"])),
                    class_name="prob prob-mild",
                ),
            ),
            class_name="probs",
        ),
    )


def _facts() -> rx.Component:
    return rx.cond(
        PowerState.facts.length() > 0,
        rx.el.section(
            rx.el.h2("UPS のいまのようす"),
            rx.el.ul(
                rx.foreach(
                    PowerState.facts,
                    lambda one: rx.el.li(
                        rx.el.span(one["title"]),
                        rx.el.strong(one["value"], class_name="num"),
                        key=one["id"],
                    ),
                )
            ),
            class_name="box house-facts",
        ),
    )


def _plan() -> rx.Component:
    return rx.el.section(
        rx.el.h2("停電したときに起こること"),
        rx.el.ol(
            rx.foreach(
                PowerState.plan,
                lambda one: rx.el.li(rx.el.strong(one["when"]), rx.el.span(one["what"])),
            ),
            class_name="house-plan",
        ),
        class_name="box calls",
    )


def _history() -> rx.Component:
    return rx.el.section(
        rx.el.h2("これまで", rx.el.small("新しい順")),
        rx.cond(
            PowerState.history.length() > 0,
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(*(rx.el.th(title, scope="col") for title in ("いつ", "できごと", "そのとき")))
                ),
                rx.el.tbody(
                    rx.foreach(
                        PowerState.history,
                        lambda one: rx.el.tr(
                            rx.el.td(one["at"], class_name="num"),
                            rx.el.td(one["what"]),
                            rx.el.td(one["more"]),
                            key=one["id"],
                        ),
                    )
                ),
            ),
            rx.el.p("停電は、まだありません。", class_name="none"),
        ),
        class_name="box calls",
    )


def _drill() -> rx.Component:
    return rx.cond(
        PowerState.may_act,
        rx.el.section(
            rx.el.h2("停電の練習"),
            rx.el.div(
                button(rx.cond(PowerState.drill, DRILL_STOP, DRILL), "shield", on_click=PowerState.practise),
                rx.el.small(DRILL_NOTE),
            ),
            class_name="box house-orders",
        ),
    )


def _restart() -> rx.Component:
    """For whoever wants it at a quiet hour, without sitting there."""
    return rx.cond(
        PowerState.may_act,
        rx.el.section(
            rx.el.h2(RESTART_TITLE),
            rx.cond(
                PowerState.restart != "",
                rx.el.div(
                    rx.el.p(PowerState.restart, role="status"),
                    button(RESTART_STOP, on_click=PowerState.take_back_restart),
                ),
                rx.el.form(
                    rx.el.label(
                        rx.el.span("始め直す時刻"),
                        rx.el.input(type="datetime-local", name="at", required=True),
                    ),
                    rx.el.button(RESTART_PLAN, type="submit", class_name="btn"),
                    on_submit=PowerState.plan_restart,
                ),
            ),
            rx.el.small(RESTART_NOTE),
            class_name="box house-form house-restart",
        ),
    )


def _form() -> rx.Component:
    return rx.cond(
        PowerState.may_act,
        rx.el.section(
            rx.el.h2("UPS の登録"),
            rx.el.form(
                _field("UPS の名前", "name", PowerState.ups_name, "NUT で付けた名前（例 ups1）"),
                rx.el.div(
                    _field("NUT のある場所", "host", PowerState.ups_host, ""),
                    _field("ポート", "port", PowerState.ups_port, ""),
                    class_name="row",
                ),
                _field(
                    "NUT の利用者",
                    "login",
                    PowerState.ups_login,
                    "停止を頼むとき用（upsmon primary）",
                ),
                rx.el.label(
                    rx.el.span("パスワード"),
                    rx.el.input(type="password", name="password", auto_complete="off", max_length=128),
                    rx.el.small("空のままにすると、前のものを使います。画面には出ません。"),
                ),
                rx.el.button("この UPS を使う", type="submit", class_name="btn"),
                # What was saved elsewhere shows here.
                key=PowerState.ups_name + PowerState.ups_host + PowerState.ups_port + PowerState.ups_login,
                on_submit=PowerState.save,
                reset_on_submit=False,
            ),
            rx.cond(PowerState.known, button("UPS の登録を消す", on_click=PowerState.forget)),
            class_name="box house-form",
        ),
    )


def _field(label: str, name: str, value: rx.Var[str], note: str) -> rx.Component:
    return rx.el.label(
        rx.el.span(label),
        rx.el.input(name=name, default_value=value, max_length=100, auto_complete="off"),
        *([rx.el.small(note)] if note else []),
    )
