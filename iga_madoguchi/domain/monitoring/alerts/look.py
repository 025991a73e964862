"""Whether what is told arrives: the check of the means themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from iga_madoguchi.domain.monitoring.alerts import service
from iga_madoguchi.domain.monitoring.alerts.outbox import UNDELIVERED
from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.checks import Cause
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import Finding


def means(around: Around, _now: datetime) -> Iterator[Finding]:
    """A means that has never told anything is not known to work."""
    for one in service.how_means_do(around.database, around.server, around.outbox.means):
        if one.failing:
            seen = Status.WARN
        else:
            seen = Status.UNKNOWN if one.worked_at is None else Status.OK
        yield Finding(Cause(UNDELIVERED, one.name), seen, words={"means": one.name, "fault": one.fault})
