"""Texts with ruby, 申請《しんせい》, as a resident reads them. Implemented in assets/said.jsx.

`said(text)` is what stands on the screen; `plain(text)` the same without readings, for names and attributes.
"""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData

LIBRARY = "$/public/said.jsx"


class Said(rx.Component):
    """`text` with its readings above; a text without any stands as it is."""

    library = LIBRARY
    tag = "Said"

    text: rx.Var[str]


class PageLanguage(rx.Component):
    """Gives the whole document its language, as browsers and screen readers know it.

    `code` tells languages apart that share a tag; `on_change` is called when it becomes another one.
    """

    library = LIBRARY
    tag = "PageLanguage"

    language: rx.Var[str]
    code: rx.Var[str]
    on_change: rx.EventHandler[rx.event.no_args_event_spec]


def said(text: Any) -> rx.Component:
    """As a child of an element."""
    return Said.create(text=text)


def plain(text: rx.Var[str]) -> rx.Var[str]:
    """As an attribute of an element: a Var of str, made in the browser."""
    taken: dict[str, Any] = {LIBRARY: [ImportVar(tag="plain")]}
    data = VarData.merge(text._get_all_var_data(), VarData(imports=taken))
    return rx.Var(_js_expr=f"plain({text!s})", _var_data=data).to(str)
