"""Asks whoever sits here for the password once more. Implemented in assets/again.jsx."""

from __future__ import annotations

import reflex as rx


class PasswordAgain(rx.Component):
    """Over the page: the password goes straight to its route and never through a State.

    `on_done` when it was right, `on_close` when it is given up.
    """

    library = "$/public/again.jsx"
    tag = "PasswordAgain"

    on_done: rx.EventHandler[rx.event.no_args_event_spec]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]
