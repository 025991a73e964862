"""In call: read the paper, see the face, know who waits. Nothing covers the paper."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.forms import covers
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
from iga_madoguchi.ui.components.form import FormButton, FormDesk
from iga_madoguchi.ui.components.icons import city_mark, icon
from iga_madoguchi.ui.components.later import Later
from iga_madoguchi.ui.components.needs import need_icon
from iga_madoguchi.ui.components.paper import (
    PaperButtons,
    PaperCamera,
    PaperIdentity,
    PaperStrip,
    PaperTable,
    PaperTools,
)
from iga_madoguchi.ui.components.phone import PhonePanel
from iga_madoguchi.ui.components.private import PrivateDesk
from iga_madoguchi.ui.components.timers import Elapsed
from iga_madoguchi.ui.desk.bar import hide_button
from iga_madoguchi.ui.desk.guide.parts import ending, guide
from iga_madoguchi.ui.desk.guide.state import GuideState
from iga_madoguchi.ui.desk.in_call.dialogs import guest_dialog, transfer_dialog
from iga_madoguchi.ui.desk.line.parts import line_panel
from iga_madoguchi.ui.desk.line.state import LineState
from iga_madoguchi.ui.desk.notes import note_list, plan_list
from iga_madoguchi.ui.desk.phrases.parts import phrase_panel
from iga_madoguchi.ui.desk.printing.parts import printing_box
from iga_madoguchi.ui.desk.printing.state import DeskPrintingState
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.desk.talk.parts import talk_panel
from iga_madoguchi.ui.desk.together.parts import looking_box
from iga_madoguchi.ui.functions import FunctionsState, where_on
from iga_madoguchi.ui.text.ja import paper
from iga_madoguchi.ui.text.ja.form import DESK
from iga_madoguchi.ui.text.ja.office import PHONE, PHONE_LINE
from iga_madoguchi.ui.text.ja.private import desk_questions, desk_words

COVERS = [{"id": one.id, "name": one.name} for one in covers.all_covers()]


def in_call() -> rx.Component:
    return rx.fragment(
        rx.foreach(DeskState.talk, _bar),
        rx.el.main(
            _faces(),
            _left(),
            _paper(),
            _right(),
            Later.create(FormDesk.create(call=DeskState.call, words=rx.Var.create(DESK))),
            class_name=rx.cond(DeskState.signs, "bench bench-sign", "bench"),
        ),
        rx.el.footer(
            rx.cond(DeskState.guest, rx.fragment(), _owner_tools()),
            CallNotice.create(),
            PaperButtons.create(
                guest=DeskState.guest,
                held=DeskState.held,
                covers=rx.cond(FunctionsState.off.contains("covers"), [], COVERS),
            ),
            CallQuality.create(plain=False),
            rx.cond(
                DeskState.guest,
                button("退室する", "hang_up", "btn-end", on_click=DeskState.hang_up),
                button("通話を終わる", "hang_up", "btn-end", on_click=GuideState.leave),
            ),
            class_name="tools",
        ),
        ending(),
        rx.match(DeskState.dialog, ("transfer", transfer_dialog()), ("guest", guest_dialog()), rx.fragment()),
    )


def _owner_tools() -> rx.Component:
    return rx.fragment(
        rx.cond(
            DeskState.held,
            button("再開", "phone", "btn-solid", on_click=DeskState.resume),
            button("保留", "clock", on_click=DeskState.hold),
        ),
        button("転送", "arrow", on_click=DeskState.open_transfer),
        button("参加者を追加", "people", on_click=DeskState.open_guests),
    )


def _bar(row: rx.Var) -> rx.Component:
    return rx.el.header(
        city_mark(),
        rx.el.h1(row["branch"], rx.cond(DeskState.held, " は保留中", " と通話中")),
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


def _faces() -> rx.Component:
    return rx.el.section(
        rx.foreach(
            DeskState.peers,
            lambda peer: rx.el.div(
                rx.cond(
                    DeskState.held & (peer["kind"] == "branch"),
                    rx.el.p(
                        "保留中です。お相手には、こちらが見えず、聞こえません。", class_name="no-picture"
                    ),
                    CallVideo.create(what="remote-camera", participant=peer["id"], label=peer["name"]),
                ),
                rx.el.p(peer["name"], "　", peer["label"], class_name="res-name"),
                rx.cond(
                    ~DeskState.guest & (peer["kind"] != "branch") & (peer["kind"] != "observer"),
                    _guest_row(peer),
                ),
                class_name="res",
                key=peer["id"],
            ),
        ),
        class_name="desk-faces",
        custom_attrs={"aria-label": "お相手"},
    )


def _left() -> rx.Component:
    return rx.el.section(
        rx.foreach(DeskState.talk, _phone),
        looking_box(),
        rx.foreach(DeskState.asked, _asked),
        rx.foreach(DeskState.talk, _needs),
        Later.create(
            # Before what grows: it is looked for when somebody is not heard.
            VolumeControl.create(),
            where_on("talk", talk_panel(), phrase_panel()),
            rx.el.h2("こちらの映り方"),
            SelfView.create(label="こちらの映像"),
            BlurSwitch.create(),
        ),
        class_name="col col-l",
        custom_attrs={"aria-label": "お手伝いと音"},
    )


def _phone(row: rx.Var) -> rx.Component:
    """Beside the paper, never over it."""
    return PhonePanel.create(
        ticket=row["ticket"],
        phone=row["phone"],
        who=row["branch"],
        from_step="text",
        words=rx.cond(LineState.reach == "here", PHONE_LINE, PHONE),
    )


def _guest_row(peer: rx.Var) -> rx.Component:
    """What the owner may do with a colleague who has joined."""
    return rx.el.div(
        rx.cond(
            peer["kind"] == "desk",
            button("この職員に引き継ぐ", on_click=DeskState.hand_over(peer["id"])),
        ),
        button("退室してもらう", on_click=DeskState.remove_guest(peer["id"])),
        class_name="res-act",
    )


def _asked(peer: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.p(icon("bell"), peer["name"], "を呼んでいます", role="status"),
        button("呼ぶのをやめる", on_click=DeskState.remove_guest(peer["id"])),
        class_name="asked",
        key=peer["id"],
    )


def _plan(row: rx.Var) -> rx.Component:
    """A visit with several matters, and the way on until the last of them."""
    return rx.cond(
        row["plan"].to(list[dict[str, str]]).length() > 0,
        rx.fragment(
            rx.el.h2("ご用の順番"),
            plan_list(row),
            rx.cond(
                (row["next"] != "") & ~DeskState.guest,
                button(
                    "つぎの窓口へ",
                    "arrow",
                    "btn-line",
                    on_click=DeskState.go_on,
                    custom_attrs={"aria-label": "つぎの窓口へ " + row["next"].to(str)},
                ),
            ),
        ),
    )


def _notes(row: rx.Var) -> rx.Component:
    return rx.cond(
        row["notes"].to(list[dict[str, str]]).length() > 0,
        rx.fragment(rx.el.h2("引き継ぎメモ"), note_list(row)),
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
    words = rx.Var.create(paper.DESK)
    held = rx.cond(DeskState.held & ~DeskState.guest, "保留中は、用紙も映りません。", "")
    return rx.el.section(
        Later.create(
            PaperTools.create(
                guest=DeskState.guest,
                forms=rx.cond(FunctionsState.off.contains("forms"), [], GuideState.forms),
                matter=GuideState.name,
                words=words,
            ),
            rx.el.div(
                PaperTable.create(words=words, held=held, guest=DeskState.guest, label="お手もとの用紙"),
                PaperStrip.create(
                    guest=DeskState.guest,
                    prints=~FunctionsState.off.contains("printing"),
                    words=words,
                    on_print=DeskPrintingState.print_form_on_show,
                ),
                class_name="paper-view",
            ),
        ),
        class_name="desk-paper",
        custom_attrs={"aria-label": "お手もとの用紙"},
    )


def _right() -> rx.Component:
    return rx.el.section(
        Later.create(*_beside()),
        class_name="col col-r",
        custom_attrs={"aria-label": "案内、記録、機器"},
    )


def _beside() -> list[rx.Component]:
    return [
        rx.cond(DeskState.guest, rx.fragment(), where_on("private", rx.foreach(DeskState.talk, _private))),
        guide(),
        rx.cond(DeskState.guest, rx.fragment(), where_on("forms", FormButton.create(label=DESK["open"]))),
        rx.foreach(DeskState.talk, _plan),
        rx.foreach(DeskState.talk, _notes),
        where_on("line", line_panel()),
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
        where_on("printing", printing_box()),
        rx.el.details(rx.el.summary("カメラとマイク", class_name="btn"), DevicePicker.create(kind="desk")),
        rx.cond(
            DeskState.guest,
            rx.fragment(),
            rx.fragment(
                rx.el.details(
                    rx.el.summary("本人確認", class_name="btn"),
                    PaperIdentity.create(words=rx.Var.create(paper.DESK)),
                ),
                rx.el.details(rx.el.summary("支所の書類カメラ", class_name="btn"), PaperCamera.create()),
            ),
        ),
    ]


def _private(row: rx.Var) -> rx.Component:
    return PrivateDesk.create(
        department=row["department_id"],
        questions=rx.Var.create(desk_questions()),
        words=rx.Var.create(desk_words()),
    )


def _newcomer(row: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.b(row["ticket"], class_name="num"),
        rx.el.span(row["branch"], rx.el.br(), rx.el.small(row["department"], "　", row["needs_text"])),
        Elapsed.create(start=row["waited"], look="words", class_name="num"),
    )
