"""The proof that a session left nothing in this browser; what it does is in assets/js/residue.js."""

from __future__ import annotations

import reflex as rx


class Residue(rx.Component):
    """`call`: the one this terminal is in; when it is another one or none, the one before is over."""

    library = "$/public/residue.jsx"
    tag = "Residue"
    call: rx.Var[str]
