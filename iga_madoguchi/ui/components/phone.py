"""The last step of the ladder on both sides: telephone and ticket. Implemented in assets/phone.jsx."""

from __future__ import annotations

import reflex as rx


class PhonePanel(rx.Component):
    """Appears by itself while there is a `ticket` and neither picture nor voice arrive, and goes by itself.

    `from_step`: "phone", or "text" to say already before that only writing is left. `who` has the `phone`.
    """

    library = "$/public/phone.jsx"
    tag = "PhonePanel"

    ticket: rx.Var[str]
    phone: rx.Var[str]
    who: rx.Var[str]
    from_step: rx.Var[str]
    words: rx.Var[dict[str, str]]
