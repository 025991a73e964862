"""Finished: how it ended, in words; the screen then goes back to the start by itself."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.said import said
from iga_madoguchi.ui.components.timers import Countdown
from iga_madoguchi.ui.kiosk.frame import dock, head
from iga_madoguchi.ui.kiosk.printing.parts import paper_coming
from iga_madoguchi.ui.kiosk.say import say, text
from iga_madoguchi.ui.kiosk.state import RETURN_S, STAY_S, KioskState
from iga_madoguchi.ui.kiosk.survey.parts import faces


def finished() -> rx.Component:
    return rx.fragment(
        head(),
        rx.el.main(
            rx.el.h1(said(KioskState.ended_title)),
            rx.el.p(said(KioskState.ended_text), role="status"),
            faces(),
            paper_coming(),
            Countdown.create(
                seconds=KioskState.return_s,
                warn=STAY_S,
                idle=False,
                sentence=rx.cond(KioskState.return_s == RETURN_S, text("countdown"), text("staying")),
                stay="",
                on_done=KioskState.leave,
            ),
            rx.el.div(
                rx.cond(
                    KioskState.go_on != "",
                    rx.fragment(
                        button(said(KioskState.go_on), "arrow", "btn-solid", on_click=KioskState.call_next),
                        button(say("to_start"), on_click=KioskState.leave),
                    ),
                    button(say("to_start"), kind="btn-solid", on_click=KioskState.leave),
                ),
                button(say("again"), "phone", on_click=KioskState.call_again),
                rx.cond(
                    KioskState.return_s == RETURN_S,
                    button(say("stay"), on_click=KioskState.stay),
                ),
                class_name="row",
            ),
            class_name="calm",
        ),
        dock(),
    )
