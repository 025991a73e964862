"""What a page shows when a newer page of the same terminal has taken over."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.ui.text.ja import office


def elsewhere(
    shown: rx.Var[bool],
    take_back: rx.EventHandler,
    title: Any = office.ELSEWHERE,
    note: Any = office.ELSEWHERE_NOTE,
    again: Any = office.TAKE_BACK,
    name: Any = office.ELSEWHERE,
) -> rx.Component:
    """The words are the office's unless the page gives its own; `name` is the title without ruby."""
    return rx.cond(
        shown,
        rx.el.div(
            rx.el.div(
                rx.el.h1(title),
                rx.el.p(note),
                rx.el.button(again, type="button", class_name="btn btn-solid", on_click=take_back),
                class_name="box elsewhere-box",
            ),
            class_name="elsewhere",
            role="alertdialog",
            custom_attrs={"aria-label": name},
        ),
    )
