"""The phrase board as Reflex components; what they do is in assets/phrases.jsx, pads.jsx and aloud.jsx."""

from __future__ import annotations

from functools import cache
from typing import Any

import reflex as rx

from iga_madoguchi.domain.conversation.phrases import catalogue
from iga_madoguchi.kit import ruby
from iga_madoguchi.ui.components.pictograms import PICTOGRAMS


class PhrasePanel(rx.Component):
    """The desk's board. `phrases` and `boards` as `sentences` and `boards` make them."""

    library = "$/public/phrases.jsx"
    tag = "PhrasePanel"

    phrases: rx.Var[dict[str, dict[str, str]]]
    boards: rx.Var[dict[str, list[dict[str, Any]]]]
    department: rx.Var[str]
    drawings: rx.Var[dict[str, list[str]]]
    words: rx.Var[dict[str, str]]


class ReadAloud(rx.Component):
    """Reads the screen aloud; not there where the browser has no voice of its own for `lang`."""

    library = "$/public/aloud.jsx"
    tag = "ReadAloud"

    words: rx.Var[dict[str, str]]
    lang: rx.Var[str]
    drawing: rx.Var[list[str]]


@cache
def sentences() -> dict[str, dict[str, str]]:
    """All of them by id, as the desk reads and finds them; `kana` is how やさしい日本語 is read."""
    return {
        one.id: {"ja": one.texts["ja"], "kana": ruby.kana(one.texts["ja-easy"]), "icon": one.icon}
        for one in catalogue.phrases()
    }


@cache
def boards() -> dict[str, list[dict[str, Any]]]:
    """By department the moments with the ids of their sentences; "" for a department without its own."""
    departments = {department for one in catalogue.phrases() for department in one.departments}
    return {
        department: [
            {"id": moment.id, "phrases": [one.id for one in moment.phrases]}
            for moment in catalogue.board(department)
        ]
        for department in ("", *sorted(departments))
    }


@cache
def pictures(language: str) -> dict[str, list[dict[str, str]]]:
    """The answers of the two pictures in one language. Raises KeyError."""
    return {
        kind: [
            {"id": one.id, "icon": one.icon, "text": one.texts[language]}
            for one in catalogue.answers()
            if one.id.startswith(f"{kind}.")
        ]
        for kind in ("body", "family")
    }


def drawings(names: set[str] | None = None) -> dict[str, list[str]]:
    """The shapes of these drawings, or of all that sentences and answers have. Raises KeyError."""
    wanted = names or {one.icon for one in (*catalogue.phrases(), *catalogue.answers())} | {"speaker"}
    return {name: list(PICTOGRAMS[name]) for name in sorted(wanted)}
