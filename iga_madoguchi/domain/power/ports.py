"""What power needs from the outside: somebody who asks the UPS, and somebody who orders the stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Fault = Literal["", "stale", "unreachable", "refused", "nonsense"]
"""Why nothing is known: data that are old, no answer, not allowed to ask, or words that make no sense."""


@dataclass(frozen=True)
class Reading:
    """The UPS at one moment. `words`: its status as NUT has it (OL, OB, LB, FSD, ...), empty with a `fault`.

    `runtime_s` and `charge` (percent) of the battery, `load` (percent of what the UPS can give), nothing when
    the UPS does not say or says nonsense. `test`: how its last test of itself ended, in its own words.
    """

    at: datetime
    words: frozenset[str] = frozenset()
    runtime_s: float | None = None
    charge: float | None = None
    fault: Fault = ""
    load: float | None = None
    test: str = ""


class UpsReader(Protocol):
    def read(self, at: datetime) -> Reading:
        """Ask once; seconds at most, never raises: whatever goes wrong is a fault."""
        ...


class PowerSignal(Protocol):
    def stop_machine(self) -> None:
        """Order the stop (FSD); the one who carries it out is `upsmon`. Raises Unavailable `power.signal`."""
        ...
