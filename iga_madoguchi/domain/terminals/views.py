"""What other rooms may know of places and devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TerminalKind = Literal["branch", "staff", "desk", "admin"]
"""A branch has its kiosk (`branch`) and may have a screen for its own staff (`staff`)."""


@dataclass(frozen=True)
class DepartmentView:
    id: str
    name: str
    examples: str
    icon: str
    phone: str
    deputy_id: str | None = None


@dataclass(frozen=True)
class TerminalView:
    """`branch_id` is the branch whose staff sit at a `staff` terminal; `phone` is that of a branch."""

    id: str
    kind: TerminalKind
    name: str
    departments: tuple[DepartmentView, ...]
    enrolled_at: datetime | None
    branch_id: str = ""
    phone: str = ""


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
