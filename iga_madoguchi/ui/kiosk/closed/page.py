"""Closed: when it opens again, and who can help until then."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.said import said
from iga_madoguchi.ui.kiosk.frame import dock, head
from iga_madoguchi.ui.kiosk.say import say
from iga_madoguchi.ui.kiosk.state import KioskState


def closed() -> rx.Component:
    return rx.fragment(
        head(),
        rx.el.main(
            rx.el.h1(say("closed_title")),
            rx.el.p(said(KioskState.opening), role="status"),
            rx.el.p(say("closed_note")),
            class_name="calm",
        ),
        dock(),
    )
