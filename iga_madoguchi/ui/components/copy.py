"""A text that somebody takes along. Implemented in assets/copy.jsx."""

from __future__ import annotations

import reflex as rx


class CopyText(rx.Component):
    """Shows `text` in a field called `name`; the button `label` copies it and says `done` or `failed`."""

    library = "$/public/copy.jsx"
    tag = "CopyText"

    text: rx.Var[str]
    name: rx.Var[str]
    label: rx.Var[str]
    done: rx.Var[str]
    failed: rx.Var[str]
