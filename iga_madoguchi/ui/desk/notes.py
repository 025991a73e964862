"""Hand-over notes as a colleague reads them, on the board before answering and in the call."""

from __future__ import annotations

import reflex as rx


def note_list(row: rx.Var) -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            row["notes"].to(list[dict[str, str]]),
            lambda note: rx.el.li(rx.el.p(note["text"]), rx.el.small(note["by"])),
        ),
        class_name="handover",
        custom_attrs={"aria-label": "引き継ぎメモ"},
    )
