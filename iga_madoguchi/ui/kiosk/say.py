"""Every word of the resident's page, following the chosen language without asking the server.

`say` is a text on the screen, with ruby where the language has it; `name` is the same without, for
attributes; `words` and its kin are for browser components, which set the ruby themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from iga_madoguchi.kit import ruby
from iga_madoguchi.ui.components.phrases import drawings, pictures
from iga_madoguchi.ui.components.said import said
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.text.kiosk import KioskText
from iga_madoguchi.ui.text.languages import LANGUAGES


def say(key: str, *path: Any) -> rx.Component:
    """The text `key`, a field of KioskText; `path` leads into a dict or tuple. Raises AttributeError."""
    return said(text(key, *path))


def text(key: str, *path: Any) -> rx.Var[str]:
    """As it is written, for components that say it."""
    return _chosen(lambda kiosk: _word(kiosk, key, path)).to(str)


def name(key: str, *path: Any) -> rx.Var[str]:
    """Without ruby, for accessible names."""
    return _chosen(lambda kiosk: ruby.plain(_word(kiosk, key, path))).to(str)


def tag() -> rx.Var[str]:
    """The chosen language as browsers and screen readers know it."""
    return rx.Var.create({code: language.tag for code, language in LANGUAGES.items()})[
        KioskState.language
    ].to(str)


def words(**keys: str) -> rx.Var[dict[str, str]]:
    """Several texts at once for a browser component: its own names to fields of KioskText."""
    return _dict(lambda kiosk: {own: _word(kiosk, key, ()) for own, key in keys.items()})


def call_words() -> rx.Var[dict[str, str]]:
    """What the browser's parts of a call say."""
    return _dict(lambda kiosk: kiosk.call_words)


def tone_words() -> rx.Var[dict[str, str]]:
    """What the switch of the voice's tone says."""
    return _dict(lambda kiosk: kiosk.tone)


def paper_words() -> rx.Var[dict[str, str]]:
    """What the table with the paper says."""
    return _dict(lambda kiosk: kiosk.paper_words)


def form_words() -> rx.Var[dict[str, str]]:
    """What the browser's part of a form says."""
    return _dict(lambda kiosk: kiosk.form)


def private_words() -> rx.Var[dict[str, str]]:
    """What is said when somebody answers in private, and about their voice."""
    return _dict(lambda kiosk: kiosk.private)


def matter_words() -> rx.Var[dict[str, str]]:
    """What is said when somebody chooses by matter."""
    return _dict(lambda kiosk: kiosk.matters)


def phrase_words() -> rx.Var[dict[str, str]]:
    """What is said around a sentence of the phrase board and its answers."""
    return _dict(lambda kiosk: kiosk.phrases)


def phrase_parts() -> rx.Var[dict[str, Any]]:
    """What PhrasePads takes: words, pictures to touch in the chosen language, and all drawings."""
    pictured = rx.Var.create({code: pictures(code) for code in LANGUAGES})[KioskState.language]
    parts = {"words": phrase_words(), "form": form_words(), "pictures": pictured, "drawings": drawings()}
    return rx.Var.create(parts).to(dict[str, Any])


def talk_words() -> rx.Var[dict[str, str]]:
    """What is said about writing instead of speaking."""
    return _dict(lambda kiosk: kiosk.talk)


def form_labels() -> rx.Var[dict[str, str]]:
    """What is printed on the city's forms, by the Japanese words."""
    return _dict(lambda kiosk: kiosk.labels)


def dates() -> rx.Var[dict[str, Any]]:
    """How the browser's clock writes a day."""
    return _chosen(lambda kiosk: kiosk.date.plain_data()).to(dict[str, Any])


def _dict(of: Callable[[KioskText], dict[str, str]]) -> rx.Var[dict[str, str]]:
    return _chosen(of).to(dict[str, str])


def _chosen(of: Callable[[KioskText], Any]) -> rx.Var:
    return rx.Var.create({code: of(language.kiosk) for code, language in LANGUAGES.items()})[
        KioskState.language
    ]


def _word(kiosk: KioskText, key: str, path: tuple[Any, ...]) -> str:
    word: Any = getattr(kiosk, key)
    for step in path:
        word = word[step]
    return str(word)
