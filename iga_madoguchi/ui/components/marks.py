"""Marks of a state: a shape, words and a colour together, so that none is needed alone."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.ui.components.icons import icon

# state of a department, terminal, call or check -> drawing
SHAPES = {
    "open": "ok",
    "ready": "ok",
    "busy": "half",
    "in_call": "half",
    "away": "clock",
    "closed": "off",
    "never": "off",
    "offline": "stop",
    "ok": "ok",
    "warn": "warn",
    "bad": "stop",
    "unknown": "help",
    "none": "off",
}


def state_shape(state: rx.Var[str]) -> rx.Component:
    return rx.match(state, *((name, icon(drawing)) for name, drawing in SHAPES.items()), icon("off"))


def state_mark(state: rx.Var[str], label: Any, *more: rx.Component) -> rx.Component:
    """The mark of a state known on the screen only."""
    return rx.el.span(state_shape(state), rx.el.span(label), *more, class_name=_class_of(state))


def plain_mark(state: str, label: str) -> rx.Component:
    """The mark of a state known beforehand, for a legend."""
    return rx.el.span(icon(SHAPES[state]), label, class_name=f"state {_CLASSES[state]}")


_CLASSES = {
    "open": "state-open",
    "ready": "state-open",
    "busy": "state-busy",
    "in_call": "state-busy",
    "away": "state-away",
    "closed": "state-closed",
    "never": "state-never",
    "offline": "state-offline",
    "ok": "state-open",
    "warn": "state-warn",
    "bad": "state-bad",
    "unknown": "state-unknown",
    "none": "state-never",
}


def _class_of(state: rx.Var[str]) -> rx.Var[str]:
    cases = [(name, f"state {look}") for name, look in _CLASSES.items()]
    return rx.match(state, *cases, "state")
