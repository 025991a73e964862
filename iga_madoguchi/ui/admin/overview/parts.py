"""The map of terminals and the list of calls."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.call.state import ObserverState
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.marks import plain_mark, state_mark
from iga_madoguchi.ui.functions import where_on
from iga_madoguchi.ui.text.ja.office import OBSERVER_REASONS, TILE_STATES

_LAND = (
    "M300 30C420-6 560 20 680 60c120 30 180 110 170 210-8 90-20 150-60 230-50 100-120 210-250 234"
    "-130 20-230-30-270-130C240 520 60 470 44 350 30 240 180 70 300 30z"
)
_RIDGES = (
    "M590 610q26-16 44-52 20 34 34 38 22-40 40-76 24 50 60 62M610 634q24-14 40-38 16 22 30 26 20-26 34-52"
    " 20 34 48 42M150 470q22-14 38-46 18 30 32 34 16-22 26-40 18 36 44 46"
)


def terminal_map() -> rx.Component:
    """The branches around the city hall, roughly where they lie."""
    return rx.el.section(
        rx.el.h2("端末", rx.el.small("位置はおおよそです")),
        rx.el.div(
            rx.el.svg(
                rx.el.path(d=_LAND, class_name="land"),
                rx.el.path(d=_RIDGES, class_name="ridge"),
                rx.foreach(
                    OverviewState.lines,
                    lambda line: rx.el.path(d=line["d"], class_name="link", key=line["id"]),
                ),
                view_box="0 0 900 760",
                preserve_aspect_ratio="none",
                custom_attrs={"aria-hidden": "true"},
            ),
            rx.foreach(OverviewState.branches, _branch),
            rx.el.article(
                rx.el.h3("本庁"),
                rx.el.ul(rx.foreach(OverviewState.desks, _desk)),
                class_name="tile at-hall",
            ),
            class_name="map-in",
        ),
        rx.cond(
            OverviewState.elsewhere.length() > 0,
            rx.el.div(rx.foreach(OverviewState.elsewhere, _branch), class_name="off-map"),
        ),
        rx.el.p(
            *(plain_mark(state, label) for state, label in TILE_STATES.items()),
            class_name="legend",
        ),
        class_name="box map",
    )


def _branch(tile: rx.Var) -> rx.Component:
    return rx.el.article(
        rx.el.h3(tile["name"]),
        state_mark(tile["state"], tile["label"]),
        rx.el.small(tile["more"]),
        class_name="tile " + tile["place"].to(str) + " tile-" + tile["state"].to(str),
    )


def _desk(tile: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(tile["name"], rx.el.small(tile["more"])), state_mark(tile["state"], tile["label"])
    )


def call_list() -> rx.Component:
    """Between whom, in which state, since when; what is said or shown stays theirs."""
    return rx.el.section(
        rx.el.h2("いまの相談", rx.el.small(OverviewState.calls.length(), "件")),
        rx.cond(
            OverviewState.calls.length() > 0,
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        *(rx.el.th(title, scope="col") for title in ("支所と窓口", "ようす", "いつから"))
                    )
                ),
                rx.el.tbody(rx.foreach(OverviewState.calls, _call)),
            ),
            rx.el.p("いま、相談はありません。", class_name="none"),
        ),
        class_name="box calls",
    )


def _call(call: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            call["branch"],
            " → ",
            call["department"],
            rx.cond(call["state"] == "in_call", where_on("observing", _look_in(call))),
        ),
        rx.el.td(state_mark(call["state"], call["label"])),
        rx.el.td(call["since"], class_name="num"),
    )


def looking_in() -> rx.Component:
    """The way back to a call that this terminal is in, or waits for."""
    return rx.cond(
        (ObserverState.stage == "in") | (ObserverState.stage == "waiting"),
        rx.el.section(
            icon("eye"),
            rx.el.div(
                rx.el.h2(ObserverState.title),
                rx.el.p(
                    rx.cond(ObserverState.stage == "in", "参加しています。", "参加をお願いしています。"),
                    role="status",
                ),
            ),
            rx.el.a("画面を開く", href="/admin/call", class_name="btn"),
            class_name="box vital look-in-back",
        ),
    )


def _look_in(call: rx.Var) -> rx.Component:
    """Only with both sides' consent, and the reason stands in the log; that is why it takes two touches."""
    return rx.el.details(
        rx.el.summary("参加をお願いする"),
        rx.el.p("窓口の担当と住民の方の両方にたずねます。理由は、双方の画面に出て、記録に残ります。"),
        rx.el.div(
            *(
                button(label, on_click=ObserverState.ask(call["id"], reason))
                for reason, label in OBSERVER_REASONS.items()
            ),
            class_name="row",
        ),
        class_name="prefer look-in-ask",
    )


def problem_list() -> rx.Component:
    return rx.cond(
        OverviewState.problems.length() > 0,
        rx.el.div(rx.foreach(OverviewState.problems, _problem), class_name="probs"),
    )


def _problem(problem: rx.Var) -> rx.Component:
    return rx.el.article(
        rx.el.h2(rx.cond(problem["look"] == "bad", icon("stop"), icon("warn")), problem["title"]),
        rx.el.dl(
            rx.el.dt("何が起きたか"),
            rx.el.dd(problem["happened"]),
            rx.el.dt("困る人"),
            rx.el.dd(problem["hampered"]),
            rx.el.dt("いますること"),
            rx.el.dd(rx.el.ol(rx.foreach(problem["todo"].to(list[str]), lambda step: rx.el.li(step)))),
            rx.el.dt("連絡先"),
            rx.el.dd(problem["call"]),
            rx.el.dt("手引き"),
            rx.el.dd(problem["handbook"]),
        ),
        rx.cond(
            problem["seen"] == "",
            _acknowledge(problem),
            rx.el.p(icon("ok_line"), problem["seen"], " ", problem["comment"], class_name="prob-note"),
        ),
        key=problem["title"].to(str),
        class_name=rx.match(problem["look"], ("warn", "prob prob-warn"), ("seen", "prob prob-seen"), "prob"),
    )


def _acknowledge(problem: rx.Var) -> rx.Component:
    """Somebody takes it on; a word about what they do helps whoever looks next."""
    return rx.el.form(
        rx.el.input(type="hidden", name="incident", value=problem["id"].to(str)),
        rx.el.label(
            rx.el.span("ひとこと（書かなくてもかまいません）"),
            rx.el.input(
                name="comment",
                max_length=200,
                auto_complete="off",
                placeholder="例：支所に電話しました",
            ),
        ),
        rx.el.button("確認しました", type="submit", class_name="btn btn-line"),
        on_submit=OverviewState.acknowledge,
        reset_on_submit=False,
        class_name="prob-act",
    )


def vital_list() -> rx.Component:
    """The grounds of the verdict: grey where nobody knows, never green."""
    return rx.el.section(
        rx.el.h2(
            "サーバーと備え",
            rx.el.span(
                rx.el.a("点検の一覧", href="/admin/checks"), "　", rx.el.a("記録の図", href="/admin/history")
            ),
        ),
        rx.el.ul(
            rx.foreach(
                OverviewState.vitals,
                lambda row: rx.el.li(
                    rx.el.span(row["name"], rx.el.small(row["more"], class_name="num")),
                    state_mark(row["state"], row["label"]),
                    key=row["id"],
                ),
            )
        ),
        class_name="box side grounds",
    )
