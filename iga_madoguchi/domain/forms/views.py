"""A filling as routes and screens may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from iga_madoguchi.domain.forms.ports import Stroke
from iga_madoguchi.domain.forms.template import Form

Part = Literal["desk", "branch", "guest"]


@dataclass(frozen=True)
class ValueView:
    """`value` as it is kept, `shown` as it is read; `version` is what the next writer has to have seen."""

    field: str
    value: str
    shown: str
    version: int
    by: str
    confirmed: bool
    doubted: bool


@dataclass(frozen=True)
class FillingView:
    """`missing` are required fields without a value; `strokes` the signature, empty while there is none."""

    id: str
    form: Form
    state: str
    revision: int
    values: tuple[ValueView, ...]
    missing: tuple[str, ...]
    strokes: tuple[Stroke, ...]
    finished_at: datetime | None
    kept_until: datetime | None


@dataclass(frozen=True)
class TableView:
    """The forms of a call as one participant sees them; `last` is done, or dropped and may come back."""

    part: Part
    forms: tuple[Form, ...]
    active: FillingView | None
    last: FillingView | None
