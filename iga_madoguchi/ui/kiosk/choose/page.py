"""Choose: one touch on a department calls it. Support and language are toggles on this same screen."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.calls.policy import NEEDS
from iga_madoguchi.ui.components.buttons import toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.marks import state_shape
from iga_madoguchi.ui.components.needs import NEED_ICONS
from iga_madoguchi.ui.components.said import said
from iga_madoguchi.ui.components.timers import Countdown
from iga_madoguchi.ui.functions import where_on
from iga_madoguchi.ui.kiosk.frame import dock, head, language_toggles, to_start
from iga_madoguchi.ui.kiosk.itinerary import plan_bar, plan_card, plan_toggle
from iga_madoguchi.ui.kiosk.matters.parts import common_row, search_button
from iga_madoguchi.ui.kiosk.matters.state import MattersState
from iga_madoguchi.ui.kiosk.parts import department_icon
from iga_madoguchi.ui.kiosk.say import name, say, text
from iga_madoguchi.ui.kiosk.state import IDLE_S, KioskState

WARN_S = 20


def choose() -> rx.Component:
    return rx.fragment(
        head(),
        rx.el.main(
            rx.el.div(
                rx.el.h1(rx.cond(KioskState.planning, say("plan_title"), say("choose_title"))),
                rx.cond(KioskState.planning, rx.fragment(), where_on("matters", search_button())),
                where_on("several", plan_toggle()),
                class_name="choose-head",
            ),
            rx.cond(KioskState.planning, rx.el.p(say("plan_note")), where_on("matters", common_row())),
            rx.el.div(rx.foreach(KioskState.cards, _card), _unsure(), class_name="cards"),
            _toggles("needs_title", [_need(need) for need in NEEDS]),
            rx.cond(
                KioskState.planning,
                plan_bar(),
                _toggles("spoken_title", language_toggles(), "opts-lang"),
            ),
            class_name="choose",
            on_unmount=MattersState.forget,
        ),
        dock(to_start()),
        Countdown.create(
            seconds=IDLE_S,
            warn=WARN_S,
            idle=True,
            sentence=text("idle"),
            stay=text("stay"),
            on_done=KioskState.leave,
        ),
    )


def _card(card: rx.Var) -> rx.Component:
    """The accessible name begins with the department's; a closed one says why and when it opens."""
    callable_card = rx.cond(KioskState.planning, plan_card(card), _open_card(card))
    return rx.cond(card["reason"] == "", callable_card, _closed_card(card))


def _open_card(card: rx.Var) -> rx.Component:
    return rx.el.button(
        department_icon(card["icon"]),
        rx.el.strong(said(card["name"]), lang=card["lang"]),
        rx.el.span(said(card["examples"]), class_name="ex", lang=card["lang"]),
        rx.el.span(
            state_shape(card["state"]),
            rx.el.span(said(card["label"])),
            rx.el.span(said(card["more"])),
            rx.el.span(said(card["go"]), icon("arrow"), class_name="go"),
            class_name=rx.cond(card["state"] == "busy", "state state-busy", "state state-open"),
        ),
        type="button",
        class_name="card-btn",
        on_click=KioskState.place(card["id"]),
    )


def _closed_card(card: rx.Var) -> rx.Component:
    return rx.el.button(
        department_icon(card["icon"]),
        rx.el.strong(said(card["name"]), lang=card["lang"]),
        rx.el.span(said(card["examples"]), class_name="ex", lang=card["lang"]),
        rx.el.span(state_shape(card["state"]), rx.el.span(said(card["reason"])), class_name="state"),
        type="button",
        class_name="card-btn",
        custom_attrs={"aria-disabled": "true"},
    )


def _unsure() -> rx.Component:
    return rx.el.button(
        icon("help", "ico ico-l"),
        rx.el.strong(say("unsure")),
        rx.el.span(say("unsure_note"), class_name="ex"),
        rx.el.span(
            icon("bell"),
            rx.el.span(say("unsure_state")),
            rx.el.span(say("unsure_go"), icon("arrow"), class_name="go"),
            class_name="state",
        ),
        type="button",
        class_name="card-btn card-help",
        on_click=KioskState.call_staff,
    )


def _need(need: str) -> rx.Component:
    return toggle(
        say("needs", need),
        KioskState.wanted.contains(need),
        NEED_ICONS[need],
        on_click=KioskState.toggle_need(need),
    )


def _toggles(title: str, buttons: list[rx.Component], kind: str = "") -> rx.Component:
    return rx.el.div(
        rx.el.span(say(title)),
        *buttons,
        role="group",
        class_name=f"opts {kind}".strip(),
        custom_attrs={"aria-label": name(title)},
    )
