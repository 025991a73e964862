"""The bar on top of every page of the office, and the way out."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from iga_madoguchi.ui.components.call_media import Clock
from iga_madoguchi.ui.components.icons import city_mark, icon
from iga_madoguchi.ui.power import power_note


class PostForm(BaseHTML):
    """A plain HTML form: Reflex's own swallows the submission when no handler is given."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def bar(
    title: Any, who: Any, offset: rx.Var[float], *parts: rx.Component, heads: bool = False
) -> rx.Component:
    """`heads`: the page under it has no heading of its own, so its name is the one to find it by."""
    return rx.el.header(
        city_mark(),
        rx.el.h1(title) if heads else rx.el.strong(title),
        rx.el.span(who, class_name="sep"),
        rx.el.span(class_name="push"),
        *parts,
        logout(),
        Clock.create(offset_s=offset, class_name="bar-clock"),
        power_note(),
        class_name="bar",
    )


def to_own_account(label: str) -> rx.Component:
    """To a plain page of the front door: a link would look for a screen."""
    return PostForm.create(
        rx.el.button(label, type="submit", class_name="btn"), action="/account", method="get"
    )


def logout() -> rx.Component:
    """Ends the session by the front door's own route; works without a handler and without a socket."""
    return PostForm.create(
        rx.el.button(icon("door"), rx.el.span("ログアウト"), type="submit", class_name="btn"),
        action="/logout",
        method="post",
    )
