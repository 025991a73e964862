"""Who somebody is, as the other rooms see it."""

from __future__ import annotations

from dataclasses import dataclass

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.audit.service import RESIDENT, Actor
from iga_madoguchi.domain.terminals.views import TerminalKind


@dataclass(frozen=True)
class Identity:
    """A live session. `ref` names it without being a secret; a branch terminal has no staff."""

    ref: str
    terminal_id: str
    terminal_kind: TerminalKind
    terminal_name: str
    permissions: frozenset[Permission]
    staff_id: int | None = None
    staff_login: str = ""
    staff_name: str = ""

    @property
    def actor(self) -> Actor:
        return Actor(self.staff_login or RESIDENT, self.terminal_id)


@dataclass(frozen=True)
class StaffView:
    login: str
    name: str
    role: str
    desk_id: str | None
    disabled: bool
