"""Logs a fault once when it begins and once when it is over, however often it is met in between."""

from __future__ import annotations

import logging


class Transitions:
    """Keeps the last known state per name."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._failing: set[str] = set()

    def failed(self, name: str, why: str) -> None:
        if name not in self._failing:
            self._failing.add(name)
            self._log.error("failing name=%s why=%s", name, why)

    def worked(self, name: str) -> None:
        if name in self._failing:
            self._failing.discard(name)
            self._log.warning("recovered name=%s", name)

    @property
    def failing(self) -> frozenset[str]:
        return frozenset(self._failing)
