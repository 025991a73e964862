"""What other rooms may know of places and devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TerminalKind = Literal["branch", "desk", "admin"]


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
    id: str
    kind: TerminalKind
    name: str
    departments: tuple[DepartmentView, ...]
    enrolled_at: datetime | None


@dataclass(frozen=True)
class DeviceView:
    """A current device: its database id and the terminal it is."""

    id: int
    terminal_id: str
    kind: TerminalKind
    terminal_name: str


@dataclass(frozen=True)
class DeviceChoice:
    """Labels of the chosen devices, empty when the terminal chooses by itself."""

    face: str = ""
    paper: str = ""
    mic: str = ""
    speaker: str = ""
    blur: bool = False
