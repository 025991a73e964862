"""A figure over time: which one, how long, the picture with its faults, and the same in words and numbers."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.history.drawing import FOOT, HEIGHT, SPANS, TOP
from iga_madoguchi.ui.admin.history.state import HistoryState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.notices import problem
from iga_madoguchi.ui.layouts.office import office_bar


def history_page() -> rx.Component:
    return rx.el.div(
        office_bar("記録の図", HistoryState),
        rx.cond(
            HistoryState.ready,
            rx.el.main(
                problem(HistoryState.problem),
                _choices(),
                rx.el.div(_chart(), class_name="house-main"),
                rx.el.div(_faults(), rx.cond(~HistoryState.empty, _numbers()), class_name="house-side"),
                class_name="house history",
            ),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.history"},
    )


def _choices() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.foreach(
                HistoryState.choices,
                lambda one: button(
                    one["name"],
                    on_click=HistoryState.choose(one["id"]),
                    key=one["id"],
                    custom_attrs={"aria-pressed": HistoryState.figure == one["id"]},
                ),
            ),
            role="group",
            aria_label="なにを見るか",
            class_name="history-choice",
        ),
        rx.el.div(
            *(
                button(
                    span.name,
                    on_click=HistoryState.over(id_),
                    custom_attrs={"aria-pressed": HistoryState.span == id_},
                )
                for id_, span in SPANS.items()
            ),
            role="group",
            aria_label="どれだけの間を見るか",
            class_name="history-choice history-span",
        ),
        class_name="history-choices",
    )


def _chart() -> rx.Component:
    return rx.el.section(
        rx.el.h1(HistoryState.name, rx.el.small(HistoryState.span_name)),
        rx.el.p(HistoryState.summary, role="status", class_name="num history-said"),
        rx.cond(
            HistoryState.empty,
            rx.el.p("数字は5分ごとにたまります。しばらくしてから、また開いてください。", class_name="none"),
            rx.fragment(_drawn(), _legend()),
        ),
        class_name="box history-chart",
    )


def _drawn() -> rx.Component:
    picture = HistoryState.picture
    return rx.el.svg(
        rx.el.path(d=picture["rules"], class_name="rules"),
        rx.foreach(
            picture["marks"],
            lambda one: rx.el.g(
                rx.el.rect(
                    x=one["x"],
                    y=str(TOP),
                    width=one["width"],
                    height=str(HEIGHT - TOP - FOOT),
                    class_name="mark",
                ),
                rx.el.text(
                    one["number"], x=one["middle"], y=str(TOP - 10), class_name="at-middle mark-number"
                ),
                key=one["id"],
            ),
        ),
        rx.el.path(d=picture["band"], class_name="band"),
        rx.el.path(d=picture["line"], class_name="mean"),
        rx.el.path(d=picture["limit"], class_name="limit"),
        rx.foreach(
            picture["words"],
            lambda one: rx.el.text(
                one["text"], x=one["x"], y=one["y"], class_name=one["anchor"], key=one["id"]
            ),
        ),
        view_box=picture["box"],
        role="img",
        class_name="chart",
        custom_attrs={"aria-label": HistoryState.name + "の図。" + HistoryState.summary},
    )


def _legend() -> rx.Component:
    return rx.el.ul(
        rx.el.li(rx.el.span(class_name="key key-mean"), "平均"),
        rx.el.li(rx.el.span(class_name="key key-band"), "いちばん小さい値から大きい値まで"),
        rx.el.li(rx.el.span(class_name="key key-limit"), "注意の目安"),
        rx.el.li(rx.el.span(class_name="key key-mark"), "異常のあいだ（番号は、となりの一覧）"),
        class_name="history-legend",
    )


def _faults() -> rx.Component:
    return rx.el.section(
        rx.el.h2("この間の異常", rx.el.small("新しい順")),
        rx.cond(
            HistoryState.faults.length() > 0,
            rx.el.ul(
                rx.foreach(
                    HistoryState.faults,
                    lambda one: rx.el.li(
                        rx.el.span(one["number"], class_name="history-number num"),
                        rx.el.span(one["title"], rx.el.small(one["when"], class_name="num")),
                        key=one["id"],
                    ),
                ),
                class_name="history-faults",
                tab_index=0,  # it may scroll
                role="list",
                aria_label="この間の異常",
            ),
            rx.el.p("ありません。", class_name="none"),
        ),
        class_name="box house-facts",
    )


def _numbers() -> rx.Component:
    return rx.el.section(
        rx.el.h2("数字で見る"),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(*(rx.el.th(title, scope="col") for title in ("いつから", "平均", "最小", "最大")))
            ),
            rx.el.tbody(
                rx.foreach(
                    HistoryState.rows,
                    lambda one: rx.el.tr(
                        rx.el.th(one["when"], scope="row"),
                        rx.el.td(one["mean"]),
                        rx.el.td(one["least"]),
                        rx.el.td(one["greatest"]),
                        key=one["id"],
                    ),
                )
            ),
            class_name="num",
        ),
        class_name="box calls history-numbers",
    )
