"""The bureau in a call: faces and voices side by side, no paper, and one touch that leaves."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.call.state import ObserverState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.call_media import (
    CallNotice,
    CallQuality,
    CallSession,
    CallVideo,
    SelfView,
    VolumeControl,
)
from iga_madoguchi.ui.components.elsewhere import elsewhere
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.timers import Elapsed
from iga_madoguchi.ui.layouts.work import bar


def observed_call() -> rx.Component:
    return rx.el.div(
        CallSession.create(
            call=ObserverState.call,
            me=ObserverState.me,
            peers=ObserverState.peers,
            kind="desk",
            phase=ObserverState.phase,
        ),
        bar(
            "通話への参加",
            ObserverState.place,
            ObserverState.clock_offset,
            rx.el.span(ObserverState.staff),
        ),
        rx.match(
            ObserverState.stage,
            ("waiting", _waiting()),
            ("in", _inside()),
            ("over", _over()),
            rx.fragment(),
        ),
        elsewhere(ObserverState.elsewhere, ObserverState.opened),
        class_name=rx.cond(ObserverState.stage == "in", "work adm desk-call", "work adm"),
        custom_attrs={"data-screen": "admin.call"},
    )


def _waiting() -> rx.Component:
    return rx.el.main(
        rx.el.section(
            rx.el.h1(ObserverState.title, "　に参加をお願いしています"),
            rx.el.p("理由：", ObserverState.reason),
            rx.el.ul(
                rx.foreach(
                    ObserverState.answers,
                    lambda answer: rx.el.li(
                        rx.cond(answer["yes"].to(bool), icon("ok"), icon("clock")),
                        rx.el.strong(answer["side"]),
                        rx.el.span(answer["said"]),
                    ),
                ),
                role="status",
                class_name="answers",
            ),
            rx.el.p(
                "窓口の担当と住民の方が、二人とも「いいですよ」を押すとつながります。"
                "60秒お返事がなければ、お願いは終わります。"
            ),
            button("お願いをやめる", on_click=ObserverState.leave),
            class_name="box observe-box",
        ),
        class_name="observe",
    )


def _inside() -> rx.Component:
    return rx.fragment(
        rx.el.main(
            rx.el.p(
                icon("eye"),
                rx.el.strong(ObserverState.title),
                Elapsed.create(start=ObserverState.talked, look="clock", class_name="num"),
                rx.el.span(
                    "双方の画面に「デジタル自治推進局が参加しています」と出ています。用紙は映りません。"
                ),
                rx.cond(ObserverState.held, rx.el.span("保留中です。", role="status")),
                class_name="observe-line",
            ),
            rx.el.div(
                rx.foreach(
                    ObserverState.peers,
                    lambda peer: rx.el.div(
                        rx.cond(
                            ObserverState.held & (peer["kind"] == "branch"),
                            rx.el.p("保留中は、住民の方が映りません。", class_name="no-picture"),
                            CallVideo.create(
                                what="remote-camera", participant=peer["id"], label=peer["name"]
                            ),
                        ),
                        rx.el.p(peer["name"], "　", peer["label"], class_name="res-name"),
                        class_name="res",
                        key=peer["id"],
                    ),
                ),
                class_name="observe-faces",
            ),
            class_name="observe-in",
        ),
        rx.el.footer(
            VolumeControl.create(),
            SelfView.create(label="こちらの映像"),
            CallNotice.create(),
            rx.el.span(class_name="push"),
            CallQuality.create(plain=False),
            button("退室する", "hang_up", "btn-end", on_click=ObserverState.leave),
            class_name="tools observe-tools",
        ),
    )


def _over() -> rx.Component:
    return rx.el.main(
        rx.el.section(
            rx.el.h1("参加している通話はありません"),
            rx.el.p(
                "お願いがことわられたか、60秒お返事がないか、参加や通話が終わると、この画面になります。",
                role="status",
            ),
            rx.el.a("運用状況にもどる", href="/admin", class_name="btn btn-solid"),
            class_name="box observe-box",
        ),
        class_name="observe",
    )
