"""What other rooms may know of places and devices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from iga_madoguchi.domain.languages import LANGUAGES

TerminalKind = Literal["branch", "staff", "desk", "admin"]
"""A branch has its kiosk (`branch`) and may have a screen for its own staff (`staff`)."""
OTHER_LANGUAGES = tuple(language for language in LANGUAGES if language != "ja")
"""In which a place may have a name beside its Japanese one."""
ICONS = (
    *("heart", "family", "house", "cane", "shield"),
    *("people", "child", "wheelchair", "card", "paper", "globe", "help"),
)
"""The drawings a department may have; `help` stands where none fits."""


@dataclass(frozen=True)
class Words:
    """A place in one other language, "" where it is said as in Japanese. Only departments have examples.

    やさしい日本語 carries its readings as `kit.ruby` has them.
    """

    name: str = ""
    examples: str = ""


WordsByLanguage = Mapping[str, Words]


def name_in(words: WordsByLanguage, language: str, japanese: str) -> str:
    """The place's name in this language, the Japanese one where there is none."""
    found = words.get(language)
    return japanese if found is None else found.name or japanese


def examples_in(words: WordsByLanguage, language: str, japanese: str) -> str:
    """As `name_in`, for what residents come for."""
    found = words.get(language)
    return japanese if found is None else found.examples or japanese


@dataclass(frozen=True)
class Spot:
    """Where a branch lies on the bureau's map: column 1 to 3 from the west, row 1 to 7 from the north."""

    column: int
    row: int


@dataclass(frozen=True)
class DepartmentView:
    """`revision` grows with every change; `retired_at` is None while it is offered."""

    id: str
    name: str
    examples: str
    icon: str
    phone: str
    deputy_id: str | None = None
    words: WordsByLanguage = field(default_factory=dict, hash=False)
    revision: int = 1
    retired_at: datetime | None = None


@dataclass(frozen=True)
class TerminalView:
    """`branch_id` is the branch whose staff sit at a `staff` terminal; `phone` is that of a branch.

    `in_use`: neither retired itself nor at a branch that is. `departments` are those in use.
    """

    id: str
    kind: TerminalKind
    name: str
    departments: tuple[DepartmentView, ...]
    enrolled_at: datetime | None
    branch_id: str = ""
    phone: str = ""
    words: WordsByLanguage = field(default_factory=dict, hash=False)
    spot: Spot | None = None
    revision: int = 1
    retired_at: datetime | None = None
    in_use: bool = True


@dataclass(frozen=True)
class DepartmentWish:
    """A department as the bureau wants it. `desks` are ids of the desks at which it is answered."""

    name: str
    examples: str = ""
    icon: str = "help"
    phone: str = ""
    deputy_id: str | None = None
    words: WordsByLanguage = field(default_factory=dict)
    desks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlaceWish:
    """A terminal as the bureau wants it. Phone, words and spot are a branch's, `serves` a desk's."""

    name: str
    phone: str = ""
    words: WordsByLanguage = field(default_factory=dict)
    spot: Spot | None = None
    serves: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DeviceView:
    """A current device: its database id and the terminal it is."""

    id: int
    terminal_id: str
    kind: TerminalKind
    terminal_name: str
    branch_id: str = ""


@dataclass(frozen=True)
class DeviceChoice:
    """Labels of the chosen devices, empty when the terminal chooses by itself."""

    face: str = ""
    paper: str = ""
    mic: str = ""
    speaker: str = ""
    blur: bool = False
    handset: str = ""
