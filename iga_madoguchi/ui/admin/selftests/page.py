"""The board of self-tests: are all terminals well, in one sentence; what to do; each part; the reports."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.reporting.policy import NOTE_LIMIT, TITLE_LIMIT
from iga_madoguchi.ui.admin.selftests.state import SelfTestsState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.marks import state_mark
from iga_madoguchi.ui.layouts.office import office_bar, said, verdict
from iga_madoguchi.ui.layouts.work import PostForm

COLUMNS = ("端末", "いまのようす", "さいごの点検", "さいごに良好")


def selftests_page() -> rx.Component:
    return rx.el.div(
        office_bar("点検と報告", SelfTestsState),
        rx.cond(
            SelfTestsState.ready,
            rx.el.main(
                verdict(SelfTestsState, bad="verdict-bad", known=SelfTestsState.known),
                said(SelfTestsState),
                rx.el.div(_problems(), _board(), class_name="house-main"),
                rx.el.div(_orders(), _monthly(), _incident(), class_name="house-side"),
                class_name="house checks",
            ),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.selftests"},
    )


def _problems() -> rx.Component:
    return rx.cond(
        SelfTestsState.problems.length() > 0,
        rx.el.section(
            rx.el.h2("いますること"),
            rx.el.ul(
                rx.foreach(
                    SelfTestsState.problems,
                    lambda one: rx.el.li(
                        rx.cond(one["mark"] == "offline", icon("stop"), icon("clock")),
                        rx.el.div(rx.el.strong(one["title"]), rx.el.span(one["todo"])),
                        key=one["id"],
                        class_name="check-" + one["mark"].to(str),
                    ),
                ),
                class_name="check-todo",
            ),
            class_name="box calls",
        ),
    )


def _board() -> rx.Component:
    return rx.el.section(
        rx.el.h2(
            "端末ごとのようす", rx.el.small("毎日、開庁の1時間前に、だれも使っていないときに点検します")
        ),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *(rx.el.th(title, scope="col") for title in COLUMNS),
                    rx.el.th(rx.el.span("操作", class_name="vh"), scope="col"),
                )
            ),
            rx.el.tbody(rx.foreach(SelfTestsState.rows, _row)),
        ),
        class_name="box calls check-board",
    )


def _row(row: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row["name"], scope="row"),
        rx.el.td(
            state_mark(row["mark"], row["label"]),
            rx.el.ul(
                rx.foreach(
                    row["parts"].to(list[dict[str, str]]),
                    lambda part: rx.el.li(
                        state_mark(part["mark"], part["name"]),
                        rx.el.span("：", part["label"], class_name="vh"),
                        key=part["id"],
                    ),
                ),
                class_name="check-parts",
            ),
        ),
        rx.el.td(row["last"], class_name="num"),
        rx.el.td(row["good"], class_name="num"),
        rx.el.td(
            rx.cond(
                row["ordered"].to(bool),
                rx.el.span("頼みました", role="status"),
                rx.cond(
                    SelfTestsState.may_act & row["enrolled"].to(bool),
                    button(
                        "点検する",
                        on_click=SelfTestsState.order(row["id"]),
                        custom_attrs={"aria-label": row["name"].to(str) + "を点検する"},
                    ),
                ),
            ),
            rx.cond(
                SelfTestsState.may_act & row["enrolled"].to(bool),
                button(
                    "読み直す",
                    on_click=SelfTestsState.reload(row["id"]),
                    custom_attrs={"aria-label": row["name"].to(str) + "の画面を読み直す"},
                ),
            ),
        ),
        key=row["id"],
        custom_attrs={"data-terminal": row["id"], "data-state": row["mark"]},
    )


def _orders() -> rx.Component:
    return rx.cond(
        SelfTestsState.may_act,
        rx.el.section(
            rx.el.h2("いま点検する"),
            rx.el.div(
                button("すべての端末を点検する", kind="btn-solid", on_click=SelfTestsState.order("")),
                rx.el.small("相談中の端末と、だれかが触っている端末は、あいてから点検します。"),
            ),
            class_name="box house-orders",
        ),
    )


def _monthly() -> rx.Component:
    return rx.el.section(
        rx.el.h2("月次稼働報告"),
        _paper_form(
            "/reports/monthly.pdf",
            _field("月", "month", type="month", default_value=SelfTestsState.month, required=True),
            rx.el.button(icon("paper"), rx.el.span("A4の報告書を開く"), type="submit", class_name="btn"),
        ),
        class_name="box house-form",
    )


def _incident() -> rx.Component:
    draft = SelfTestsState.draft
    return rx.el.section(
        rx.el.h2("障害報告書"),
        rx.el.p(
            "その間のできごとと、影響した相談の数は、記録から入ります。対策の欄は、紙に書けるように空けてあります。"
        ),
        rx.cond(
            SelfTestsState.drafts.length() > 0,
            rx.el.div(
                rx.el.strong("さいきんの異常から書く"),
                rx.foreach(
                    SelfTestsState.drafts,
                    lambda one: button(
                        one["when"] + " " + one["title"],
                        on_click=SelfTestsState.write_about(one["id"]),
                        key=one["id"],
                        custom_attrs={"aria-pressed": one["id"] == draft["id"]},
                    ),
                ),
                class_name="report-drafts",
                role="group",
                aria_label="さいきんの異常から書く",
            ),
        ),
        _paper_form(
            "/reports/incident.pdf",
            _field(
                *("何が起きたか", "title"),
                max_length=TITLE_LIMIT,
                required=True,
                default_value=draft["title"],
                key="title" + draft["id"],
            ),
            *(
                _field(
                    *(label, name),
                    type="datetime-local",
                    required=True,
                    default_value=moment,
                    key=name + draft["id"],
                )
                for label, name, moment in (
                    ("はじまり", "first", draft["first"]),
                    ("おわり", "last", draft["last"]),
                )
            ),
            _field(
                *("したこと（なくてもよい）", "done"),
                max_length=NOTE_LIMIT,
                default_value=draft["done"],
                key="done" + draft["id"],
            ),
            _field("確認した人の役職（なくてもよい）", "acknowledged", max_length=TITLE_LIMIT),
            rx.el.small("住民の氏名など、個人の情報は書かないでください。"),
            rx.el.button(icon("paper"), rx.el.span("A4の報告書を開く"), type="submit", class_name="btn"),
        ),
        class_name="box house-form",
    )


def _paper_form(action: str, *parts: rx.Component) -> rx.Component:
    """Posted, so that what was typed stands in no address; opens beside this page."""
    return PostForm.create(*parts, action=action, method="post", custom_attrs={"target": "_blank"})


def _field(label: str, name: str, **given: Any) -> rx.Component:
    return rx.el.label(label, rx.el.input(name=name, **given))
