"""Waiting: how many are before, what to get ready, and that nothing is lost by giving up."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.call_media import CallNotice, RingSound
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.said import plain, said
from iga_madoguchi.ui.functions import where_on
from iga_madoguchi.ui.kiosk.frame import dock, head
from iga_madoguchi.ui.kiosk.itinerary import steps
from iga_madoguchi.ui.kiosk.matters.parts import ready_docs
from iga_madoguchi.ui.kiosk.matters.state import MattersState
from iga_madoguchi.ui.kiosk.say import name, say, text
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.kiosk.together.state import TogetherState

READY_ICONS = ("card", "paper", "camera", "pen")


def waiting() -> rx.Component:
    return rx.cond(KioskState.recalled, _recalled(), _in_line())


def _recalled() -> rx.Component:
    """The desk calls back: the next touch begins the talk."""
    return rx.fragment(
        head(),
        rx.el.main(
            rx.el.h1(
                rx.cond(
                    TogetherState.turn != "",
                    said(text("together", "turn_title").replace("{ticket}", TogetherState.turn)),
                    say("recalled_title"),
                )
            ),
            rx.el.p(said(KioskState.status), role="status"),
            rx.el.div(
                button(
                    say("recalled_yes"), "phone", "btn-solid", on_click=KioskState.come_back, auto_focus=True
                ),
                button(say("recalled_no"), on_click=KioskState.miss),
                class_name="row",
            ),
            RingSound.create(on=KioskState.recalled),
            class_name=rx.cond(TogetherState.turn != "", "calm turn", "calm"),
        ),
        dock(),
    )


def _in_line() -> rx.Component:
    return rx.fragment(
        head(),
        rx.el.main(
            rx.el.section(
                rx.el.h1(rx.cond(KioskState.ringing, say("ringing_title"), say("waiting_title"))),
                rx.el.p(
                    rx.el.span(said(KioskState.department), lang=KioskState.department_lang),
                    "　",
                    say("ticket"),
                    " ",
                    rx.el.b(KioskState.ticket, class_name="num"),
                    class_name="who",
                ),
                steps(),
                _status(),
                rx.cond(KioskState.queue.length() > 0, _queue()),
                CallNotice.create(),
                rx.el.p(
                    icon("bell"),
                    rx.el.span(rx.el.span(say("leave_note", 0)), rx.el.span(say("leave_note", 1))),
                    class_name="wait-note",
                ),
                rx.el.div(
                    button(say("give_up"), on_click=KioskState.hang_up),
                    button(say("park"), "door", on_click=KioskState.park),
                    rx.cond(
                        ~KioskState.ringing,
                        where_on(
                            "ring_me",
                            button(say("together", "sit_down"), "bell", on_click=KioskState.sit_down),
                        ),
                    ),
                    class_name="wait-act",
                ),
                class_name="wait-now",
            ),
            _ready(),
            class_name="waiting",
        ),
        dock(),
    )


def _status() -> rx.Component:
    return rx.el.div(
        rx.cond(
            KioskState.ringing,
            rx.el.p(icon("phone"), rx.el.span(said(KioskState.status)), class_name="ringing"),
            rx.el.p(
                rx.el.span(say("ahead")),
                rx.el.b(KioskState.ahead, class_name="num"),
                rx.el.span(say("ahead_unit")),
                class_name="big",
            ),
        ),
        rx.cond(KioskState.hint != "", rx.el.p(said(KioskState.hint))),
        role="status",
        class_name="figures",
        custom_attrs={"aria-label": plain(KioskState.status), "aria-atomic": "true"},
    )


def _queue() -> rx.Component:
    return rx.el.ol(
        rx.foreach(
            KioskState.queue,
            lambda label: rx.el.li(rx.el.span(icon("person"), class_name="dot"), said(label)),
        ),
        rx.el.li(rx.el.span(icon("person"), class_name="dot"), say("queue_you"), class_name="me"),
        class_name="queue",
        custom_attrs={"aria-label": name("queue")},
    )


def _ready() -> rx.Component:
    items = [
        rx.el.li(
            icon(drawing),
            rx.el.span(rx.el.strong(say("ready", place, 0)), rx.el.small(say("ready", place, 1))),
        )
        for place, drawing in enumerate(READY_ICONS)
    ]
    return rx.el.section(
        rx.el.h2(say("ready_title")),
        rx.cond(MattersState.ready.length() > 0, ready_docs(), rx.el.ol(*items)),
        rx.el.p(say("ready_lack"), class_name="lack"),
        class_name="panel ready",
    )
