"""What a page shows while it cannot reach the server, instead of Reflex's own English notice."""

from __future__ import annotations

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors


class Lost(rx.Component):
    """Says so in the page's language; asks now and then whether the session lives, else to the front door."""

    library = "$/public/lost.jsx"
    tag = "Lost"


def connection_overlay() -> rx.Component:
    return rx.cond(has_connection_errors, Lost.create())
