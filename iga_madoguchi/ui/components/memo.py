"""A text that is kept while it is typed. Implemented in assets/memo.jsx."""

from __future__ import annotations

import reflex as rx


class Memo(rx.Component):
    """`text` is what it begins with, `heard` the number of the last save that has arrived.

    `on_write` gets the text and its number, again until it is heard.
    """

    library = "$/public/memo.jsx"
    tag = "Memo"

    text: rx.Var[str]
    heard: rx.Var[int]
    words: rx.Var[dict[str, str]]

    on_write: rx.EventHandler[rx.event.passthrough_event_spec(str, int)]
