"""Drawings of the support needs, the same on both sides of the counter."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.icons import icon

NEED_ICONS = {
    "hearing": "ear",
    "writing": "pen",
    "sign": "hand",
    "sight": "eye",
    "wheelchair": "wheelchair",
    "child": "child",
    "companion": "people",
}


def need_icon(need: rx.Var[str]) -> rx.Component:
    return rx.match(need, *((name, icon(drawing)) for name, drawing in NEED_ICONS.items()), icon("hand"))
