"""What monitoring needs from the outside: the machine, the root collector's report, a certificate's end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol


@dataclass(frozen=True)
class Disk:
    """The file system at a path, in bytes; two paths on one `device` are one disk."""

    total: int
    free: int
    device: int = 0


@dataclass(frozen=True)
class HostFacts:
    """The machine at one moment; percentages are 0 to 100. What cannot be read is None.

    `cpu`: busy since the last reading, all cores together. `synchronised`: None where the clock belongs to
    somebody else (a container), or nobody may tell.
    """

    cpu: float | None = None
    memory_free: float | None = None
    synchronised: bool | None = None


class Host(Protocol):
    """Reading is quick and never raises."""

    def steady(self) -> float:
        """Seconds of a clock that nobody sets."""
        ...

    def facts(self) -> HostFacts: ...

    def process_bytes(self) -> int:
        """The memory that this process holds."""
        ...

    def disk(self, path: Path) -> Disk | None: ...

    def write(self, folder: Path) -> str:
        """Write some bytes there and take them away: "" if that works, else the system's name for why not."""
        ...


PartState = Literal["ok", "absent", "failed"]


@dataclass(frozen=True)
class Part:
    """One kind of hardware as the collector found it. `absent`: there is none; `failed`: not readable.

    Items are flat: names and figures only.
    """

    state: PartState
    items: tuple[Mapping[str, str | float | bool], ...] = ()


@dataclass(frozen=True)
class HostReport:
    """The collector's file. `at` None: there is none, or it makes no sense (`why` says which)."""

    at: datetime | None
    parts: Mapping[str, Part] = field(default_factory=dict)
    why: str = ""


class ReportReader(Protocol):
    def read(self) -> HostReport:
        """Never raises; a file that is missing, too large or nonsense is a report without a time."""
        ...


class Certificate(Protocol):
    """The certificate that browsers are shown."""

    def expires_at(self) -> datetime | None:
        """Never raises; None when the file cannot be read."""
        ...


class MediaHealth(Protocol):
    """The process that carries pictures and voice."""

    @property
    def running(self) -> bool: ...

    def lag_s(self) -> float:
        """Seconds by which its loop was late of late, or since it last said anything, the longer one."""
        ...
