"""A field for everyday words with keys on the screen. Implemented in assets/search.jsx."""

from __future__ import annotations

import reflex as rx


class SearchField(rx.Component):
    """`words` as MATTER_WORDS, `layout` kana or latin, `text` what the field begins with."""

    library = "$/public/search.jsx"
    tag = "SearchField"

    words: rx.Var[dict[str, str]]
    layout: rx.Var[str]
    text: rx.Var[str]

    on_search: rx.EventHandler[rx.event.passthrough_event_spec(str)]
