"""Buttons: one solid one per screen, the others outlined; a label is always words."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.ui.components.icons import icon


def button(label: Any, drawing: str = "", kind: str = "", *, after: str = "", **props: Any) -> rx.Component:
    """A button with words and, if named, a drawing before or `after` them. `kind`: extra class names."""
    parts = [icon(drawing)] if drawing else []
    parts.append(rx.el.span(label))
    if after:
        parts.append(icon(after))
    return rx.el.button(*parts, type="button", class_name=f"btn {kind}".strip(), **props)


def toggle(label: Any, pressed: rx.Var[bool], drawing: str = "", **props: Any) -> rx.Component:
    """A button that stays pressed; shows it by frame and tick, tells it by aria-pressed."""
    attributes = {"aria-pressed": rx.cond(pressed, "true", "false")} | props.pop("custom_attrs", {})
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
