"""Beside the paper: the procedure to work off, the memo, how it came out. And what is said before the end."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.records.policy import NAME_LIMIT
from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.memo import Memo
from iga_madoguchi.ui.desk.guide.state import GuideState
from iga_madoguchi.ui.desk.printing.state import DeskPrintingState
from iga_madoguchi.ui.functions import where_on
from iga_madoguchi.ui.text.ja.office import MEMO_WORDS, RESULTS

ABSURD = 10
"""Times the limit: what is merely too long is refused with a sentence and stays in the field."""


def guide() -> rx.Component:
    return rx.cond(GuideState.call != "", rx.fragment(where_on("matters", _procedure()), _record()))


def _procedure() -> rx.Component:
    return rx.el.section(
        rx.el.h2(
            "手続きの案内",
            rx.cond(GuideState.procedure != "", rx.el.small(GuideState.progress, class_name="num")),
        ),
        rx.el.label(
            rx.el.span("ご用", class_name="vh"),
            rx.el.select(
                rx.el.option("ご用を選ぶ", value=""),
                rx.cond(
                    GuideState.procedure != "",
                    rx.el.option(GuideState.name, value=GuideState.procedure),
                ),
                rx.foreach(
                    GuideState.options,
                    lambda one: rx.cond(
                        one["id"] == GuideState.procedure,
                        rx.fragment(),
                        rx.el.option(one["name"], value=one["id"], key=one["id"]),
                    ),
                ),
                value=GuideState.procedure,
                on_change=GuideState.choose,
            ),
        ),
        rx.cond(
            GuideState.unconfirmed,
            rx.el.p(icon("warn"), "要確認：市のページでまだ確かめていません", class_name="unsure"),
        ),
        rx.cond(
            GuideState.items.length() > 0,
            rx.fragment(
                rx.el.ul(rx.foreach(GuideState.items, _item), class_name="steps-list"),
                rx.el.details(
                    rx.el.summary("期限・代理・電話"),
                    rx.el.dl(rx.foreach(GuideState.facts, _fact), class_name="fact-list"),
                ),
            ),
        ),
        class_name="guide",
        custom_attrs={"aria-label": "手続きの案内"},
    )


def _item(item: rx.Var) -> rx.Component:
    done, lacks = item["state"] == "done", item["state"] == "missing"
    return rx.el.li(
        rx.cond(item["title"] != "", rx.el.h3(item["title"])),
        rx.el.button(
            rx.match(
                item["state"], ("done", icon("ok")), ("missing", icon("warn")), rx.el.i(class_name="circle")
            ),
            rx.el.span(
                item["name"],
                rx.cond(item["how"] != "", rx.el.small(item["how"])),
            ),
            type="button",
            class_name="step-btn",
            on_click=GuideState.tick(item["id"]),
            custom_attrs={"aria-pressed": rx.cond(done, "true", "false")},
        ),
        rx.cond(
            item["kind"] == "doc",
            rx.el.button(
                "ない",
                type="button",
                class_name="btn",
                on_click=GuideState.lack(item["id"]),
                custom_attrs={
                    "aria-pressed": rx.cond(lacks, "true", "false"),
                    "aria-label": "ない " + item["name"].to(str),
                },
            ),
        ),
        class_name=rx.cond(lacks, "is-missing", ""),
        key=item["id"],
    )


def _fact(fact: rx.Var) -> rx.Component:
    return rx.el.div(rx.el.dt(fact["name"]), rx.el.dd(fact["text"]))


def _record() -> rx.Component:
    return rx.el.section(
        rx.el.h2("メモ", rx.el.small("この相談の記録になります")),
        rx.cond(GuideState.needs_name, _resident()),
        Memo.create(
            key=GuideState.pages.to_string(),
            text=GuideState.memo,
            heard=GuideState.heard,
            words=rx.Var.create(MEMO_WORDS),
            on_write=GuideState.write,
        ),
        rx.cond(
            GuideState.problem != "",
            rx.el.p(icon("warn"), GuideState.problem, role="alert", class_name="line-problem"),
        ),
        rx.el.div(
            *(
                toggle(name, GuideState.result == result, on_click=GuideState.say_result(result))
                for result, name in RESULTS.items()
            ),
            role="group",
            class_name="results",
            custom_attrs={"aria-label": "結果"},
        ),
        where_on(
            "printing",
            button("お持ち帰り用紙を印刷", "printer", on_click=DeskPrintingState.print_takeaway),
        ),
        class_name="record",
        custom_attrs={"aria-label": "相談の記録"},
    )


def _resident() -> rx.Component:
    return rx.el.form(
        rx.el.label(
            rx.el.span("お名前"),
            rx.el.input(
                name="resident",
                default_value=GuideState.resident,
                max_length=NAME_LIMIT * ABSURD,
                auto_complete="off",
                key=GuideState.pages.to_string(),
            ),
        ),
        rx.el.button("書きとめる", type="submit", class_name="btn"),
        on_submit=GuideState.name_resident,
        reset_on_submit=False,
        class_name="resident",
    )


def ending() -> rx.Component:
    """Before the call ends: what is missing. It may end all the same."""
    return rx.cond(
        GuideState.ending,
        rx.el.div(
            rx.el.section(
                rx.el.h2("終わる前に", id="ending-title"),
                rx.cond(GuideState.missing.length() > 0, _list("足りない書類", GuideState.missing)),
                rx.cond(GuideState.waiting.length() > 0, _list("まだ確かめていないこと", GuideState.waiting)),
                rx.el.div(
                    button("もどる", on_click=GuideState.stay, auto_focus=True),
                    button("このまま終わる", "hang_up", "btn-end", on_click=GuideState.end),
                    class_name="row",
                ),
                role="alertdialog",
                class_name="box dialog",
                custom_attrs={"aria-modal": "true", "aria-labelledby": "ending-title"},
            ),
            class_name="veil",
        ),
    )


def _list(title: str, names: rx.Var) -> rx.Component:
    return rx.fragment(
        rx.el.h3(title),
        rx.el.ul(rx.foreach(names, lambda name: rx.el.li(icon("warn"), name)), class_name="open-ends"),
    )
