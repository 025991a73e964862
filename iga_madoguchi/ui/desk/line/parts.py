"""The text line on the desk's screens: a panel in the call, and the newest word on a ringing card."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.call_media import LineSound
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.line import line
from iga_madoguchi.ui.desk.line.state import LineState


def line_panel() -> rx.Component:
    """Only where the branch has a screen for its staff; closed until somebody wants it."""
    return rx.cond(
        (LineState.reach != "") & (LineState.reach != "none"),
        rx.el.section(
            rx.el.button(
                icon("pen"),
                rx.el.span("支所の職員に連絡"),
                rx.cond(
                    LineState.unread > 0,
                    rx.el.b("未読 ", LineState.unread, class_name="line-unread num", role="status"),
                ),
                type="button",
                class_name="btn",
                on_click=LineState.toggle,
                custom_attrs={"aria-expanded": rx.cond(LineState.shown, "true", "false")},
            ),
            rx.cond(
                LineState.shown,
                rx.fragment(
                    rx.el.p(LineState.reach_note, class_name="line-note"),
                    line(LineState.messages, LineState.send, LineState.problem, LineState.sent),
                ),
            ),
            LineSound.create(count=LineState.arrived),
            class_name="line-panel",
            custom_attrs={"aria-label": "支所の職員との連絡"},
        ),
    )


def line_note(call: rx.Var) -> rx.Component:
    """On the card of a ringing call: what the branch's staff wrote last."""
    return rx.cond(
        (LineState.last != "") & (LineState.call == call),
        rx.el.p(
            icon("pen"), rx.el.span(rx.el.small("支所の職員から"), LineState.last), class_name="line-last"
        ),
    )
