"""What a page shows when a newer page of the same terminal has taken over."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.text.ja import office


def elsewhere(shown: rx.Var[bool], take_back: rx.EventHandler) -> rx.Component:
    return rx.cond(
        shown,
        rx.el.div(
            rx.el.div(
                rx.el.h1(office.ELSEWHERE),
                rx.el.p(office.ELSEWHERE_NOTE),
                rx.el.button(office.TAKE_BACK, type="button", class_name="btn btn-solid", on_click=take_back),
                class_name="box elsewhere-box",
            ),
            class_name="elsewhere",
            role="alertdialog",
            custom_attrs={"aria-label": office.ELSEWHERE},
        ),
    )
