"""Standby: within three seconds, what can be done here and where to press. No trace of the person before."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.marks import state_mark
from iga_madoguchi.ui.components.said import said
from iga_madoguchi.ui.functions import where_on
from iga_madoguchi.ui.kiosk.frame import dock, head, language_toggles
from iga_madoguchi.ui.kiosk.matters.parts import window_strip
from iga_madoguchi.ui.kiosk.parts import department_icon
from iga_madoguchi.ui.kiosk.reservations.parts import number_button
from iga_madoguchi.ui.kiosk.say import say
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.kiosk.together.parts import bench
from iga_madoguchi.ui.kiosk.together.state import TogetherState


def standby() -> rx.Component:
    return rx.cond(TogetherState.bench.length() > 0, bench(), _usual())


def _usual() -> rx.Component:
    return rx.fragment(
        head(),
        rx.el.main(
            rx.el.section(
                rx.el.h1(say("hero", 0), rx.el.br(), say("hero", 1)),
                rx.el.p(rx.el.span(say("hero_note", 0)), rx.el.span(say("hero_note", 1))),
                button(say("start"), kind="btn-solid start", after="arrow", on_click=KioskState.begin),
                rx.el.div(
                    rx.el.p(say("start_note")),
                    where_on("reservations", number_button()),
                    class_name="start-more",
                ),
                class_name="hero",
            ),
            rx.el.section(
                rx.el.h2(say("departments_title")),
                rx.el.ul(rx.foreach(KioskState.cards, _row)),
                class_name="panel dept-list",
            ),
            where_on("matters", window_strip()),
            rx.el.img(src="/braid.svg", alt="", class_name="motif"),
            class_name="standby",
        ),
        rx.el.nav(
            rx.el.span(icon("globe"), "Language", lang="en"),
            *language_toggles(),
            class_name="lang-row",
            custom_attrs={"aria-label": "Language"},
        ),
        dock(),
    )


def _row(card: rx.Var) -> rx.Component:
    return rx.el.li(
        department_icon(card["icon"]),
        rx.el.span(rx.el.strong(said(card["name"])), rx.el.small(said(card["examples"])), lang=card["lang"]),
        state_mark(card["state"], said(card["label"]), rx.el.small(said(card["more"]))),
    )
