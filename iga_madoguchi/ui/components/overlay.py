"""What a page shows while it cannot reach the server, instead of Reflex's own English notice."""

from __future__ import annotations

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from iga_madoguchi.ui.guard import GoneState


class Lost(rx.Component):
    """Says so in the page's language; asks now and then whether the session lives, else to the front door."""

    library = "$/public/lost.jsx"
    tag = "Lost"


class Seat(rx.Component):
    """Tells the server that a hand was seen, now and then; leaves when the page may show nothing, and when it
    is of an older build than the server and nobody needs it.
    """

    library = "$/public/seat.jsx"
    tag = "Seat"

    gone: rx.Var[bool]


def connection_overlay() -> rx.Component:
    """What lies over every page."""
    return rx.fragment(rx.cond(has_connection_errors, Lost.create()), Seat.create(gone=GoneState.gone))
