"""One line, where the resident looks during the call and after it."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.kiosk.printing.state import KioskPrintingState
from iga_madoguchi.ui.kiosk.say import say


def paper_coming() -> rx.Component:
    return rx.el.div(
        rx.cond(
            KioskPrintingState.coming,
            rx.el.p(icon("printer"), say("print_coming"), class_name="print-coming"),
        ),
        role="status",
    )
