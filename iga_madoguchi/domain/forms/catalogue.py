"""The forms of the city, read from data files; one that contradicts itself is found before it is used."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from iga_madoguchi.domain.forms.template import KINDS, Cell, Choice, Field, Form, Rect, Text, Words
from iga_madoguchi.domain.forms.values import checked
from iga_madoguchi.errors import DomainError, NotFound

FOLDER = Path(__file__).with_name("catalogue")
LIMIT = 200  # characters in one field
LIMITS = {"date": 20, "phone": 20, "number": 20, "check": 3, "choice": 20, "signature": 0}
FIELDS_LIMIT = 120
SIGNED_LIMIT = 20  # characters of a sample's signature
SAMPLES_ON = date(2026, 4, 1)  # the day on which those of the samples filled theirs in
KEYS = {
    "form": {"id", "version", "department", "title", "page"},
    "page": {"size", "text", "cell", "field"},
    "text": {"at", "size", "text", "align", "bold"},
    "cell": {"rect", "text"},
    "field": {
        *("id", "label", "printed", "help", "kind", "rect", "label_rect"),
        *("required", "max", "choices", "secret", "sample"),
    },
}


@cache
def all_forms() -> tuple[Form, ...]:
    """Every form, by id. Raises ValueError with the file's name for one that cannot be used."""
    return tuple(read(path) for path in sorted(FOLDER.glob("*.toml")))


def of_departments(departments: frozenset[str]) -> tuple[Form, ...]:
    return tuple(form for form in all_forms() if form.department in departments)


def form_of(form_id: str) -> Form:
    """Raises NotFound `forms.form.unknown`."""
    found = next((form for form in all_forms() if form.id == form_id), None)
    if found is None:
        raise NotFound("forms.form.unknown")
    return found


def read(path: Path) -> Form:
    """One form of a file. Raises ValueError."""
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
        _only(data, "form")
        form = _form(data)
        _check(form, path.stem)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    return form


def _form(data: dict[str, Any]) -> Form:
    fields: list[Field] = []
    cells: list[Cell] = []
    texts: list[Text] = []
    for number, page in enumerate(data["page"], 1):
        _only(page, "page")
        fields += [_field(one, number) for one in page.get("field", ())]
        cells += [_cell(one, number) for one in page.get("cell", ())]
        texts += [_text(one, number) for one in page.get("text", ())]
    return Form(
        id=data["id"],
        version=data["version"],
        department=data["department"],
        title=_words(data["title"]),
        pages=tuple((float(page["size"][0]), float(page["size"][1])) for page in data["page"]),
        fields=tuple(fields),
        cells=tuple(cells),
        texts=tuple(texts),
    )


def _field(data: dict[str, Any], page: int) -> Field:
    _only(data, "field")
    kind = data["kind"]
    if kind not in KINDS:
        raise ValueError(f"{data['id']}: no such kind {kind}")
    field = Field(
        id=data["id"],
        label=_words(data["label"]),
        printed=data.get("printed", data["label"]["ja"]),
        help=_words(data["help"]),
        kind=kind,
        page=page,
        rect=_rect(data["rect"]),
        required=bool(data.get("required", False)),
        limit=int(data.get("max", LIMITS.get(kind, 60))),
        choices=tuple(Choice(one["id"], _words(one)) for one in data.get("choices", ())),
        secret=bool(data.get("secret", False)),
        sample=data.get("sample", ""),
        label_rect=_rect(data["label_rect"]) if "label_rect" in data else None,
    )
    return replace(field, sample=_sample(field))


def _sample(field: Field) -> str:
    """As it would be kept if a clerk had typed it. A My Number has none: nobody shall copy one."""
    if field.secret and not field.sample:
        return ""
    signs = field.kind == "signature"
    try:
        value = field.sample if signs else checked(field, field.sample, SAMPLES_ON)
    except DomainError as error:
        raise ValueError(f"{field.id}: nobody could write this sample: {error.code}") from error
    if not value or (signs and len(value) > SIGNED_LIMIT):
        raise ValueError(f"{field.id}: needs a sample")
    return value


def _cell(data: dict[str, Any], page: int) -> Cell:
    _only(data, "cell")
    return Cell(page, _rect(data["rect"]), data["text"])


def _text(data: dict[str, Any], page: int) -> Text:
    _only(data, "text")
    x, y = data["at"]
    align = data.get("align", "left")
    if align not in ("left", "center", "right"):
        raise ValueError(f"no such alignment {align}")
    return Text(page, float(x), float(y), float(data["size"]), data["text"], align, data.get("bold", False))


def _words(data: dict[str, str]) -> Words:
    return Words(data["ja"], data["en"])


def _rect(data: list[float]) -> Rect:
    x, y, w, h = (float(side) for side in data)
    return Rect(x, y, w, h)


def _only(data: dict[str, Any], what: str) -> None:
    """A misspelt key would be silently without effect."""
    unknown = set(data) - KEYS[what]
    if unknown:
        raise ValueError(f"{what} does not know {sorted(unknown)}")


def _check(form: Form, name: str) -> None:
    if form.id != name:
        raise ValueError("the id is not the file's name")
    ids = [field.id for field in form.fields]
    if len(ids) != len(set(ids)) or not 0 < len(ids) <= FIELDS_LIMIT:
        raise ValueError("fields need different ids")
    if sum(field.kind == "signature" for field in form.fields) > 1:
        raise ValueError("one signature is enough")
    for field in form.fields:
        wide, high = form.pages[field.page - 1]
        rect = field.rect
        if rect.x < 0 or rect.y < 0 or rect.w <= 0 or rect.h <= 0:
            raise ValueError(f"{field.id}: not on the page")
        if rect.x + rect.w > wide or rect.y + rect.h > high:
            raise ValueError(f"{field.id}: not on the page")
        if (field.kind == "choice") != bool(field.choices):
            raise ValueError(f"{field.id}: choices belong to a choice")
        if not 0 <= field.limit <= LIMIT:
            raise ValueError(f"{field.id}: at most {LIMIT} characters")
        if field.secret and (field.required or field.kind != "number"):
            raise ValueError(f"{field.id}: what is written by hand can be neither required nor checked here")
