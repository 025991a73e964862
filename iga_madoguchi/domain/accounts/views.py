"""Who somebody is, as the other rooms see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.audit.service import BRANCH_STAFF, RESIDENT, Actor
from iga_madoguchi.domain.terminals.views import TerminalKind


@dataclass(frozen=True)
class Identity:
    """A live session. `ref` names it without being a secret; nobody logs in at a branch.

    `serves` is the branch whose staff sit at a `staff` terminal.
    """

    ref: str
    terminal_id: str
    terminal_kind: TerminalKind
    terminal_name: str
    permissions: frozenset[Permission]
    staff_id: int | None = None
    staff_login: str = ""
    staff_name: str = ""
    serves: str = ""

    @property
    def actor(self) -> Actor:
        nobody = BRANCH_STAFF if self.terminal_kind == "staff" else RESIDENT
        return Actor(self.staff_login or nobody, self.terminal_id)

    @property
    def branch_id(self) -> str:
        """The branch at which this terminal stands, "" at the city hall."""
        return self.terminal_id if self.terminal_kind == "branch" else self.serves


@dataclass(frozen=True)
class StaffView:
    login: str
    name: str
    role: str
    desk_id: str | None
    disabled: bool


@dataclass(frozen=True)
class SessionView:
    """Somebody who is in at a terminal."""

    id: int
    terminal_id: str
    terminal_name: str
    since: datetime


@dataclass(frozen=True)
class FactorView:
    """An app for codes (`code`) or a `passkey`."""

    id: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Rule:
    """How a rule stands; `since` and `by` say who switched it, None and "" when nobody did.

    `minutes`: after how long it acts, 0 where it is not about time.
    """

    on: bool
    since: datetime | None
    by: str
    minutes: int = 0


@dataclass(frozen=True)
class PairedView:
    """What one admin asked for; another one confirms it before `until`."""

    id: int
    kind: str
    subject: str
    asked_by: str
    until: datetime


@dataclass(frozen=True)
class Account:
    """What the bureau sees of somebody. `code_until`: how long a code to set a password is still good;
    `factors`: how many things they show beside the password.
    """

    staff: StaffView
    revision: int
    has_password: bool
    code_until: datetime | None
    factors: int
    sessions: tuple[SessionView, ...]
