"""What a key does on a whole page. Implemented in assets/keys.jsx."""

from __future__ import annotations

import reflex as rx


class EscapeKey(rx.Component):
    """While `on`, Escape calls `on_escape`."""

    library = "$/public/keys.jsx"
    tag = "EscapeKey"

    on: rx.Var[bool]
    on_escape: rx.EventHandler[rx.event.no_args_event_spec]
