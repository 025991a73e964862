"""In call: read the paper, see the face, know who waits. Nothing covers the paper."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.call_media import (
    BlurSwitch,
    CallNotice,
    CallQuality,
    CallVideo,
    DevicePicker,
    SelfView,
    VolumeControl,
)
from iga_madoguchi.ui.components.icons import city_mark, icon
from iga_madoguchi.ui.components.needs import need_icon
from iga_madoguchi.ui.components.timers import Elapsed
from iga_madoguchi.ui.desk.bar import hide_button
from iga_madoguchi.ui.desk.state import DeskState


def in_call() -> rx.Component:
    return rx.fragment(
        rx.foreach(DeskState.talk, _bar),
        rx.el.main(_left(), _paper(), _right(), class_name="bench"),
        rx.el.footer(
            VolumeControl.create(),
            CallNotice.create(),
            rx.el.span(class_name="push"),
            CallQuality.create(plain=False),
            button("通話を終わる", "hang_up", "btn-end", on_click=DeskState.hang_up),
            class_name="tools",
        ),
    )


def _bar(row: rx.Var) -> rx.Component:
    return rx.el.header(
        city_mark(),
        rx.el.strong(row["branch"], " と通話中"),
        rx.el.span("受付番号 ", row["ticket"], class_name="sep num"),
        Elapsed.create(start=DeskState.talked, look="clock", class_name="num"),
        rx.el.span(row["department"], class_name="sep"),
        rx.el.span(class_name="push"),
        rx.cond(
            DeskState.waiting.length() > 0,
            rx.el.span(
                icon("people"), "お待ちの方 ", DeskState.waiting.length(), "人", class_name="bar-notice"
            ),
        ),
        hide_button(),
        class_name="bar",
    )


def _left() -> rx.Component:
    return rx.el.section(
        rx.foreach(
            DeskState.peers,
            lambda peer: rx.el.div(
                CallVideo.create(what="remote-camera", participant=peer["id"], label=peer["name"]),
                rx.el.p(peer["name"], class_name="res-name"),
                class_name="res",
                key=peer["id"],
            ),
        ),
        rx.foreach(DeskState.talk, _needs),
        rx.el.h2("こちらの映り方"),
        SelfView.create(label="こちらの映像"),
        BlurSwitch.create(),
        class_name="col col-l",
        custom_attrs={"aria-label": "お相手"},
    )


def _needs(row: rx.Var) -> rx.Component:
    return rx.el.ul(
        rx.el.li(icon("globe"), row["language"]),
        rx.foreach(
            row["needs"].to(list[dict[str, str]]),
            lambda need: rx.el.li(need_icon(need["id"]), need["name"]),
        ),
        class_name="need",
    )


def _paper() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("お手もとの用紙"), rx.el.small("支所の書類カメラ　ライブ"), class_name="paper-bar"
        ),
        rx.el.div(CallVideo.create(what="paper-live", label="お手もとの用紙"), class_name="paper-view"),
        class_name="desk-paper",
        custom_attrs={"aria-label": "お手もとの用紙"},
    )


def _right() -> rx.Component:
    return rx.el.section(
        rx.el.h2("お待ちの方"),
        rx.el.div(
            rx.cond(
                DeskState.waiting.length() > 0,
                rx.el.ul(rx.foreach(DeskState.waiting, _newcomer), class_name="new-list"),
                rx.el.p("お待ちの方はいません。"),
            ),
            role="status",
            custom_attrs={"aria-label": "お待ちの方"},
        ),
        rx.el.details(rx.el.summary("カメラとマイク", class_name="btn"), DevicePicker.create(kind="desk")),
        class_name="col col-r",
        custom_attrs={"aria-label": "お待ちの方と機器"},
    )


def _newcomer(row: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.b(row["ticket"], class_name="num"),
        rx.el.span(row["branch"], rx.el.br(), rx.el.small(row["department"], "　", row["needs_text"])),
        Elapsed.create(start=row["waited"], look="words", class_name="num"),
    )
