"""Every word of the resident's page as a Var that follows the chosen language without asking the server."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.text.languages import LANGUAGES


def say(key: str, *path: Any) -> rx.Var[str]:
    """The text `key`, a field of KioskText; `path` leads into a dict or tuple. Raises AttributeError."""
    return rx.Var.create({code: _word(code, key, path) for code in LANGUAGES})[KioskState.language].to(str)


def words(**keys: str) -> rx.Var[dict[str, str]]:
    """Several texts at once for a browser component: its own names to fields of KioskText."""
    chosen = {code: {name: _word(code, key, ()) for name, key in keys.items()} for code in LANGUAGES}
    return rx.Var.create(chosen)[KioskState.language].to(dict[str, str])


def call_words() -> rx.Var[dict[str, str]]:
    """What the browser's parts of a call say in the chosen language."""
    chosen = {code: language.kiosk.call_words for code, language in LANGUAGES.items()}
    return rx.Var.create(chosen)[KioskState.language].to(dict[str, str])


def paper_words() -> rx.Var[dict[str, str]]:
    """What the table with the paper says in the chosen language."""
    chosen = {code: language.kiosk.paper_words for code, language in LANGUAGES.items()}
    return rx.Var.create(chosen)[KioskState.language].to(dict[str, str])


def form_words() -> rx.Var[dict[str, str]]:
    """What the browser's part of a form says in the chosen language."""
    chosen = {code: language.kiosk.form for code, language in LANGUAGES.items()}
    return rx.Var.create(chosen)[KioskState.language].to(dict[str, str])


def _word(code: str, key: str, path: tuple[Any, ...]) -> str:
    word: Any = getattr(LANGUAGES[code].kiosk, key)
    for step in path:
        word = word[step]
    return str(word)
