"""The records on the desk's board: a ring still comes over them."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.records.policy import MEMO_LIMIT, QUERY_LIMIT, REASON_LIMIT
from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.memo import Memo
from iga_madoguchi.ui.components.talk import TalkKept
from iga_madoguchi.ui.desk.records.state import RecordsState
from iga_madoguchi.ui.text.ja.office import MEMO_WORDS, RESULTS

ABSURD = 10
"""Times the limit: what is merely too long is refused with a sentence and stays in the field."""


def records_toggle() -> rx.Component:
    """In the bar: the way to the records, and how many talks are not written down yet."""
    return rx.el.button(
        icon("paper"),
        rx.el.span("記録"),
        rx.cond(
            RecordsState.unwritten > 0,
            rx.el.b("未記入 ", RecordsState.unwritten, class_name="line-unread num"),
        ),
        type="button",
        class_name="btn",
        on_click=RecordsState.toggle,
        custom_attrs={"aria-pressed": rx.cond(RecordsState.shown, "true", "false")},
    )


def records_panel() -> rx.Component:
    return rx.el.div(
        rx.cond(
            RecordsState.problem != "",
            rx.el.p(icon("warn"), RecordsState.problem, role="alert", class_name="problem"),
        ),
        rx.cond(RecordsState.record["call"] != "", _record(), rx.fragment(_blanks(), _search(), _lines())),
        class_name="lists records",
    )


def _blanks() -> rx.Component:
    return rx.cond(
        RecordsState.blanks.length() > 0,
        rx.el.section(
            rx.el.h2(
                "まだ書かれていない相談", rx.el.span(RecordsState.blanks.length(), "件", class_name="num")
            ),
            rx.el.ul(
                rx.foreach(
                    RecordsState.blanks,
                    lambda one: rx.el.li(
                        rx.el.span(one["text"]),
                        button(
                            rx.cond(one["begun"].to(bool), "続きを書く", "記録を書く"),
                            "pen",
                            on_click=RecordsState.begin(one["call"], one["department"]),
                        ),
                        key=one["call"].to(str) + one["department"].to(str),
                    ),
                ),
                class_name="blanks",
            ),
            class_name="box wait-list",
        ),
    )


def _search() -> rx.Component:
    return rx.el.section(
        rx.el.h2("記録をさがす"),
        rx.el.form(
            rx.el.label(
                rx.el.span("ことば"),
                rx.el.input(
                    name="words",
                    type="search",
                    placeholder="例：退院　手すり",
                    max_length=QUERY_LIMIT * ABSURD,
                    auto_complete="off",
                ),
            ),
            rx.el.label(rx.el.span("この日から"), rx.el.input(name="first", type="date")),
            rx.el.label(rx.el.span("この日まで"), rx.el.input(name="last", type="date")),
            _choice("支所", "branch", RecordsState.branches),
            _choice("ご用", "procedure", RecordsState.matters),
            rx.el.button(icon("search"), rx.el.span("さがす"), type="submit", class_name="btn btn-solid"),
            on_submit=RecordsState.search,
            reset_on_submit=False,
            class_name="search-form",
        ),
        class_name="box wait-list",
    )


def _choice(label: str, name: str, choices: rx.Var) -> rx.Component:
    return rx.el.label(
        rx.el.span(label),
        rx.el.select(
            rx.el.option("すべて", value=""),
            rx.foreach(choices, lambda one: rx.el.option(one["name"], value=one["id"], key=one["id"])),
            name=name,
        ),
    )


def _lines() -> rx.Component:
    none = rx.cond(
        RecordsState.searched,
        "合う記録はありません。ことばを短くしてみてください。",
        "記録は、まだありません。",
    )
    return rx.el.section(
        rx.el.h2("記録"),
        rx.cond(
            RecordsState.lines.length() > 0,
            rx.el.ul(rx.foreach(RecordsState.lines, _line), class_name="record-list"),
            rx.el.p(none, role="status", class_name="none"),
        ),
        rx.cond(RecordsState.after > 0, button("つづきを見る", on_click=RecordsState.more)),
        class_name="box wait-list",
    )


def _line(one: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.strong(one["about"]), rx.el.small(one["when"], "　", one["where"], "　", one["by"])
            ),
            rx.el.span(one["text"], class_name="excerpt"),
            rx.el.span(one["result"], class_name="result"),
            type="button",
            on_click=RecordsState.read(one["id"]),
        ),
        key=one["id"],
    )


def _record() -> rx.Component:
    record = RecordsState.record
    return rx.el.section(
        rx.el.div(
            button("一覧にもどる", on_click=RecordsState.close),
            rx.cond(
                record["finished"],
                rx.el.a(
                    icon("printer"),
                    rx.el.span("印刷する"),
                    href="/records/" + record["id"].to(str),
                    target="_blank",
                    rel="noreferrer",
                    class_name="btn",
                ),
            ),
            class_name="row",
        ),
        rx.el.h2(record["title"]),
        rx.el.ul(rx.foreach(record["facts"], lambda fact: rx.el.li(fact)), class_name="record-facts"),
        rx.cond(record["name"] != "", rx.el.p("お名前　", rx.el.strong(record["name"]))),
        rx.cond(
            record["missing"].length() > 0,
            rx.el.p(icon("warn"), "足りない書類　", record["missing"].join("、"), class_name="record-lacks"),
        ),
        rx.cond(
            record["notes"].length() > 0,
            rx.fragment(
                rx.el.h3("引き継ぎメモ"), rx.el.ul(rx.foreach(record["notes"], lambda note: rx.el.li(note)))
            ),
        ),
        _kept(),
        rx.cond(
            RecordsState.talk != "",
            TalkKept.create(key=RecordsState.talk, call=RecordsState.talk, until=RecordsState.talk_until),
        ),
        rx.cond(record["finished"], _finished(), _draft()),
        class_name="box wait-list one-record",
    )


def _kept() -> rx.Component:
    """Papers and forms that the department keeps; a picture comes when somebody wants to see it."""
    return rx.cond(
        RecordsState.kept.length() > 0,
        rx.fragment(
            rx.el.h3("預かっている書類"),
            rx.el.ul(rx.foreach(RecordsState.kept, _kept_one), class_name="kept-papers"),
        ),
    )


def _kept_one(one: rx.Var) -> rx.Component:
    looks = RecordsState.seen == one["id"]
    pages = one["pages"].to(list[str])
    return rx.el.li(
        rx.el.span(rx.el.strong(one["name"]), rx.el.small(one["until"])),
        rx.cond(
            one["pdf"] != "",
            rx.el.a(
                icon("paper"),
                rx.el.span("開く"),
                href=one["pdf"].to(str),
                target="_blank",
                rel="noreferrer",
                class_name="btn",
            ),
            toggle(rx.cond(looks, "閉じる", "見る"), looks, on_click=RecordsState.see(one["id"])),
        ),
        rx.cond(
            looks,
            rx.el.div(
                rx.foreach(pages, lambda page: rx.el.img(src=page, alt=one["name"].to(str), key=page)),
                class_name="kept-pages",
            ),
        ),
        key=one["id"],
    )


def _draft() -> rx.Component:
    return rx.fragment(
        Memo.create(
            key=RecordsState.pages.to_string(),
            text=RecordsState.record["memo"],
            heard=RecordsState.heard,
            words=rx.Var.create(MEMO_WORDS),
            on_write=RecordsState.write,
        ),
        rx.el.div(
            *(
                toggle(name, RecordsState.result == result, on_click=RecordsState.say_result(result))
                for result, name in RESULTS.items()
            ),
            role="group",
            class_name="results",
            custom_attrs={"aria-label": "結果"},
        ),
        rx.el.p("終えたあとに直すときは、理由を残します。前の文も読めます。", class_name="none"),
        button("記録を終える", "ok_line", "btn-solid", on_click=RecordsState.finish),
    )


def _finished() -> rx.Component:
    record = RecordsState.record
    return rx.fragment(
        rx.cond(
            RecordsState.amending,
            _amending(),
            rx.fragment(
                rx.el.p(
                    rx.cond(record["memo"] != "", record["memo"], "メモはありません。"),
                    class_name="memo-text",
                ),
                rx.el.p("結果　", rx.el.strong(rx.match(RecordsState.result, *RESULTS.items(), ""))),
                rx.el.p(record["saved"], class_name="none"),
                rx.el.div(
                    button("直す", "pen", on_click=RecordsState.start_amending),
                    rx.cond(
                        record["amended"],
                        button(
                            rx.cond(RecordsState.earlier.length() > 0, "前の文を閉じる", "前の文を見る"),
                            on_click=RecordsState.look_back,
                        ),
                    ),
                    class_name="row",
                ),
            ),
        ),
        rx.el.ol(
            rx.foreach(
                RecordsState.earlier,
                lambda one: rx.el.li(
                    rx.el.small(one["head"]), rx.el.p(one["text"], class_name="memo-text"), key=one["id"]
                ),
            ),
            class_name="earlier",
        ),
    )


def _amending() -> rx.Component:
    return rx.el.form(
        rx.el.label(
            rx.el.span("メモ"),
            rx.el.textarea(
                name="memo",
                default_value=RecordsState.record["memo"],
                max_length=MEMO_LIMIT * ABSURD,
                rows="8",
            ),
        ),
        rx.el.label(
            rx.el.span("結果"),
            rx.el.select(
                *(rx.el.option(name, value=result) for result, name in RESULTS.items()),
                name="result",
                default_value=RecordsState.result,
            ),
        ),
        rx.el.label(
            rx.el.span("直す理由"),
            rx.el.input(
                name="reason", placeholder="例：日付の書きまちがい", max_length=REASON_LIMIT * ABSURD
            ),
        ),
        rx.el.div(
            rx.el.button("直した記録を残す", type="submit", class_name="btn btn-solid"),
            button("やめる", on_click=RecordsState.start_amending),
            class_name="row",
        ),
        on_submit=RecordsState.amend,
        reset_on_submit=False,
        class_name="form amend",
    )
