"""What may come a moment after the screen it belongs to. Implemented in assets/later.jsx."""

from __future__ import annotations

import reflex as rx


class Later(rx.Component):
    """Its children appear when what stands beside it has been painted: in a call, the face comes first."""

    library = "$/public/later.jsx"
    tag = "Later"
