"""Choosing by matter: a strip on the standby screen, a row of matters, two panels, the list of papers."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.matter import doc_list, matter_body
from iga_madoguchi.ui.components.said import said
from iga_madoguchi.ui.components.search import SearchField
from iga_madoguchi.ui.components.timers import Countdown
from iga_madoguchi.ui.kiosk.matters.show import COMMON
from iga_madoguchi.ui.kiosk.matters.state import MATTER, SEARCH, MattersState
from iga_madoguchi.ui.kiosk.parts import department_icon
from iga_madoguchi.ui.kiosk.say import matter_words, name, say, text
from iga_madoguchi.ui.kiosk.state import IDLE_S, KioskState
from iga_madoguchi.ui.text.languages import LANGUAGES

WARN_S = 20


def window_strip() -> rx.Component:
    """What can be done here, one matter after the other; the browser changes them by itself, also when the
    server is away."""
    return rx.cond(
        MattersState.common.length() == COMMON,
        rx.el.section(
            rx.el.h2(say("matters", "here")),
            rx.el.ul(rx.foreach(MattersState.common, _slide)),
            class_name="slides",
        ),
    )


def _slide(row: rx.Var) -> rx.Component:
    return rx.el.li(
        department_icon(row["icon"]),
        rx.el.strong(said(row["name"])),
        rx.el.span(rx.el.b(say("matters", "bring")), rx.el.span(said(row["bring"]))),
        key=row["id"],
    )


def search_button() -> rx.Component:
    return rx.el.button(
        icon("search"),
        rx.el.span(say("matters", "search")),
        rx.el.small(say("matters", "hint")),
        type="button",
        class_name="search-btn",
        on_click=MattersState.open_search,
    )


def common_row() -> rx.Component:
    """よくあるご用"""
    return rx.cond(
        MattersState.common.length() > 0,
        rx.el.div(
            rx.el.span(say("matters", "common")),
            rx.el.div(rx.foreach(MattersState.common, _chip), class_name="chips"),
            role="group",
            class_name="opts opts-matters",
            custom_attrs={"aria-label": name("matters", "common")},
        ),
    )


def _chip(row: rx.Var) -> rx.Component:
    return button(said(row["short"]), kind="chip", on_click=MattersState.look(row["id"]), key=row["id"])


def ready_docs() -> rx.Component:
    """The papers of this matter, while the resident waits."""
    return doc_list(MattersState.ready)


def matter_panels() -> rx.Component:
    return rx.match(KioskState.panel, (SEARCH, _search()), (MATTER, _matter()), rx.fragment())


def _search() -> rx.Component:
    """Typed with the keys on the screen or with a keyboard; what fits is there at once."""
    layouts = {code: language.kiosk.matters["keys"] for code, language in LANGUAGES.items()}
    return _over(
        rx.el.h2(say("matters", "search_title"), id="search-title"),
        rx.el.div(
            SearchField.create(
                words=matter_words(),
                layout=rx.Var.create(layouts)[KioskState.language].to(str),
                text=MattersState.searched,
                on_search=MattersState.search,
            ),
            rx.el.div(_found(), role="status", class_name="found"),
            class_name="search-body",
        ),
        rx.el.div(button(say("close"), on_click=KioskState.close_panel), class_name="row"),
        title="search-title",
        kind="search-sheet",
    )


def _found() -> rx.Component:
    nothing = rx.cond(
        MattersState.searched == "", rx.el.p(say("matters", "type")), rx.el.p(say("matters", "none"))
    )
    return rx.cond(MattersState.found.length() > 0, rx.el.ul(rx.foreach(MattersState.found, _hit)), nothing)


def _hit(row: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            department_icon(row["icon"]),
            rx.el.span(rx.el.strong(said(row["name"])), rx.el.small(said(row["line"]))),
            icon("arrow"),
            type="button",
            class_name="hit",
            on_click=MattersState.look(row["id"]),
        ),
        key=row["id"],
    )


def _matter() -> rx.Component:
    matter = MattersState.matter
    return _over(
        rx.el.h2(said(matter["name"]), id="matter-title"),
        rx.el.p(said(matter["line"])),
        matter_body(matter, lambda word: say("matters", word)),
        rx.cond(
            MattersState.reason != "",
            rx.el.p(icon("warn"), rx.el.span(said(MattersState.reason)), class_name="pad-problem"),
        ),
        rx.el.div(
            rx.cond(
                MattersState.reason == "",
                rx.el.button(
                    icon("phone"),
                    rx.el.span(say("matters", "talk"), rx.el.small(said(MattersState.where))),
                    type="button",
                    class_name="btn btn-solid",
                    on_click=KioskState.place_for(matter["department"], matter["id"]),
                    auto_focus=True,
                ),
            ),
            button(say("matters", "back"), on_click=MattersState.back),
            class_name="row",
        ),
        title="matter-title",
        kind="matter-sheet",
    )


def _over(*parts: rx.Component, title: str, kind: str) -> rx.Component:
    return rx.el.div(
        rx.el.section(
            *parts,
            role="dialog",
            class_name=f"panel sheet {kind}",
            custom_attrs={"aria-modal": "true", "aria-labelledby": title},
        ),
        Countdown.create(
            seconds=IDLE_S,
            warn=WARN_S,
            idle=True,
            sentence=text("idle"),
            stay=text("stay"),
            on_done=KioskState.leave,
        ),
        class_name="veil",
    )
