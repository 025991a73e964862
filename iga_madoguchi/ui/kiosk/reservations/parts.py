"""The button that asks for a reservation's number, and the pad on which it is pressed."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.said import said
from iga_madoguchi.ui.components.timers import Countdown
from iga_madoguchi.ui.kiosk.reservations.state import DIGITS, PANEL, NumberState
from iga_madoguchi.ui.kiosk.say import name, say, text
from iga_madoguchi.ui.kiosk.state import IDLE_S, KioskState

WARN_S = 20


def number_button() -> rx.Component:
    return button(say("has_number"), "card", "has-number", on_click=NumberState.open)


def number_panel() -> rx.Component:
    return rx.cond(KioskState.panel == PANEL, _panel())


def _panel() -> rx.Component:
    return rx.el.div(
        rx.el.section(
            rx.el.div(
                rx.el.h2(say("number_title"), id="number-title"),
                rx.el.p(say("number_note")),
                _pressed(),
                rx.el.div(
                    rx.cond(
                        NumberState.problem != "",
                        rx.el.p(
                            icon("warn"), rx.el.span(said(NumberState.problem)), class_name="pad-problem"
                        ),
                    ),
                    role="alert",
                ),
                rx.el.div(
                    button(say("number_go"), kind="btn-solid", on_click=NumberState.submit),
                    button(say("close"), on_click=NumberState.close),
                    class_name="row",
                ),
                class_name="pad-side",
            ),
            _pad(),
            role="dialog",
            class_name="panel sheet pad-sheet",
            custom_attrs={"aria-modal": "true", "aria-labelledby": "number-title"},
        ),
        Countdown.create(
            seconds=IDLE_S,
            warn=WARN_S,
            idle=True,
            sentence=text("idle"),
            stay=text("stay"),
            on_done=NumberState.close,
        ),
        class_name="veil",
    )


def _pressed() -> rx.Component:
    """Four places; what is pressed is read out as it grows."""
    return rx.el.p(
        rx.el.span(name("number_pressed"), "　", NumberState.digits, class_name="vh"),
        *(
            rx.el.span(
                rx.cond(NumberState.digits.length() > place, NumberState.digits[place], ""),
                custom_attrs={"aria-hidden": "true"},
            )
            for place in range(DIGITS)
        ),
        role="status",
        class_name="pressed num",
    )


def _pad() -> rx.Component:
    return rx.el.div(
        *(_key(digit) for digit in "123456789"),
        _key("0"),
        button(say("number_erase"), kind="pad-erase", on_click=NumberState.erase),
        role="group",
        class_name="pad",
        custom_attrs={"aria-labelledby": "number-title"},
    )


def _key(digit: str) -> rx.Component:
    return button(digit, kind="pad-key num", on_click=NumberState.press(digit), auto_focus=digit == "1")
