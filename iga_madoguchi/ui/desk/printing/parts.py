"""The box for printing in the column of the call's tools: closed it is one button and one line."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.desk.printing.show import Finished, Job
from iga_madoguchi.ui.desk.printing.state import MEMO_LIMIT, DeskPrintingState


def printing_box() -> rx.Component:
    return rx.el.section(
        rx.el.button(
            icon("printer"),
            rx.el.span("支所で印刷"),
            type="button",
            class_name="btn",
            on_click=DeskPrintingState.toggle,
            custom_attrs={"aria-expanded": rx.cond(DeskPrintingState.is_open, "true", "false")},
        ),
        rx.cond(DeskPrintingState.is_open, _open()),
        rx.el.div(
            rx.cond(
                DeskPrintingState.jobs.length() > 0,
                rx.el.ul(rx.foreach(DeskPrintingState.jobs, _job), class_name="print-jobs"),
            ),
            role="status",
            custom_attrs={"aria-label": "印刷のようす"},
        ),
        rx.cond(
            DeskPrintingState.problem != "",
            rx.el.p(icon("warn"), DeskPrintingState.problem, role="alert", class_name="print-problem"),
        ),
        class_name="print-box",
        custom_attrs={"aria-label": "支所で印刷"},
    )


def _open() -> rx.Component:
    return rx.cond(
        DeskPrintingState.none != "",
        rx.el.p(DeskPrintingState.none),
        rx.fragment(
            rx.cond(
                DeskPrintingState.printer != "",
                rx.el.p(
                    rx.cond(DeskPrintingState.hindered, icon("warn", "ico is-bad"), icon("ok_line")),
                    rx.el.span("プリンター：", DeskPrintingState.printer),
                    class_name="print-state",
                ),
            ),
            button("できた申請書を印刷", on_click=DeskPrintingState.print_form),
            rx.cond(
                DeskPrintingState.choice.length() > 0,
                rx.el.ul(
                    rx.foreach(DeskPrintingState.choice, _finished),
                    class_name="print-choice",
                    custom_attrs={"aria-label": "どの申請書を印刷しますか"},
                ),
            ),
            button("印のところを印刷", on_click=DeskPrintingState.print_guide),
            rx.el.form(
                rx.el.label(
                    rx.el.span("お渡しするメモ"),
                    rx.el.textarea(
                        name="memo",
                        rows=5,
                        # What is too long is refused with a sentence and stays here; only the absurd is cut.
                        max_length=20 * MEMO_LIMIT,
                        custom_attrs={"aria-label": "お渡しするメモ"},
                    ),
                    class_name="memo",
                ),
                rx.el.button(rx.el.span("メモを印刷"), type="submit", class_name="btn"),
                on_submit=DeskPrintingState.print_memo,
                key=DeskPrintingState.memos,
            ),
        ),
    )


def _finished(one: rx.Var[Finished]) -> rx.Component:
    return rx.el.li(
        button(one["name"], on_click=DeskPrintingState.print_this(one["id"])),
        key=one["id"],
    )


def _job(job: rx.Var[Job]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.match(
                job["tone"],
                ("good", icon("ok", "ico is-good")),
                ("bad", icon("warn", "ico is-bad")),
                icon("clock"),
            ),
            rx.el.b(job["state"]),
            rx.el.small(job["name"], class_name="num"),
            class_name="print-head",
        ),
        rx.cond(job["more"] != "", rx.el.p(job["more"])),
        rx.cond(
            job["again"].to(bool),
            button("もう一度印刷", on_click=DeskPrintingState.again(job["id"])),
        ),
        rx.cond(
            job["stoppable"].to(bool),
            button("取り消す", on_click=DeskPrintingState.stop(job["id"])),
        ),
        key=job["id"],
    )
