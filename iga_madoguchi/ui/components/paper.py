"""The table with the paper, as Reflex components; what they do is in assets/paper.jsx and assets/js/paper/.

Papers, marks and pointers come through the call's own socket, not through a State.
"""

from __future__ import annotations

import reflex as rx


class _Part(rx.Component):
    library = "$/public/paper.jsx"


class PaperTable(_Part):
    """The large area both sides look at. `held`: said instead of the live picture, empty when it may be seen.

    `words`: the desk's, or a resident's (PAPER_WORDS). `guest`: a colleague in somebody else's call.
    """

    tag = "PaperTable"
    words: rx.Var[dict[str, str]]
    held: rx.Var[str]
    guest: rx.Var[bool]
    label: rx.Var[str]


class PaperTools(_Part):
    """The bar over the desk's paper.

    `forms`: what can be laid beside it, as {"id", "title", "near"}; near ones are asked for by the procedure
    of the call, whose name is `matter`.
    """

    tag = "PaperTools"
    guest: rx.Var[bool]
    forms: rx.Var[list[dict[str, str | bool]]]
    matter: rx.Var[str]
    words: rx.Var[dict[str, str]]


class PaperStrip(_Part):
    """What can be shown, beside the desk's paper; nothing while there is only the live picture.

    `on_print`: the form on show is wanted at the branch; offered where `prints`.
    """

    tag = "PaperStrip"
    guest: rx.Var[bool]
    prints: rx.Var[bool]
    words: rx.Var[dict[str, str]]

    on_print: rx.EventHandler[rx.event.no_args_event_spec]


class PaperButtons(_Part):
    """Take a still, as it is or with a number blackened, make a mark. `held`: the branch is on hold.

    `covers`: what can be blackened, as {"id", "name"}.
    """

    tag = "PaperButtons"
    guest: rx.Var[bool]
    held: rx.Var[bool]
    covers: rx.Var[list[dict[str, str]]]


class PaperCamera(_Part):
    """The branch's document camera, set from the desk."""

    tag = "PaperCamera"


class PaperIdentity(_Part):
    """What was shown to prove who somebody is, and how it compared."""

    tag = "PaperIdentity"
    words: rx.Var[dict[str, str]]


class PaperTouch(_Part):
    """The resident's two buttons: show with a finger, take a still."""

    tag = "PaperTouch"
    words: rx.Var[dict[str, str]]


class PaperTag(_Part):
    """What the resident's paper area shows now, in words."""

    tag = "PaperTag"
    words: rx.Var[dict[str, str]]


class PaperInset(_Part):
    """The resident's own camera, small, while the table shows something else."""

    tag = "PaperInset"
    words: rx.Var[dict[str, str]]
