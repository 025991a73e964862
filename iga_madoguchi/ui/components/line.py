"""The staff's text line as both ends show it: what was written, and one field to write. Knows no State."""

from __future__ import annotations

from typing import Any, TypedDict

import reflex as rx

from iga_madoguchi.domain.conversation.views import LineMessageView, LineView
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.components.icons import icon

ABSURD = 120_000  # characters; what is merely too long is refused with a sentence and stays in the field


class Message(TypedDict):
    """`by`: who, from where and when; empty author for a screen without login."""

    id: str
    by: str
    text: str
    mine: bool


def messages(view: LineView | None) -> list[Message]:
    return [] if view is None else [_message(one) for one in view.messages]


def _message(one: LineMessageView) -> Message:
    parts = (one.place, one.author, f"{local(one.at):%H:%M}")
    return Message(id=str(one.id), by="　".join(part for part in parts if part), text=one.text, mine=one.mine)


def unread(view: LineView | None, seen: int) -> int:
    """Messages of the other end after the last one that was seen here, or that was answered."""
    found = () if view is None else view.messages
    answered = max((one.id for one in found if one.mine), default=0)
    return sum(not one.mine and one.id > max(seen, answered) for one in found)


def newest(view: LineView | None) -> int:
    """The id of the last message, 0 without any."""
    return view.messages[-1].id if view is not None and view.messages else 0


def line(found: rx.Var, on_send: rx.EventHandler, problem: rx.Var[str], sent: rx.Var[int]) -> rx.Component:
    """The messages and the field; `sent` empties the field, a refusal leaves it as it is."""
    return rx.el.div(
        rx.el.ol(
            rx.foreach(
                found,
                lambda one: rx.el.li(
                    rx.el.p(one["text"]),
                    rx.el.small(one["by"]),
                    class_name=rx.cond(one["mine"].to(bool), "mine", ""),
                    key=one["id"],
                ),
            ),
            role="log",
            class_name="line-log",
            custom_attrs={"aria-label": "職員どうしの連絡"},
        ),
        rx.cond(problem != "", rx.el.p(icon("warn"), problem, role="alert", class_name="line-problem")),
        rx.el.form(
            rx.el.input(
                name="text",
                max_length=ABSURD,
                auto_complete="off",
                key=sent.to_string(),
                custom_attrs={"aria-label": "職員どうしの連絡に書く"},
            ),
            rx.el.button(rx.el.span("送る"), type="submit", class_name="btn"),
            on_submit=on_send,
            class_name="line-form",
        ),
        class_name="line",
    )


def text_of(form: dict[str, Any]) -> str:
    return str(form.get("text", ""))
