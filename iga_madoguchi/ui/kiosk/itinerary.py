"""Several matters in one visit: choosing them, and the line of steps that tells where the visit is."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.marks import state_shape
from iga_madoguchi.ui.components.said import said
from iga_madoguchi.ui.kiosk.parts import department_icon
from iga_madoguchi.ui.kiosk.say import name, say
from iga_madoguchi.ui.kiosk.state import KioskState


def plan_toggle() -> rx.Component:
    return toggle(say("plan_toggle"), KioskState.planning, on_click=KioskState.toggle_plan)


def plan_card(card: rx.Var) -> rx.Component:
    """A department as one of several: touched again it is out."""
    chosen = KioskState.planned_ids.contains(card["id"])
    return rx.el.button(
        department_icon(card["icon"]),
        rx.el.strong(said(card["name"]), lang=card["lang"]),
        rx.el.span(said(card["examples"]), class_name="ex", lang=card["lang"]),
        rx.el.span(
            state_shape(card["state"]),
            rx.el.span(said(card["label"])),
            rx.el.span(said(card["more"])),
            rx.cond(chosen, rx.el.span(icon("ok_line"), class_name="go")),
            class_name=rx.cond(card["state"] == "busy", "state state-busy", "state state-open"),
        ),
        type="button",
        class_name="card-btn",
        on_click=KioskState.plan_stop(card["id"]),
        custom_attrs={"aria-pressed": rx.cond(chosen, "true", "false")},
    )


def plan_bar() -> rx.Component:
    """The proposed order, what is known of the waiting, and the button that begins."""
    return rx.el.section(
        rx.el.div(
            rx.cond(KioskState.planned.length() > 0, _route()),
            rx.el.p(said(KioskState.plan_note), role="status"),
        ),
        rx.cond(
            KioskState.planned.length() > 1,
            button(say("plan_go"), "phone", "btn-solid", on_click=KioskState.call_plan),
        ),
        class_name="plan-bar",
    )


def _route() -> rx.Component:
    return rx.el.ol(
        rx.foreach(
            KioskState.planned,
            lambda step, at: rx.el.li(
                rx.el.b(at + 1, class_name="num"),
                rx.el.span(said(step["name"]), lang=step["lang"]),
                key=step["id"],
            ),
        ),
        class_name="route",
        custom_attrs={"aria-label": name("plan_list")},
    )


def steps() -> rx.Component:
    """Shown while the visit has more than one matter."""
    return rx.cond(
        KioskState.steps.length() > 0,
        rx.el.ol(
            rx.foreach(
                KioskState.steps,
                lambda step: rx.el.li(
                    rx.cond(step["state"] == "done", icon("ok"), rx.fragment()),
                    rx.el.span(said(step["label"]), class_name="when"),
                    rx.el.span(said(step["name"]), lang=step["lang"]),
                    class_name="step step-" + step["state"].to(str),
                    custom_attrs={"aria-current": rx.cond(step["state"] == "now", "step", "false")},
                ),
            ),
            class_name="route steps",
            custom_attrs={"aria-label": name("steps")},
        ),
    )
