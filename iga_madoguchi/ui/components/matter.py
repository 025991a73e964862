"""One matter as a resident reads it: on the kiosk, and for the bureau that writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.said import said


def matter_body(matter: rx.Var, word: Callable[[str], Any]) -> rx.Component:
    """The papers of a `matter.Detail`, how far it goes, how long it takes; `word` says a MATTER_WORD."""
    return rx.el.div(
        rx.el.section(
            rx.el.h3(word("bring")),
            rx.cond(
                matter["docs"].to(list[dict[str, str]]).length() > 0,
                doc_list(matter["docs"].to(list[dict[str, str]])),
                rx.el.p(word("nothing")),
            ),
        ),
        rx.el.section(
            rx.el.p(icon("ok"), rx.el.strong(said(matter["reach"])), class_name="reach"),
            rx.el.ul(
                rx.foreach(
                    matter["facts"].to(list[str]),
                    lambda fact: rx.el.li(icon("clock"), rx.el.span(said(fact))),
                )
            ),
            rx.el.p(word("lack")),
        ),
        class_name="matter-body",
    )


def doc_list(docs: rx.Var) -> rx.Component:
    """Papers to get ready."""
    return rx.el.ol(rx.foreach(docs, _doc), class_name="docs")


def _doc(doc: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.match(doc["icon"], ("card", icon("card")), ("pen", icon("pen")), icon("paper")),
        rx.el.span(rx.el.strong(said(doc["name"])), rx.el.small(said(doc["how"]))),
    )
