"""What the bureau's pages below the overview have in common: the bar, one sentence on top, what was done."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.ui.alarm import alarm
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.notices import problem
from iga_madoguchi.ui.layouts.work import bar


def office_bar(title: str, state: Any, *, heads: bool = False, back: Any = True) -> rx.Component:
    """`state` says where and who (`place`, `staff`, `clock_offset`); `back`: if they may see the overview."""
    home = rx.el.a("運用状況にもどる", href="/admin", class_name="btn")
    return bar(
        f"つながる窓口　{title}",
        state.place,
        state.clock_offset,
        home if back is True else rx.cond(back, home),
        rx.el.span(state.staff),
        alarm(),
        heads=heads,
    )


def verdict(state: Any, *more: rx.Component, bad: str = "", known: Any = True) -> rx.Component:
    """`verdict` and `advice` of the state, with its mark; `bad` names how what is not `good` looks. What is
    not `known` is neither."""
    mark = rx.cond(state.good, icon("ok_line"), icon("stop" if bad else "warn"))
    look = rx.cond(state.good, "verdict verdict-ok", f"verdict {bad}".rstrip())
    return rx.el.section(
        mark if known is True else rx.cond(known, mark, icon("clock")),
        rx.el.div(rx.el.h1(state.verdict), rx.el.p(state.advice), *more),
        role="status",
        class_name=look if known is True else rx.cond(known, look, "verdict"),
    )


def said(state: Any, *undo: rx.Component, refusals: Any = True) -> rx.Component:
    """What was done, with its way back, or why it was not (`done`, `problem`); `refusals`: unless something
    else on the page says that.
    """
    why = problem(state.problem)
    return rx.el.div(
        rx.cond(state.done != "", rx.el.div(icon("ok"), rx.el.span(state.done), *undo, class_name="done")),
        why if refusals is True else rx.cond(refusals, why),
        class_name="done-region",
        custom_attrs={"aria-live": "polite"},
    )
