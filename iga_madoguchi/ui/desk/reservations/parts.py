"""Today's reservations on the board, and the dialog in which one is made."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.calls.policy import LANGUAGES, NEEDS
from iga_madoguchi.domain.reservations.policy import MATTERS, UNDO
from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.needs import NEED_ICONS
from iga_madoguchi.ui.components.timers import Countdown
from iga_madoguchi.ui.desk.reservations.state import ReservationsState
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.text.ja import office

_UNDO_S = int(UNDO.total_seconds())
_COLUMNS = ("時間", "支所", "番号", "ご用・手伝い", "ようす")


def reservation_list() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("きょうの予約", rx.el.span(ReservationsState.rows.length(), "件", class_name="num")),
            button("予約をとる", on_click=ReservationsState.open),
            class_name="list-head",
        ),
        _undo(),
        rx.cond(~ReservationsState.making, _problem()),
        rx.cond(
            ReservationsState.rows.length() > 0,
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        *(rx.el.th(title, scope="col") for title in _COLUMNS),
                        rx.el.th(rx.el.span("操作", class_name="vh"), scope="col"),
                    )
                ),
                rx.el.tbody(rx.foreach(ReservationsState.rows, _row)),
            ),
            rx.el.p("きょうの予約はありません。", class_name="none"),
        ),
        class_name="box wait-list booked",
        custom_attrs={"aria-label": "きょうの予約"},
    )


def _row(row: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(rx.el.b(row["time"], class_name="num")),
        rx.el.td(row["branch"], rx.el.small(row["department"])),
        rx.el.td(row["number"], class_name="num"),
        rx.el.td(row["more"]),
        rx.el.td(_state(row)),
        rx.el.td(
            rx.cond(
                row["state"] == "open",
                rx.el.div(
                    _act("来所", row, ReservationsState.arrive(row["id"])),
                    _act("支所を呼ぶ", row, ReservationsState.call_up(row["id"])),
                    _act("取り消す", row, ReservationsState.cancel(row["id"])),
                    class_name="row",
                ),
            )
        ),
        key=row["id"],
    )


def _state(row: rx.Var) -> rx.Component:
    shape = rx.match(row["state"], ("open", icon("clock")), ("arrived", icon("ok")), icon("off"))
    return rx.el.span(shape, row["label"], class_name="state state-" + row["state"].to(str))


def _act(label: str, row: rx.Var, on_click: Any) -> rx.Component:
    name = label + " " + row["time"].to(str) + " " + row["branch"].to(str)
    return button(label, on_click=on_click, custom_attrs={"aria-label": name})


def _undo() -> rx.Component:
    return rx.cond(
        ReservationsState.cancelled != "",
        rx.el.div(
            rx.el.p(ReservationsState.cancelled_text, " の予約を取り消しました。", role="status"),
            Countdown.create(
                seconds=_UNDO_S,
                warn=_UNDO_S,
                idle=False,
                sentence="あと{n}秒、もとに戻せます。",
                stay="もとに戻す",
                on_stay=ReservationsState.undo,
                on_done=ReservationsState.forget_undo,
                key=ReservationsState.cancelled,
            ),
            class_name="undo",
        ),
    )


def _problem() -> rx.Component:
    return rx.cond(
        ReservationsState.problem != "",
        rx.el.p(icon("warn"), ReservationsState.problem, role="alert", class_name="problem"),
    )


def reservation_dialog() -> rx.Component:
    return rx.cond(
        ReservationsState.making,
        rx.el.div(
            rx.el.section(
                rx.el.h2("予約をとる", id="booking-title"),
                rx.cond(
                    DeskState.ring.length() > 0,
                    rx.el.p(
                        icon("bell"),
                        "呼び出しがあります。「閉じる」を押すと応答できます。",
                        role="alert",
                        class_name="bar-notice",
                    ),
                ),
                rx.cond(ReservationsState.made.length() > 0, _made(), _choices()),
                role="dialog",
                class_name="panel dialog booking",
                custom_attrs={"aria-modal": "true", "aria-labelledby": "booking-title"},
            ),
            class_name="veil",
        ),
    )


def _made() -> rx.Component:
    """The number, large enough to be read out on the telephone."""
    return rx.fragment(
        rx.foreach(
            ReservationsState.made,
            lambda row: rx.el.div(
                rx.el.p("予約をとりました。番号を伝えてください。"),
                rx.el.p(row["number"], class_name="made-number num"),
                rx.el.p(row["day"], " ", row["time"], "　", row["branch"], "　", row["department"]),
                role="status",
                class_name="made",
            ),
        ),
        _problem(),
        rx.cond(ReservationsState.printed != "", rx.el.p(ReservationsState.printed, role="status")),
        rx.el.div(
            rx.cond(
                ReservationsState.printable,
                button("支所で紙に印刷する", "paper", on_click=ReservationsState.print_slip),
            ),
            button("続けて予約をとる", on_click=ReservationsState.another),
            button("閉じる", kind="btn-solid", on_click=ReservationsState.close, auto_focus=True),
            class_name="row",
        ),
    )


def _choices() -> rx.Component:
    return rx.fragment(
        rx.cond(
            ReservationsState.departments.length() > 1,
            _group(
                "課",
                rx.foreach(
                    ReservationsState.departments,
                    lambda one: toggle(
                        one["name"],
                        ReservationsState.department == one["id"],
                        on_click=ReservationsState.choose_department(one["id"]),
                    ),
                ),
            ),
        ),
        _group(
            "支所",
            rx.foreach(
                ReservationsState.branches,
                lambda one: toggle(
                    one["name"],
                    ReservationsState.branch == one["id"],
                    on_click=ReservationsState.choose_branch(one["id"]),
                ),
            ),
        ),
        _day(),
        _slots(),
        _group(
            "ご用",
            *(
                toggle(
                    name, ReservationsState.matter == matter, on_click=ReservationsState.choose_matter(matter)
                )
                for matter, name in office.MATTERS.items()
                if matter in MATTERS
            ),
        ),
        _group(
            "手伝い",
            *(
                toggle(
                    office.NEEDS[need],
                    ReservationsState.wanted.contains(need),
                    NEED_ICONS[need],
                    on_click=ReservationsState.toggle_need(need),
                )
                for need in NEEDS
            ),
        ),
        rx.el.label(
            rx.el.span("ことば", class_name="group-name"),
            rx.el.select(
                *(rx.el.option(office.LANGUAGES[code], value=code) for code in LANGUAGES),
                value=rx.cond(ReservationsState.language == "", LANGUAGES[0], ReservationsState.language),
                on_change=ReservationsState.speak,
            ),
            class_name="group",
        ),
        _problem(),
        rx.el.div(
            button("閉じる", on_click=ReservationsState.close),
            button("予約する", kind="btn-solid", on_click=ReservationsState.make),
            class_name="row",
        ),
        _that_day(),
    )


def _day() -> rx.Component:
    return _group(
        "日",
        button("前の日", on_click=ReservationsState.move_day(-1)),
        rx.el.input(
            type="date",
            value=ReservationsState.day,
            min=ReservationsState.first,
            max=ReservationsState.last,
            on_change=ReservationsState.choose_day,
            custom_attrs={"aria-label": "予約の日"},
        ),
        button("つぎの日", on_click=ReservationsState.move_day(1)),
        rx.el.span(ReservationsState.day_text, role="status", class_name="day-text"),
    )


def _slots() -> rx.Component:
    return rx.el.div(
        rx.el.span("時間", class_name="group-name"),
        rx.cond(
            ReservationsState.closed != "",
            rx.el.p(ReservationsState.closed, role="status"),
            rx.el.div(rx.foreach(ReservationsState.slots, _slot), class_name="slots"),
        ),
        role="group",
        class_name="group",
        custom_attrs={"aria-label": "時間"},
    )


def _slot(slot: rx.Var) -> rx.Component:
    return rx.cond(
        slot["why"] == "",
        rx.el.button(
            slot["time"],
            type="button",
            class_name="btn num",
            on_click=ReservationsState.choose_slot(slot["id"]),
            # Another day's times are other buttons: a click during the change hits none.
            key=slot["id"],
            custom_attrs={"aria-pressed": rx.cond(ReservationsState.slot == slot["id"], "true", "false")},
        ),
        rx.el.span(slot["time"], rx.el.small(slot["why"]), class_name="slot-off num"),
    )


def _that_day() -> rx.Component:
    """What this desk has on the chosen day; a reservation of another day is cancelled here."""
    return rx.cond(
        ReservationsState.that_day.length() > 0,
        rx.el.details(
            rx.el.summary(
                ReservationsState.day_text, "の予約 ", ReservationsState.that_day.length(), "件を見る"
            ),
            rx.el.ul(
                rx.foreach(
                    ReservationsState.that_day,
                    lambda row: rx.el.li(
                        rx.el.b(row["time"], class_name="num"),
                        rx.el.span(row["branch"], "　", row["department"], "　番号 ", row["number"]),
                        _act("取り消す", row, ReservationsState.cancel(row["id"])),
                        key=row["id"],
                    ),
                )
            ),
            class_name="that-day",
        ),
    )


def _group(title: str, *parts: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.span(title, class_name="group-name"),
        rx.el.div(*parts, class_name="group-parts"),
        role="group",
        class_name="group",
        custom_attrs={"aria-label": title},
    )
