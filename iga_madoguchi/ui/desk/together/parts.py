"""What stands beside the desk's own work; nothing of it ever covers the paper or a ring."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.call_media import BellSound, CallVideo, RingSound
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.timers import Elapsed
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.desk.together.state import DeskTogetherState


def looking_box() -> rx.Component:
    """In the column of the faces: asks, then stands there for as long as the bureau is in."""
    return rx.match(
        DeskTogetherState.looking,
        (
            "asked",
            rx.el.section(
                rx.el.h2("デジタル自治推進局が、この通話に入ってもよいですか", id="looking-title"),
                rx.el.p("理由：", DeskTogetherState.reason),
                rx.el.p("住民の方の画面にも、同じことをたずねています。"),
                rx.el.div(
                    button("いいですよ", kind="btn-line", on_click=DeskTogetherState.agree),
                    button("ことわる", on_click=DeskTogetherState.dismiss),
                    class_name="row",
                ),
                BellSound.create(count=1),
                role="alertdialog",
                class_name="look-box",
                custom_attrs={"aria-labelledby": "looking-title"},
            ),
        ),
        (
            "waiting",
            rx.el.section(
                rx.el.p(icon("clock"), "住民の方の返事を待っています。", role="status"),
                button("お願いをことわる", on_click=DeskTogetherState.dismiss),
                class_name="look-box",
            ),
        ),
        (
            "in",
            rx.el.section(
                rx.el.p(icon("eye"), rx.el.strong("デジタル自治推進局が参加しています"), role="status"),
                rx.cond(
                    DeskTogetherState.decides,
                    button("終わってもらう", on_click=DeskTogetherState.dismiss),
                ),
                class_name="look-box look-in",
            ),
        ),
        rx.fragment(),
    )


def turn_note() -> rx.Component:
    """The branch rings for somebody on the bench: this desk did not ask, so a sound tells it."""
    return rx.cond(
        DeskState.calling.length() > 0,
        rx.foreach(
            DeskState.calling,
            lambda row: rx.cond(
                row["turn"].to(bool),
                rx.el.p(
                    icon("bell"),
                    "席でお待ちの方の順番です。支所の端末が鳴っています。",
                    RingSound.create(on=True),
                    role="status",
                    class_name="turn-note",
                ),
            ),
        ),
    )


def vigil_box() -> rx.Component:
    """見守り: the other room in small, and one touch that ends it."""
    return rx.el.section(
        rx.el.h2("見守り"),
        rx.match(
            DeskTogetherState.vigil_state,
            ("asked", _asked()),
            ("asking", _asking()),
            ("on", _on()),
            ("paused", _paused()),
            _none(),
        ),
        rx.cond(
            DeskTogetherState.problem != "",
            rx.el.p(icon("warn"), DeskTogetherState.problem, role="alert", class_name="problem"),
        ),
        class_name="vigil-box",
        custom_attrs={"aria-label": "見守り"},
    )


def _none() -> rx.Component:
    return rx.fragment(
        button(
            "見守りをお願いする",
            "eye",
            on_click=DeskTogetherState.choose,
            custom_attrs={"aria-expanded": rx.cond(DeskTogetherState.choosing, "true", "false")},
        ),
        rx.cond(
            DeskTogetherState.choosing,
            rx.fragment(
                rx.el.p("顔と声だけをつなぎます。住民の方が使うときは、自動で止まります。"),
                rx.el.div(rx.foreach(DeskTogetherState.choices, _choice), class_name="vigil-choices"),
            ),
        ),
    )


def _choice(choice: rx.Var) -> rx.Component:
    return rx.el.button(
        rx.el.span(choice["name"]),
        type="button",
        class_name="btn",
        disabled=choice["off"].to(bool),
        on_click=DeskTogetherState.ask(choice["id"]),
        key=choice["id"],
    )


def _asked() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.strong(DeskTogetherState.vigil_name), "が、見守りをお願いしています。", role="status"),
        rx.el.div(
            button("見守りをはじめる", kind="btn-line", on_click=DeskTogetherState.accept),
            button("ことわる", on_click=DeskTogetherState.end_vigil),
            class_name="row",
        ),
        BellSound.create(count=1),
    )


def _asking() -> rx.Component:
    return rx.fragment(
        rx.el.p(DeskTogetherState.vigil_name, "の返事を待っています。", role="status"),
        button("お願いをやめる", on_click=DeskTogetherState.end_vigil),
    )


def _on() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.cond(
                DeskState.call == "",
                CallVideo.create(what="remote-camera", label=DeskTogetherState.vigil_name),
            ),
            class_name="vigil-face",
        ),
        rx.el.p(
            rx.el.strong(DeskTogetherState.vigil_name),
            "と見守り中　",
            Elapsed.create(start=DeskTogetherState.vigil_s, look="words", class_name="num"),
            role="status",
        ),
        button("見守りを終わる", on_click=DeskTogetherState.end_vigil),
    )


def _paused() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            rx.el.strong(DeskTogetherState.vigil_name),
            "との見守りは、住民の方のために止めています。終わると、自動でもどります。",
            role="status",
        ),
        button("見守りを終わる", on_click=DeskTogetherState.end_vigil),
    )
