"""The board: before answering, who calls, for which department and what would help. No names."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.call_media import CallNotice, RingSound
from iga_madoguchi.ui.components.check import SelfTestButton
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.marks import state_mark
from iga_madoguchi.ui.components.needs import need_icon
from iga_madoguchi.ui.components.timers import Elapsed
from iga_madoguchi.ui.desk.bar import desk_bar
from iga_madoguchi.ui.desk.line.parts import line_note
from iga_madoguchi.ui.desk.notes import note_list, plan_list
from iga_madoguchi.ui.desk.records.parts import records_panel
from iga_madoguchi.ui.desk.records.state import RecordsState
from iga_madoguchi.ui.desk.reservations.parts import reservation_dialog, reservation_list
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.desk.together.parts import turn_note, vigil_box
from iga_madoguchi.ui.functions import where_on
from iga_madoguchi.ui.text.ja.office import DECLINE, PRIORITIES


def board() -> rx.Component:
    return rx.fragment(
        desk_bar(),
        rx.el.main(
            rx.cond(
                DeskState.ring.length() > 0,
                rx.foreach(DeskState.ring, _ring),
                rx.cond(RecordsState.shown, rx.fragment(), _quiet()),
            ),
            rx.cond(RecordsState.shown, records_panel(), _lists()),
            _others(),
            class_name="board",
        ),
        RingSound.create(on=DeskState.ring.length() > 0),
        reservation_dialog(),
    )


def _lists() -> rx.Component:
    return rx.el.div(
        turn_note(),
        rx.foreach(DeskState.calling, _calling),
        _waiting(),
        rx.cond(DeskState.parked.length() > 0, _parked()),
        where_on("reservations", reservation_list()),
        class_name="lists",
    )


def _ring(row: rx.Var) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.p(
                icon("bell"),
                rx.cond(row["guest"].to(bool), "参加のお願いです　", "呼び出しています　"),
                Elapsed.create(start=row["waited"], look="words", class_name="num"),
                class_name="lead",
            ),
            rx.el.h1(row["branch"], icon("arrow"), row["department"], id="ring-title"),
            rx.cond(row["origin"] != "", rx.el.p(icon("arrow"), row["origin"], class_name="origin")),
            rx.cond(row["notes"].to(list[dict[str, str]]).length() > 0, note_list(row)),
            rx.cond(row["plan"].to(list[dict[str, str]]).length() > 0, plan_list(row)),
            line_note(row["id"]),
            _facts(row),
        ),
        rx.cond(row["guest"].to(bool), _join(row), _answer(row)),
        rx.cond(DeskState.choosing, _reasons(row)),
        CallNotice.create(),
        role="alertdialog",
        class_name="ring",
        key=row["id"],
        custom_attrs={
            "aria-label": row["branch"].to(str) + "から" + row["department"].to(str) + "への呼び出し",
            "aria-describedby": "ring-facts",
        },
    )


def _answer(row: rx.Var) -> rx.Component:
    return rx.el.div(
        button("応答する", kind="btn-solid", on_click=DeskState.answer(row["id"]), auto_focus=True),
        button(
            "お待ちいただく",
            on_click=DeskState.choose_reason,
            custom_attrs={"aria-expanded": rx.cond(DeskState.choosing, "true", "false")},
        ),
        rx.el.p("お待ちいただいても、", rx.el.br(), "順番は変わりません。"),
        class_name="ring-act",
    )


def _join(row: rx.Var) -> rx.Component:
    return rx.el.div(
        button("参加する", kind="btn-solid", on_click=DeskState.join(row["id"]), auto_focus=True),
        button("いまは参加できません", on_click=DeskState.refuse(row["id"])),
        rx.el.p(
            rx.cond(row["kind"] == "interpreter", "通訳として呼ばれています。", "同席をたのまれています。")
        ),
        class_name="ring-act",
    )


def _calling(row: rx.Var) -> rx.Component:
    """We ring the branch for a ticket that was kept."""
    return rx.el.section(
        icon("phone"),
        rx.el.div(
            rx.el.h1(row["branch"], "を呼び出しています"),
            rx.el.p("受付番号 ", row["ticket"], "の方が画面の前に来ると、つながります。", role="status"),
        ),
        button("折り返しをやめる", on_click=DeskState.stop_recall(row["id"])),
        class_name="box idle-box",
        key=row["id"],
    )


def _parked() -> rx.Component:
    return rx.el.section(
        rx.el.h2("折り返しを待つ方", rx.el.span(DeskState.parked.length(), "人", class_name="num")),
        rx.el.table(rx.el.tbody(rx.foreach(DeskState.parked, _parked_row))),
        class_name="box wait-list",
    )


def _parked_row(row: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(rx.el.b(row["ticket"], class_name="num")),
        rx.el.td(row["branch"], rx.el.small(row["department"])),
        rx.el.td(row["note"], rx.cond(row["priority"] != "", rx.el.small("先にご案内：", row["priority"]))),
        rx.el.td(
            rx.el.div(
                button("折り返す", "phone", on_click=DeskState.recall(row["id"])),
                button("済みにする", on_click=DeskState.discard(row["id"])),
                class_name="row",
            )
        ),
        key=row["id"],
    )


def _facts(row: rx.Var) -> rx.Component:
    return rx.el.dl(
        rx.cond(row["matter"] != "", rx.el.div(rx.el.dt("ご用"), rx.el.dd(row["matter"]))),
        rx.el.div(rx.el.dt("受付番号"), rx.el.dd(row["ticket"], class_name="num")),
        rx.el.div(
            rx.el.dt("ことば"), rx.el.dd(rx.el.span(icon("globe"), row["language"], class_name="need-mark"))
        ),
        rx.cond(
            row["priority"] != "",
            rx.el.div(rx.el.dt("先にご案内"), rx.el.dd(row["priority"])),
        ),
        rx.cond(
            row["needs_text"] != "",
            rx.el.div(
                rx.el.dt("手伝ってほしいこと"),
                rx.el.dd(
                    rx.foreach(
                        row["needs"].to(list[dict[str, str]]),
                        lambda need: rx.el.span(need_icon(need["id"]), need["name"], class_name="need-mark"),
                    )
                ),
            ),
        ),
        id="ring-facts",
        class_name="facts",
    )


def _reasons(row: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.p("どのくらいお待ちいただきますか。支所の画面にも同じことばで出ます。"),
        rx.el.div(
            *(
                button(label, on_click=DeskState.decline(row["id"], reason))
                for reason, label in DECLINE.items()
            ),
            class_name="row",
        ),
        class_name="reasons",
    )


def _quiet() -> rx.Component:
    return rx.cond(
        DeskState.away,
        rx.el.section(
            icon("clock"),
            rx.el.div(
                rx.el.h1("席をはずしています"),
                rx.el.p("呼び出しは鳴りません。もどったら「受付中」を押してください。"),
            ),
            class_name="box idle-box is-away",
        ),
        rx.el.section(
            icon("ok"),
            rx.el.div(
                rx.el.h1("呼び出しはありません"),
                rx.el.p("支所から呼び出しがあると、音と画面でお知らせします。"),
            ),
            class_name="box idle-box",
        ),
    )


def _waiting() -> rx.Component:
    return rx.el.section(
        rx.el.h2("お待ちの方", rx.el.span(DeskState.waiting.length(), "人", class_name="num")),
        rx.cond(
            DeskState.waiting.length() > 0,
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        *(rx.el.th(title, scope="col") for title in _COLUMNS),
                        rx.el.th(rx.el.span("操作", class_name="vh"), scope="col"),
                    )
                ),
                rx.el.tbody(rx.foreach(DeskState.waiting, _waiting_row)),
            ),
            rx.el.p("お待ちの方はいません。", class_name="none"),
        ),
        class_name="box wait-list",
    )


_COLUMNS = ("番号", "支所", "呼び出し先", "ことば・手伝い", "待ち")


def _waiting_row(row: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(rx.el.b(row["ticket"], class_name="num")),
        rx.el.td(row["branch"]),
        rx.el.td(row["department"]),
        rx.el.td(row["language"], rx.el.small(row["needs_text"])),
        rx.el.td(
            Elapsed.create(start=row["waited"], look="words", class_name="num"), rx.el.small(row["note"])
        ),
        rx.el.td(
            button(
                "呼び出す",
                on_click=DeskState.pick(row["id"]),
                custom_attrs={"aria-label": "呼び出す 番号" + row["ticket"].to(str)},
            ),
            rx.cond(
                row["priority"] != "",
                rx.el.small("先にご案内：", row["priority"], role="status"),
                _prefer(row),
            ),
        ),
        key=row["id"],
    )


def _prefer(row: rx.Var) -> rx.Component:
    """Only one reason, and it is logged; that is why it takes two touches."""
    return rx.el.details(
        rx.el.summary("先にご案内", custom_attrs={"aria-label": "先にご案内 番号" + row["ticket"].to(str)}),
        rx.el.p("理由を選んでください。記録に残ります。"),
        rx.el.div(
            *(
                button(label, on_click=DeskState.prefer(row["id"], reason))
                for reason, label in PRIORITIES.items()
            ),
            class_name="row",
        ),
        class_name="prefer",
    )


def _others() -> rx.Component:
    return rx.el.aside(
        rx.el.h2("ほかの課のようす"),
        rx.el.ul(
            rx.foreach(
                DeskState.others,
                lambda other: rx.el.li(
                    rx.el.span(other["name"], rx.el.small(other["more"])),
                    state_mark(other["state"], other["label"]),
                ),
            )
        ),
        where_on("vigil", vigil_box()),
        SelfTestButton.create(),
        class_name="box side",
    )
