"""Hand-over notes and a visit's order as a colleague reads them, before answering and in the call."""

from __future__ import annotations

import reflex as rx


def note_list(row: rx.Var) -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            row["notes"].to(list[dict[str, str]]),
            lambda note: rx.el.li(rx.el.p(note["text"]), rx.el.small(note["by"])),
        ),
        class_name="handover",
        custom_attrs={"aria-label": "引き継ぎメモ"},
    )


def plan_list(row: rx.Var) -> rx.Component:
    """The departments of a visit with several matters, and which is on."""
    return rx.el.ol(
        rx.foreach(
            row["plan"].to(list[dict[str, str]]),
            lambda step: rx.el.li(
                rx.el.small(step["label"]),
                rx.el.span(step["name"]),
                class_name="step-" + step["state"].to(str),
            ),
        ),
        class_name="visit-plan",
        custom_attrs={"aria-label": "ご用の順番"},
    )
