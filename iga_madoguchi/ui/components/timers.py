"""Time that passes on a screen by itself: elapsed time, and giving up. Implemented in assets/timers.jsx."""

from __future__ import annotations

import reflex as rx

LIBRARY = "$/public/timers.jsx"


class Elapsed(rx.Component):
    """Time since something began. `start`: whole seconds that had passed when the server said so."""

    library = LIBRARY
    tag = "Elapsed"

    start: rx.Var[int]
    look: rx.Var[str]  # "words" or "clock"


class Countdown(rx.Component):
    """Calls `on_done` once after `seconds`; in the last `warn` it shows `sentence` ("{n}" = seconds left).

    `idle`: every touch or key begins anew. `stay` labels a button that calls `on_stay`.
    """

    library = LIBRARY
    tag = "Countdown"

    seconds: rx.Var[int]
    warn: rx.Var[int]
    idle: rx.Var[bool]
    sentence: rx.Var[str]
    stay: rx.Var[str]
    on_stay: rx.EventHandler[rx.event.no_args_event_spec]
    on_done: rx.EventHandler[rx.event.no_args_event_spec]
