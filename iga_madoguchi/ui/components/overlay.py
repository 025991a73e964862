"""What a page shows while it cannot reach the server, instead of Reflex's own English notice."""

from __future__ import annotations

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors


class Lost(rx.Component):
    """Asks the server now and then whether the session still lives, and goes to the front door if not."""

    library = "$/public/lost.jsx"
    tag = "Lost"


def connection_overlay() -> rx.Component:
    return rx.cond(
        has_connection_errors,
        rx.el.div(
            "つながりを回復しています。そのままお待ちください。",
            Lost.create(),
            role="status",
            class_name="lost",
        ),
    )
