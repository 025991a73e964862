"""Sentences for the person at the screen: always in the page, announced when they change, never a dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon


def notice(
    text: rx.Var[str], close: Any, on_close: Any, shown: Callable[[rx.Var[str]], Any] = lambda text: text
) -> rx.Component:
    """The live region; empty while there is nothing to say. `shown` makes what stands on the screen."""
    return rx.el.div(
        rx.cond(
            text != "",
            rx.el.div(
                icon("bell"),
                rx.el.span(shown(text)),
                button(close, on_click=on_close),
                class_name="notice",
            ),
        ),
        class_name="notice-region",
        custom_attrs={"aria-live": "assertive"},
    )


def problem(text: rx.Var[str]) -> rx.Component:
    """Why something was not done, beside what asked for it; nothing while there is nothing to say."""
    return rx.cond(text != "", rx.el.p(icon("warn"), text, role="alert", class_name="problem"))


def clock_note(offset: rx.Var[float], words: Any) -> rx.Component:
    """Says on every screen that the clock has been moved for a drill or a test."""
    return rx.cond(offset != 0, rx.el.p(words, class_name="clock-note"))
