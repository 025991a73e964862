"""The page of a branch's own staff: their kiosk at a glance, the resident's call, the line to the desk."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.calls.policy import NEEDS
from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.call_media import Clock, LineSound, RingSound
from iga_madoguchi.ui.components.elsewhere import elsewhere
from iga_madoguchi.ui.components.icons import city_mark, icon
from iga_madoguchi.ui.components.line import line
from iga_madoguchi.ui.components.marks import state_mark
from iga_madoguchi.ui.components.needs import NEED_ICONS
from iga_madoguchi.ui.components.notices import notice
from iga_madoguchi.ui.components.timers import Elapsed
from iga_madoguchi.ui.functions import where_on
from iga_madoguchi.ui.power import power_note
from iga_madoguchi.ui.staff.state import StaffState
from iga_madoguchi.ui.text.ja import office


def staff() -> rx.Component:
    return rx.el.div(
        rx.el.header(
            city_mark(),
            rx.el.h1(StaffState.place),
            rx.el.span("この画面は、住民の方には見えません", class_name="sep"),
            rx.el.span(class_name="push"),
            Clock.create(offset_s=StaffState.clock_offset, class_name="bar-clock"),
            class_name="bar",
        ),
        rx.el.main(
            rx.cond(StaffState.help != "", _help()),
            rx.cond(StaffState.talk.length() > 0, rx.foreach(StaffState.talk, _talk), _new_call()),
            where_on("line", _line()),
            class_name="staff-board",
        ),
        RingSound.create(on=(StaffState.help != "") & ~StaffState.help_seen),
        LineSound.create(count=StaffState.arrived),
        elsewhere(StaffState.elsewhere, StaffState.opened),
        power_note(),
        notice(StaffState.notice, "閉じる", StaffState.close_notice),
        class_name="work staff-page",
        custom_attrs={"data-screen": "staff.board"},
    )


def _help() -> rx.Component:
    """Rings until somebody says that they come."""
    return rx.el.section(
        icon("bell"),
        rx.el.div(
            rx.el.h1("住民の方が、職員を呼んでいます"),
            rx.el.p(StaffState.branch, "の画面　", StaffState.help, " に押されました"),
        ),
        rx.cond(
            StaffState.help_seen,
            rx.el.p("「うかがいます」と、住民の画面に出ています。", role="status"),
            button("うかがいます", kind="btn-solid", on_click=StaffState.go, auto_focus=True),
        ),
        role="alertdialog",
        class_name=rx.cond(StaffState.help_seen, "staff-help is-seen", "staff-help"),
        custom_attrs={"aria-label": "住民の方が、職員を呼んでいます"},
    )


def _talk(row: rx.Var) -> rx.Component:
    return rx.el.section(
        rx.el.h2("住民の画面"),
        rx.el.p(icon("phone"), rx.el.strong(row["department"], "　", row["state"]), class_name="staff-now"),
        rx.cond(row["more"] != "", rx.el.p(row["more"])),
        rx.el.dl(
            _fact("受付番号", rx.el.b(row["ticket"], class_name="num")),
            _fact("待ち始めから", Elapsed.create(start=row["waited"], look="words", class_name="num")),
            _fact("ことば", row["language"]),
            rx.cond(row["needs"] != "", _fact("手伝ってほしいこと", row["needs"])),
            rx.cond(row["phone"] != "", _fact("課の電話", rx.el.span(row["phone"], class_name="num"))),
            class_name="facts",
        ),
        rx.cond(row["waiting"].to(bool), _prefer(row)),
        class_name="box staff-now-box",
        key=row["id"],
        custom_attrs={"aria-label": "住民の画面"},
    )


def _fact(name: str, value: rx.Component | rx.Var) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(value))


def _prefer(row: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.cond(
            row["priority"] != "",
            rx.el.p(icon("ok_line"), "先にご案内します：", row["priority"], role="status"),
            rx.fragment(
                rx.el.p("先にご案内する理由（記録に残ります）"),
                rx.el.div(
                    *(
                        button(label, on_click=StaffState.prefer(row["id"], reason))
                        for reason, label in office.PRIORITIES.items()
                    ),
                    class_name="row",
                ),
            ),
        ),
        class_name="staff-prefer",
    )


def _new_call() -> rx.Component:
    return rx.el.section(
        rx.el.h2("住民の方にかわって呼び出す"),
        rx.cond(
            StaffState.kiosk_here,
            rx.el.p("押すと、住民の画面がそのまま呼び出しに変わります。"),
            rx.el.p(icon("stop"), "住民の画面につながりません。電源と画面を確かめてください。", role="alert"),
        ),
        _group(
            "手伝ってほしいこと",
            *(
                toggle(
                    office.NEEDS[need],
                    StaffState.wanted.contains(need),
                    NEED_ICONS[need],
                    on_click=StaffState.toggle_need(need),
                )
                for need in NEEDS
            ),
        ),
        _group(
            "話すことば",
            *(
                toggle(name, StaffState.language == code, on_click=StaffState.speak(code))
                for code, name in office.LANGUAGES.items()
            ),
        ),
        rx.el.ul(rx.foreach(StaffState.departments, _department), class_name="staff-depts"),
        class_name="box staff-now-box",
        custom_attrs={"aria-label": "住民の方にかわって呼び出す"},
    )


def _group(title: str, *parts: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.span(title),
        rx.el.div(*parts, class_name="row"),
        role="group",
        class_name="staff-group",
        custom_attrs={"aria-label": title},
    )


def _department(row: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.strong(row["name"]),
        state_mark(row["state"], row["label"], rx.el.small(row["more"])),
        button(
            "呼び出す",
            "phone",
            on_click=StaffState.place_call(row["id"]),
            disabled=row["off"].to(bool) | ~StaffState.kiosk_here,
            custom_attrs={"aria-label": "呼び出す " + row["name"].to(str)},
        ),
        key=row["id"],
    )


def _line() -> rx.Component:
    return rx.el.section(
        rx.el.h2("課の職員と文字で連絡"),
        rx.cond(
            StaffState.call != "",
            rx.fragment(
                rx.el.p(
                    rx.cond(
                        StaffState.desk_here,
                        "住民の画面には出ません。",
                        "住民の画面には出ません。応答する職員が、呼び出しの画面で読みます。",
                    ),
                    class_name="line-note",
                ),
                line(StaffState.messages, StaffState.send, StaffState.problem, StaffState.sent),
            ),
            rx.el.p("呼び出しているあいだと通話中に使えます。", class_name="line-note"),
        ),
        class_name="box staff-line",
        custom_attrs={"aria-label": "課の職員と文字で連絡"},
    )
