"""Reservations as screens and slips may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from iga_madoguchi.domain.terminals.views import WordsByLanguage

State = Literal["open", "arrived", "missed", "cancelled"]


@dataclass(frozen=True)
class Wish:
    """What somebody wants to reserve; all of it chosen from what is known, nothing written freely."""

    department_id: str
    branch_id: str
    starts_at: datetime
    needs: tuple[str, ...] = ()
    language: str = "ja"
    matter: str = ""


@dataclass(frozen=True)
class ReservationView:
    """One reservation. `phone` is the department's."""

    id: str
    number: str
    branch_id: str
    branch_name: str
    department_id: str
    department_name: str
    phone: str
    starts_at: datetime
    needs: tuple[str, ...]
    language: str
    matter: str
    state: State
    branch_words: WordsByLanguage = field(default_factory=dict, hash=False)
    department_words: WordsByLanguage = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class SlotView:
    """A time of a day: `why` says what keeps it from being reserved, "" when it is free."""

    starts_at: datetime
    why: Literal["", "past", "desk", "branch"]


@dataclass(frozen=True)
class DayPlan:
    """The times of one day for a department and a branch; none when closed, then `closed_for` may say why."""

    day: date
    first: date
    last: date
    closed_for: str
    slots: tuple[SlotView, ...]
