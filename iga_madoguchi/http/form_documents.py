"""Forms and fillings as JSON for the two screens."""

from __future__ import annotations

from typing import Any

from iga_madoguchi.domain.forms import layout
from iga_madoguchi.domain.forms.template import Field, Form, Rect, Words
from iga_madoguchi.domain.forms.views import FillingView, TableView, ValueView
from iga_madoguchi.domain.forms.writing import BY_TOUCH

Document = dict[str, Any]


def table(view: TableView) -> Document:
    return {
        "part": view.part,
        "forms": [{"id": form.id, "title": form.title.ja} for form in view.forms],
        "active": None if view.active is None else filling(view.active),
        "past": [filling(one) for one in view.past],
    }


def filling(view: FillingView) -> Document:
    return {
        "id": view.id,
        "form": form(view.form),
        "state": view.state,
        "revision": view.revision,
        "values": {value.field: _value(value) for value in view.values},
        "missing": view.missing,
        "strokes": view.strokes,
        "kept_until": None if view.kept_until is None else view.kept_until.isoformat(),
    }


def form(blank: Form) -> Document:
    return {
        "id": blank.id,
        "version": blank.version,
        "title": _words(blank.title),
        "pages": blank.pages,
        "fields": [_field(one) for one in blank.fields],
        "signature": blank.signature is not None and blank.signature.required,
    }


def _field(one: Field) -> Document:
    ticks = [] if one.secret or one.kind not in ("choice", "check") else layout.ticks(one)
    return {
        "id": one.id,
        "label": _words(one.label),
        "help": _words(one.help),
        "kind": one.kind,
        "page": one.page,
        "rect": _rect(one.rect),
        "required": one.required,
        "limit": one.limit,
        "choices": [{"id": choice.id, **_words(choice.words)} for choice in one.choices],
        "ticks": [{"id": tick.id, "x": tick.x, "y": tick.y} for tick in ticks],
        "secret": one.secret,
        "touch": one.kind in BY_TOUCH,
    }


def _value(value: ValueView) -> Document:
    return {
        "value": value.value,
        "shown": value.shown,
        "version": value.version,
        "by": value.by,
        "confirmed": value.confirmed,
        "doubted": value.doubted,
    }


def _words(words: Words) -> dict[str, str]:
    return {"ja": words.ja, "en": words.en}


def _rect(rect: Rect) -> list[float]:
    return [rect.x, rect.y, rect.w, rect.h]
