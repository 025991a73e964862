"""The two dialogs of a call: give it to another department, ask a third into it. Nothing typed is lost."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.desk.state import DeskState


def transfer_dialog() -> rx.Component:
    return _dialog(
        "転送",
        "次の課が、メモを読んでから応答します。出られないときは、ここにもどってきます。",
        DeskState.transfer,
    )


def guest_dialog() -> rx.Component:
    return _dialog(
        "参加者を追加",
        "相手の端末が鳴り、メモを読んでから参加します。",
        DeskState.ask,
        rx.el.label(
            rx.el.input(type="checkbox", name="interpreter"),
            rx.el.span("通訳として参加してもらう（手話・外国語）"),
            class_name="check",
        ),
    )


def _dialog(title: str, note: str, on_submit: rx.EventHandler, *more: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.section(
            rx.el.form(
                rx.el.h2(title, id="dialog-title"),
                rx.el.p(note),
                rx.el.fieldset(
                    rx.el.legend("相手"), rx.foreach(DeskState.choices, _choice), class_name="choices"
                ),
                *more,
                rx.el.label(
                    rx.el.span("引き継ぎメモ"),
                    # What is too long is refused with a sentence and stays here; only the absurd is cut.
                    rx.el.textarea(
                        name="note", rows=4, max_length=120_000, custom_attrs={"aria-label": "引き継ぎメモ"}
                    ),
                    class_name="memo",
                ),
                rx.cond(
                    DeskState.problem != "",
                    rx.el.p(icon("warn"), DeskState.problem, role="alert", class_name="problem"),
                ),
                rx.el.div(
                    button("やめる", on_click=DeskState.close_dialog),
                    rx.el.button(rx.el.span(title), type="submit", class_name="btn btn-solid"),
                    class_name="row",
                ),
                on_submit=on_submit,
            ),
            role="dialog",
            class_name="panel dialog",
            custom_attrs={"aria-modal": "true", "aria-labelledby": "dialog-title"},
        ),
        class_name="veil",
    )


def _choice(choice: rx.Var) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="target",
            value=choice["id"],
            disabled=choice["off"].to(bool),
            custom_attrs={"aria-label": choice["name"]},
        ),
        rx.el.span(choice["name"]),
        rx.el.small(choice["label"]),
        class_name=rx.cond(choice["off"].to(bool), "choice is-off", "choice"),
        key=choice["id"],
    )
