"""A terminal's own check, as Reflex components; what they do is in assets/check.jsx and js/check/."""

from __future__ import annotations

import reflex as rx


class SelfTestWatch(rx.Component):
    """Once on a page: tests the terminal by itself while it is `idle`. `words`: title and note meanwhile."""

    library = "$/public/check.jsx"
    tag = "SelfTestWatch"

    idle: rx.Var[bool]
    words: rx.Var[dict[str, str]]


class SelfTestButton(rx.Component):
    """端末の点検, and what was found; only on a page with a SelfTestWatch. `words` where not Japanese."""

    library = "$/public/check.jsx"
    tag = "SelfTestButton"

    words: rx.Var[dict[str, str]]
