"""A form as the city lays it out: pages in millimetres, what is printed on them, what is to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["text", "kana", "date", "number", "choice", "check", "address", "phone", "signature"]
KINDS: tuple[str, ...] = get_args(Kind)
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Words:
    """The same in both languages of the resident's screen."""

    ja: str
    en: str


@dataclass(frozen=True)
class Rect:
    """Millimetres from the page's top left corner."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Choice:
    """`id` is what is kept."""

    id: str
    words: Words


@dataclass(frozen=True)
class Field:
    """`label` is said on screens, `printed` stands on the paper. `limit` in characters.

    `secret`: written by hand on the paper only, never on a screen.
    `sample`: what somebody who does not exist wrote here, as it is kept; "" where `secret`.
    `label_rect`: where the printed label stands, None when a heading above says it.
    """

    id: str
    label: Words
    printed: str
    help: Words
    kind: Kind
    page: int
    rect: Rect
    required: bool
    limit: int
    choices: tuple[Choice, ...]
    secret: bool
    sample: str
    label_rect: Rect | None


@dataclass(frozen=True)
class Cell:
    """A shaded box with printed words."""

    page: int
    rect: Rect
    text: str


@dataclass(frozen=True)
class Text:
    """Printed words; `y` is their baseline, `size` in points."""

    page: int
    x: float
    y: float
    size: float
    text: str
    align: Align
    bold: bool


@dataclass(frozen=True)
class Form:
    """`pages` are widths and heights. Two forms with the same id and version are the same to the letter."""

    id: str
    version: int
    department: str
    title: Words
    pages: tuple[tuple[float, float], ...]
    fields: tuple[Field, ...]
    cells: tuple[Cell, ...]
    texts: tuple[Text, ...]

    def field(self, field_id: str) -> Field | None:
        return next((field for field in self.fields if field.id == field_id), None)

    @property
    def signature(self) -> Field | None:
        """Where the resident signs, None when the form asks for no signature."""
        return next((field for field in self.fields if field.kind == "signature"), None)

    @property
    def on_screen(self) -> tuple[Field, ...]:
        """What is written on screens: everything but signatures and what is written by hand only."""
        return tuple(field for field in self.fields if field.kind != "signature" and not field.secret)
