"""What the tests of faults do with a lookout: look as often as it does in half a minute, and read."""

from __future__ import annotations

import dataclasses
from typing import Any

from iga_madoguchi.domain.monitoring.lookout import Lookout
from iga_madoguchi.domain.monitoring.policy import Status
from tests.calm import SteeredHost
from tests.cast import City

LOOKS = 3
"""In thirty seconds."""


@dataclasses.dataclass
class Eyes:
    city: City
    lookout: Lookout

    def around(self, **other: Any) -> None:
        """The same lookout, with other surroundings."""
        self.lookout.around = dataclasses.replace(self.lookout.around, **other)

    @property
    def host(self) -> SteeredHost:
        found = self.lookout.around.host
        assert isinstance(found, SteeredHost)
        return found

    def look(self, times: int = LOOKS) -> list[str]:
        """The causes that are open afterwards, the worst first."""
        for _ in range(times):
            self.lookout.look()
        found = self.lookout.standing().incidents
        return [f"{one.cause.check}:{one.cause.subject}".rstrip(":") for one in found]

    def status(self, check: str, subject: str = "") -> Status | None:
        found = self.lookout.standing().of(check, subject)
        return None if found is None else found.status
