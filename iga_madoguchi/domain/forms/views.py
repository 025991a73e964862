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
    """The forms of a call as one participant sees them.

    `past` is empty while one is active. For the desk it is all that are done, and the newest of those that
    were dropped and may come back; for the others the newest one alone. The newest stands last.
    """

    part: Part
    forms: tuple[Form, ...]
    active: FillingView | None
    past: tuple[FillingView, ...]


@dataclass(frozen=True)
class FinishedView:
    """A form that the resident has given, without anything that stands in it."""

    id: str
    form: Form
    finished_at: datetime


@dataclass(frozen=True)
class KeptFormView:
    """A printed form that outlives its call, without anything that stands in it."""

    id: str
    form: Form
    kept_until: datetime


Place = tuple[float, float, float, float]
"""x, y, width, height in mm from the top left of the mat's frame."""


@dataclass(frozen=True)
class Cover:
    """Something that is known: `name` for the desk, `frame` of the mat it lies in."""

    id: str
    name: str
    frame: Literal["card", "a4"]
    places: tuple[Place, ...]
