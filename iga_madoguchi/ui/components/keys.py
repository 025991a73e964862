"""What a key does on a whole page. Implemented in assets/keys.jsx."""

from __future__ import annotations

import reflex as rx


class EscapeKey(rx.Component):
    """While `on`, Escape calls `on_escape`."""

    library = "$/public/keys.jsx"
    tag = "EscapeKey"

    on: rx.Var[bool]
    on_escape: rx.EventHandler[rx.event.no_args_event_spec]


class BlindKey(rx.Component):
    """F2, or a touch on what bears `data-blind`, covers the page at once and shows it again.

    `on`: whether the server's own cover is shown. `on_hide` is called with what is wanted.
    """

    library = "$/public/keys.jsx"
    tag = "BlindKey"

    on: rx.Var[bool]
    on_hide: rx.EventHandler[rx.event.passthrough_event_spec(bool)]
