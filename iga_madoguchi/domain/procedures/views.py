"""What screens, calls and the command line see of the catalogue: read-only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iga_madoguchi.domain.procedures.content import Content, Reach, Said


@dataclass(frozen=True)
class CardView:
    """A procedure among others on a kiosk; `name` and `line` as `told(language)` says them."""

    id: str
    version: int
    department_id: str
    department_name: str
    name: Said
    line: Said
    icon: str
    reach: Reach
    minutes: int


@dataclass(frozen=True)
class ProcedureView:
    """One version of a procedure; `newest` is what a call that begins now gets.

    `unconfirmed`: 要確認, not from the city's own page and no clerk has said yet that it is right.
    `phone` and `icon` are the procedure's own or else the department's. `saved_by` is a login, "system" or
    "console".
    """

    id: str
    version: int
    newest: int
    content: Content
    department_name: str
    phone: str
    icon: str
    retired: bool
    unconfirmed: bool
    position: int
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True)
class VersionView:
    """Who wrote which version when, newest first in lists; `get` with its number shows what it says."""

    number: int
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True)
class Hit:
    """A found procedure; hits are in the order of `score`, which means nothing across searches."""

    card: CardView
    score: float
