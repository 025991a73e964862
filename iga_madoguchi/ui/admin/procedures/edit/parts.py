"""The editor, the sheet as residents see it, and what it said before."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.procedures.edit.show import choices
from iga_madoguchi.ui.admin.procedures.edit.state import ProcedureState
from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.matter import matter_body
from iga_madoguchi.ui.components.said import said
from iga_madoguchi.ui.text.ja.catalogue import EDITOR
from iga_madoguchi.ui.text.ja.office import LANGUAGES as NAMES
from iga_madoguchi.ui.text.languages import LANGUAGES


class ProcedureEditor(rx.Component):
    """Holds what is written until it is saved. Implemented in assets/procedure.jsx.

    `on_write` gets the whole text, shaped as the server's own, and the version that it began from, a moment
    after it has changed, and again when `turn` has.
    """

    library = "$/public/procedure.jsx"
    tag = "ProcedureEditor"

    words: rx.Var[dict[str, str]]
    choices: rx.Var[dict[str, list[dict[str, str]]]]
    languages: rx.Var[list[str]]
    departments: rx.Var[list[dict[str, str]]]
    people: rx.Var[list[dict[str, str]]]
    newest: rx.Var[int]
    newest_by: rx.Var[str]
    newest_at: rx.Var[str]
    turn: rx.Var[int]
    taken: rx.Var[int]
    taken_turn: rx.Var[int]

    on_write: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, object], int)]


def editor() -> rx.Component:
    """Always there, also while the page's socket is not: what is typed must not go with it."""
    return ProcedureEditor.create(
        words=rx.Var.create(EDITOR),
        choices=rx.Var.create(choices()),
        languages=rx.Var.create(list(LANGUAGES)),
        departments=ProcedureState.departments,
        people=ProcedureState.people,
        newest=ProcedureState.newest,
        newest_by=ProcedureState.newest_by,
        newest_at=ProcedureState.newest_at,
        turn=ProcedureState.turn,
        taken=ProcedureState.taken,
        taken_turn=ProcedureState.taken_turn,
        on_write=ProcedureState.write,
    )


def standing() -> rx.Component:
    """Whether a clerk has said that it is right, and whether it is used."""
    return rx.el.div(
        rx.cond(
            ProcedureState.unconfirmed,
            rx.el.div(
                rx.el.p(
                    icon("warn"),
                    rx.el.span(rx.el.strong("要確認"), "　ほかの市の例をもとにしています。"),
                    class_name="unsure-line",
                ),
                rx.cond(
                    ProcedureState.read == ProcedureState.newest,
                    button("内容が正しいので、要確認を外す", on_click=ProcedureState.confirm),
                ),
                class_name="box cat-standing",
            ),
        ),
        rx.cond(
            ProcedureState.retired,
            rx.el.p(icon("off"), "この手続きは、いま使っていません。", class_name="box cat-standing"),
        ),
        rx.el.div(
            rx.cond(
                ProcedureState.done != "",
                rx.el.p(icon("ok"), rx.el.span(ProcedureState.done), class_name="done"),
            ),
            rx.cond(
                ProcedureState.problem != "",
                rx.el.p(icon("warn"), ProcedureState.problem, role="alert", class_name="problem"),
            ),
            custom_attrs={"aria-live": "polite"},
        ),
        class_name="cat-standings",
    )


def preview() -> rx.Component:
    """The kiosk's own sheet, smaller."""
    return rx.el.section(
        rx.el.h2(
            "住民の画面",
            rx.el.small(
                rx.cond(
                    ProcedureState.looked_at == 0,
                    "いま書いている内容",
                    "版" + ProcedureState.looked_at.to_string(),
                )
            ),
        ),
        rx.el.div(
            *(
                toggle(NAMES[code], ProcedureState.language == code, on_click=ProcedureState.speak(code))
                for code in LANGUAGES
            ),
            role="group",
            class_name="cat-tongues",
            custom_attrs={"aria-label": "見本のことば"},
        ),
        rx.el.div(
            rx.foreach(ProcedureState.preview, _sheet),
            class_name="cat-sheet",
            custom_attrs={"data-testid": "matter-preview"},
        ),
        class_name="box cat-preview",
    )


def _sheet(matter: rx.Var) -> rx.Component:
    return rx.el.article(
        rx.cond(matter["name"] != "", rx.el.h2(said(matter["name"]))),
        rx.el.p(said(matter["line"])),
        matter_body(matter, _word),
        lang=_tag(),
        class_name="sheet matter-sheet",
    )


def earlier() -> rx.Component:
    """Every version, who saved it and when; each may be looked at and copied."""
    return rx.cond(
        ProcedureState.versions.length() > 0,
        rx.el.section(
            rx.el.h2("これまでの版"),
            rx.el.ul(rx.foreach(ProcedureState.versions, _version), class_name="cat-versions"),
            class_name="box cat-earlier",
        ),
    )


def _version(row: rx.Var) -> rx.Component:
    name = "版" + row["number"].to_string()
    number = row["number"].to(int)
    return rx.el.li(
        rx.el.span(rx.el.strong(name), rx.cond(number == ProcedureState.newest, "（いまの版）", "")),
        rx.el.span(row["saved"], class_name="num"),
        toggle(
            "見る",
            ProcedureState.looked_at == number,
            on_click=ProcedureState.look_at(rx.cond(ProcedureState.looked_at == number, 0, number)),
            custom_attrs={"aria-label": name + "を見る"},
        ),
        button(
            "書き写す",
            on_click=ProcedureState.take(number),
            custom_attrs={"aria-label": name + "を書き写す"},
        ),
        key=row["number"].to_string(),
    )


def _word(key: str) -> rx.Component:
    """The kiosk's own word in the preview's language."""
    known = {code: language.kiosk.matters[key] for code, language in LANGUAGES.items()}
    return said(rx.Var.create(known)[ProcedureState.language].to(str))


def _tag() -> rx.Var[str]:
    tags = {code: language.tag for code, language in LANGUAGES.items()}
    return rx.Var.create(tags)[ProcedureState.language].to(str)
