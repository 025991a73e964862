"""What the bureau's forms say, as the domain takes it: pure. Checks are the domain's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iga_madoguchi.domain.terminals.views import OTHER_LANGUAGES, DepartmentWish, PlaceWish, Words
from iga_madoguchi.ui.admin.terminals.show import spot_of


def department(form: Mapping[str, Any]) -> DepartmentWish:
    return DepartmentWish(
        name=_text(form, "name"),
        examples=_text(form, "examples"),
        icon=_text(form, "icon"),
        phone=_text(form, "phone"),
        deputy_id=_text(form, "deputy") or None,
        words=_words(form),
        desks=_ticked(form),
    )


def place(form: Mapping[str, Any]) -> PlaceWish:
    return PlaceWish(
        name=_text(form, "name"),
        phone=_text(form, "phone"),
        words=_words(form),
        spot=spot_of(_text(form, "spot")),
        serves=_ticked(form),
    )


def _text(form: Mapping[str, Any], name: str) -> str:
    return str(form.get(name, ""))


def _words(form: Mapping[str, Any]) -> dict[str, Words]:
    """The fields `name-en`, `examples-en` and so on."""
    return {
        language: Words(_text(form, f"name-{language}"), _text(form, f"examples-{language}"))
        for language in OTHER_LANGUAGES
    }


def _ticked(form: Mapping[str, Any]) -> frozenset[str]:
    """The ids of the boxes `at-…` that are ticked; a box that is not, is not sent."""
    return frozenset(
        name.removeprefix("at-") for name, value in form.items() if name.startswith("at-") and value
    )
