"""The UPS by way of NUT's `upsd`. A new connection for every question: a kept one can answer wrongly."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from iga_madoguchi.domain.power.ports import Fault, Reading
from iga_madoguchi.errors import Unavailable

log = logging.getLogger(__name__)

TIMEOUT_S = 2.0
TEST_LIMIT = 60  # signs
STALE = ("DATA-STALE", "DRIVER-NOT-CONNECTED")
REFUSED = ("ACCESS-DENIED", "UNKNOWN-UPS", "INVALID-PASSWORD", "INVALID-USERNAME", "USERNAME-REQUIRED")


@dataclass(frozen=True)
class NutUps:
    """UpsReader and PowerSignal. Blocks for some seconds; for the stop `login` needs `upsmon primary`."""

    name: str
    host: str = "127.0.0.1"
    port: int = 3493
    login: str | None = None
    password: str | None = field(default=None, repr=False)

    def read(self, at: datetime) -> Reading:
        try:
            told = self._client().list_vars(self.name)
            words = frozenset(str(told["ups.status"]).split())
        except Exception as error:  # the library fails in many ways, also by attributes of nothing
            return Reading(at, fault=_fault(error))
        runtime, charge = told.get("battery.runtime"), told.get("battery.charge")
        load, test = _number(told.get("ups.load")), str(told.get("ups.test.result", ""))[:TEST_LIMIT]
        return Reading(at, words, _number(runtime), _number(charge), load=load, test=test)

    def stop_machine(self) -> None:
        try:
            self._client().fsd(self.name)
        except Exception as error:
            log.error("stop not ordered ups=%s why=%s", self.name, _fault(error))
            raise Unavailable("power.signal", ups=self.name) from error

    def _client(self) -> Any:
        # Late: who has no UPS needs no library for it.
        from pynut2.nut2 import PyNUTClient

        # It would write the password into its debugging lines.
        logging.getLogger("pynut2").setLevel(logging.WARNING)
        return PyNUTClient(self.host, self.port, self.login, self.password, TIMEOUT_S, persistent=False)


def _fault(error: Exception) -> Fault:
    words = str(error)
    if any(word in words for word in STALE):
        return "stale"
    return "refused" if any(word in words for word in REFUSED) else "unreachable"


def _number(told: object) -> float | None:
    try:
        found = float(str(told))
    except ValueError:
        return None
    return found if math.isfinite(found) else None
