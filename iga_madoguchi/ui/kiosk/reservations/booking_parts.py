"""The panel in which the branch's staff make a reservation and say that somebody has come."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.said import said
from iga_madoguchi.ui.components.timers import Countdown
from iga_madoguchi.ui.kiosk.frame import sheet
from iga_madoguchi.ui.kiosk.reservations.booking import PANEL, BookingState
from iga_madoguchi.ui.kiosk.say import name, say, text
from iga_madoguchi.ui.kiosk.state import IDLE_S, KioskState

WARN_S = 20


def booking_panel() -> rx.Component:
    return rx.cond(KioskState.panel == PANEL, _panel())


def _panel() -> rx.Component:
    return sheet(
        "booking-title",
        rx.el.h2(say("booking"), id="booking-title"),
        rx.cond(BookingState.number != "", _made(), _choices()),
        _expected(),
        Countdown.create(
            seconds=IDLE_S,
            warn=WARN_S,
            idle=True,
            sentence=text("idle"),
            stay=text("stay"),
            on_done=BookingState.close,
        ),
    )


def _choices() -> rx.Component:
    return rx.fragment(
        _group(
            "booking_department",
            rx.foreach(
                KioskState.cards,
                lambda card: toggle(
                    rx.el.span(said(card["name"]), lang=card["lang"]),
                    BookingState.department == card["id"],
                    on_click=BookingState.choose_department(card["id"]),
                ),
            ),
        ),
        _group(
            "booking_day",
            button(say("booking_before"), on_click=BookingState.move_day(-1)),
            rx.el.strong(said(BookingState.day_text), role="status"),
            button(say("booking_after"), on_click=BookingState.move_day(1)),
        ),
        _group(
            "booking_time",
            rx.cond(
                BookingState.none != "",
                rx.el.p(said(BookingState.none), role="status"),
                rx.foreach(
                    BookingState.slots,
                    lambda slot: rx.el.button(
                        slot["time"],
                        type="button",
                        class_name="btn num",
                        on_click=BookingState.choose_slot(slot["id"]),
                        # Another day's times are other buttons: a touch during the change hits none.
                        key=slot["id"],
                        custom_attrs={
                            "aria-pressed": rx.cond(BookingState.slot == slot["id"], "true", "false")
                        },
                    ),
                ),
            ),
        ),
        _problem(),
        rx.el.div(
            button(say("booking_make"), kind="btn-solid", on_click=BookingState.make),
            button(say("close"), on_click=BookingState.close, auto_focus=True),
            class_name="row",
        ),
    )


def _made() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.p(say("booking_made")),
            rx.el.p(BookingState.number, class_name="made-number num"),
            rx.el.p(said(BookingState.made_text)),
            role="status",
            class_name="made",
        ),
        _problem(),
        rx.cond(BookingState.printed, rx.el.p(say("booking_printed"), role="status")),
        rx.el.div(
            rx.cond(
                BookingState.printable,
                button(say("booking_print"), "paper", on_click=BookingState.print_slip),
            ),
            button(say("close"), kind="btn-solid", on_click=BookingState.close, auto_focus=True),
            class_name="row",
        ),
    )


def _expected() -> rx.Component:
    """Whom this branch expects; a touch begins their call."""
    return rx.el.section(
        rx.el.h3(say("booking_expected")),
        rx.cond(
            BookingState.expected.length() > 0,
            rx.el.ul(
                rx.foreach(
                    BookingState.expected,
                    lambda row: rx.el.li(
                        rx.el.span(said(row["text"])),
                        button(say("booking_arrived"), on_click=BookingState.arrive(row["id"])),
                        key=row["id"],
                    ),
                )
            ),
            rx.el.p(say("booking_nobody")),
        ),
        class_name="for-staff expected",
    )


def _problem() -> rx.Component:
    return rx.cond(
        BookingState.problem != "",
        rx.el.p(icon("warn"), rx.el.span(said(BookingState.problem)), role="alert", class_name="pad-problem"),
    )


def _group(title: str, *parts: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.span(say(title)),
        rx.el.div(*parts, class_name="group-parts"),
        role="group",
        class_name="book-group",
        custom_attrs={"aria-label": name(title)},
    )
