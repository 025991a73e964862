"""The calendar: set a day apart or as usual again, and the usual week."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.presence.service import NOTE_LIMIT
from iga_madoguchi.ui.admin.calendar.state import CalendarState
from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.marks import state_mark
from iga_madoguchi.ui.components.notices import problem
from iga_madoguchi.ui.layouts.office import office_bar


def calendar() -> rx.Component:
    return rx.el.div(
        office_bar("開庁の日と時間", CalendarState, heads=True),
        rx.cond(
            CalendarState.ready,
            rx.el.main(
                _done(),
                _days(),
                rx.el.div(_one_day(), _week(), class_name="forms"),
                class_name="calendar",
            ),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.calendar"},
    )


def _done() -> rx.Component:
    return rx.el.div(
        rx.cond(
            CalendarState.done != "",
            rx.el.div(
                icon("ok"),
                rx.el.span(CalendarState.done),
                rx.cond(
                    CalendarState.removed != "",
                    button("もとに戻す", on_click=CalendarState.put_back),
                ),
                class_name="done",
            ),
        ),
        class_name="done-region",
        custom_attrs={"aria-live": "polite"},
    )


def _days() -> rx.Component:
    return rx.el.section(
        rx.el.h2("これからの特別な日"),
        rx.cond(
            CalendarState.days.length() > 0,
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        *(rx.el.th(title, scope="col") for title in ("日", "窓口", "時間", "理由")),
                        rx.el.th(rx.el.span("操作", class_name="vh"), scope="col"),
                    )
                ),
                rx.el.tbody(rx.foreach(CalendarState.days, _day)),
            ),
            rx.el.p("特別な日はありません。", class_name="none"),
        ),
        class_name="box calls days",
    )


def _day(row: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(row["day"], class_name="num"),
        rx.el.td(state_mark(row["state"], row["label"])),
        rx.el.td(row["hours"], class_name="num"),
        rx.el.td(row["note"]),
        rx.el.td(
            rx.cond(
                row["own"].to(bool),
                button(
                    "いつもどおりにする",
                    on_click=CalendarState.remove(row["id"]),
                    custom_attrs={"aria-label": "いつもどおりにする " + row["day"].to(str)},
                ),
                rx.el.small("祝日・年末年始"),
            )
        ),
        key=row["id"],
    )


def _one_day() -> rx.Component:
    return rx.el.section(
        rx.el.h2("1日だけ変える"),
        rx.el.form(
            rx.el.div(
                toggle("お休みにする", ~CalendarState.opening, on_click=CalendarState.choose_opening(False)),
                toggle("開ける", CalendarState.opening, on_click=CalendarState.choose_opening(True)),
                role="group",
                class_name="toggle",
                custom_attrs={"aria-label": "この日の窓口"},
            ),
            rx.el.label(
                rx.el.span("日"), rx.el.input(type="date", name="day", min=CalendarState.today, required=True)
            ),
            rx.cond(
                CalendarState.opening,
                rx.fragment(_time("opens", "始まり", "08:30"), _time("closes", "終わり", "17:15")),
            ),
            rx.el.label(
                rx.el.span("理由"),
                rx.el.input(
                    name="note",
                    placeholder="例：電気工事",
                    # What is too long is refused with a sentence; only the absurd is cut.
                    max_length=NOTE_LIMIT * 10,
                ),
                rx.el.small("お休みのときは、住民の画面に「きょうは（理由）でお休みです」と出ます。"),
            ),
            problem(CalendarState.problem),
            rx.el.button("この日を変える", type="submit", class_name="btn btn-solid"),
            on_submit=CalendarState.set_day,
            reset_on_submit=False,
        ),
        class_name="box form",
    )


def _week() -> rx.Component:
    return rx.el.section(
        rx.el.h2("いつもの時間"),
        rx.el.form(
            rx.el.ul(rx.foreach(CalendarState.week, _weekday), class_name="week"),
            rx.el.p("時間を空にした曜日は、お休みです。祝日と12月29日〜1月3日もお休みです。"),
            problem(CalendarState.week_problem),
            rx.el.button("いつもの時間を変える", type="submit", class_name="btn"),
            on_submit=CalendarState.set_week,
            reset_on_submit=False,
        ),
        class_name="box form",
    )


def _weekday(row: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(row["name"]),
        *(
            rx.el.input(
                type="time",
                name=end + row["id"].to(str),
                default_value=row[end],
                custom_attrs={"aria-label": row["name"].to(str) + word},
            )
            for end, word in (("opens", "の始まり"), ("closes", "の終わり"))
        ),
        # A saved week shows itself anew.
        key=row["id"].to(str) + row["opens"].to(str) + row["closes"].to(str),
    )


def _time(name: str, label: str, usual: str) -> rx.Component:
    return rx.el.label(rx.el.span(label), rx.el.input(type="time", name=name, default_value=usual))
