"""Buttons: one solid one per screen, the others outlined; a label is always words.

A label with ruby names its button without: not every reader of accessible names skips the readings by itself.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.said import Said, plain


def button(label: Any, drawing: str = "", kind: str = "", *, after: str = "", **props: Any) -> rx.Component:
    """A button with words and, if named, a drawing before or `after` them. `kind`: extra class names."""
    parts = [icon(drawing)] if drawing else []
    parts.append(rx.el.span(label))
    if after:
        parts.append(icon(after))
    attributes = _name(label) | props.pop("custom_attrs", {})
    return rx.el.button(
        *parts, type="button", class_name=f"btn {kind}".strip(), custom_attrs=attributes, **props
    )


def toggle(label: Any, pressed: rx.Var[bool], drawing: str = "", **props: Any) -> rx.Component:
    """A button that stays pressed; shows it by frame and tick, tells it by aria-pressed."""
    attributes = {"aria-pressed": rx.cond(pressed, "true", "false")} | _name(label)
    attributes |= props.pop("custom_attrs", {})
    parts = [icon(drawing)] if drawing else []
    return rx.el.button(
        *parts,
        rx.el.span(label),
        icon("ok_line", "ico tick"),
        type="button",
        class_name="btn",
        custom_attrs=attributes,
        **props,
    )


def switch(label: Any, on: rx.Var[bool], **props: Any) -> rx.Component:
    """A switch: its knob and its words say how it stands, aria-checked tells it."""
    attributes = {"aria-checked": rx.cond(on, "true", "false")} | props.pop("custom_attrs", {})
    return rx.el.button(
        rx.el.span(class_name="knob", custom_attrs={"aria-hidden": "true"}),
        rx.el.span(label),
        type="button",
        role="switch",
        class_name="btn switch",
        custom_attrs=attributes,
        **props,
    )


def _name(label: Any) -> dict[str, Any]:
    return {"aria-label": plain(label.text)} if isinstance(label, Said) else {}
