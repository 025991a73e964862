"""What alerts need from the outside: means that carry a letter, and somebody who words it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from iga_madoguchi.domain.monitoring.alerts.views import Batch, Letter
from iga_madoguchi.domain.monitoring.policy import Status


class Means(Protocol):
    """Sending blocks for some seconds at most."""

    @property
    def name(self) -> str:
        """mail, webhook or lamp."""
        ...

    @property
    def where(self) -> str:
        """Where it goes, for the bureau's page; no secret in it."""
        ...

    def send(self, letter: Letter) -> str:
        """What is to be known of the arrival, "" for nothing.

        Raises Unavailable `alerts.*` when nobody can say that it arrived."""
        ...


Write = Callable[[Batch, str, Status, int, datetime], Letter]
"""Words a batch: its id, the worst that is open now and how much, the moment."""
