"""The written conversation, as Reflex components; what they do is in assets/talk*.jsx and assets/js/talk/.

What is said comes through the call's own socket, not through a State.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.conversation.phrases import catalogue

QUICK = ("yes", "no", "again", "slowly", "understood")
"""What a resident can always answer by one touch."""


class TalkKiosk(rx.Component):
    """Captions under the paper, answers by touch, and the sheet to write on.

    `words` by TALK_WORDS, `keys` by MATTER_WORDS; `language` the page's code, `lang` as browsers know it.
    `phrases` as PhrasePads takes them (`kiosk.say.phrase_parts`).
    `large`: captions from the start; `writes`: the sheet is open when the call begins.
    """

    library = "$/public/talk.jsx"
    tag = "TalkKiosk"

    words: rx.Var[dict[str, str]]
    keys: rx.Var[dict[str, str]]
    answers: rx.Var[list[dict[str, Any]]]
    phrases: rx.Var[dict[str, Any]]
    language: rx.Var[str]
    lang: rx.Var[str]
    large: rx.Var[bool]
    writes: rx.Var[bool]


class TalkOpen(rx.Component):
    """書いて伝える, among the resident's tools while no captions show. `large` as for TalkKiosk."""

    library = "$/public/talk.jsx"
    tag = "TalkOpen"

    label: rx.Var[str]
    large: rx.Var[bool]


class TalkKept(rx.Component):
    """A conversation that the department keeps, beside its record; fetched only when somebody wants it."""

    library = "$/public/talk_desk.jsx"
    tag = "TalkKept"

    call: rx.Var[str]
    until: rx.Var[str]


class TalkDesk(rx.Component):
    """The desk's list and its field. `words`: sentences by error code; `problem`: why keeping did not work.

    `on_keep` gets the days; 0 lets it go with the call.
    """

    library = "$/public/talk_desk.jsx"
    tag = "TalkDesk"

    words: rx.Var[dict[str, str]]
    guest: rx.Var[bool]
    problem: rx.Var[str]

    on_keep: rx.EventHandler[rx.event.passthrough_event_spec(int)]


def quick_answers() -> list[dict[str, Any]]:
    """The answers of `QUICK` as the browser's parts take them."""
    found = [catalogue.answer(one) for one in QUICK]
    return [{"id": one.id, "icon": one.icon, "texts": dict(one.texts)} for one in found]
