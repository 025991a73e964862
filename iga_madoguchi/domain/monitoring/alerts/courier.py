"""Takes what waits to its means, notes how it went, and tries again what did not arrive."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.monitoring import incidents
from iga_madoguchi.domain.monitoring.alerts import policy, repository
from iga_madoguchi.domain.monitoring.alerts.models import Alert, AlertSending
from iga_madoguchi.domain.monitoring.alerts.outbox import CHANGED
from iga_madoguchi.domain.monitoring.alerts.ports import Means, Write
from iga_madoguchi.domain.monitoring.alerts.views import Batch, Event, Waiting
from iga_madoguchi.domain.monitoring.models import Incident
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import IncidentView
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit.transitions import Transitions

log = logging.getLogger(__name__)

UNEXPECTED = "alerts.unexpected"
UNSET = "alerts.unset"


class Courier:
    """Each means has a thread of its own that calls `round`: one that is slow never holds up another."""

    def __init__(self, database: Database, server: str, means: Sequence[Means], write: Write) -> None:
        self.database, self.server, self.means = database, server, tuple(means)
        self._write = write
        self._states = Transitions(log)
        self._owed: dict[str, tuple[Batch, str, str]] = {}

    def drop_unset(self) -> None:
        """After a start: what waits for a means that is not set any more is given up."""
        known = [policy.SCREEN, *(means.name for means in self.means)]
        with self.database.transaction() as session:
            repository.drop_others(session, self.server, known, UNSET)

    def round(self, means: Means) -> None:
        """Tell all that is due; what fails ends the round, the rest would fail as slowly.

        Told and noted are two things: a crash between them tells it again, with the same id.
        """
        owed = self._owed.get(means.name)
        if owed is not None:  # the database was away when it was told: that is noted, not told again
            self._note(means, *owed)
        now = self.database.clock.now()
        with self.database.reading() as session:
            found = [_waiting(row) for row in repository.waiting(session, self.server, means.name)]
            batches = policy.batches(found, now)
            worst, count = _open(incidents.open_of(session, self.server)) if batches else (Status.OK, 0)
        for batch in batches:
            detail, fault = self._try(means, batch, worst, count, now)
            self._owed[means.name] = batch, detail, fault
            self._note(means, batch, detail, fault)
            if fault:
                return

    def _id(self, means: Means, batch: Batch) -> str:
        """The same when it is told again, so that whoever gets it twice can see that."""
        text = f"{self.server} {means.name} {sorted(batch.alert_ids)}"
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    def _try(self, means: Means, batch: Batch, worst: Status, count: int, now: datetime) -> tuple[str, str]:
        """What the means says of the arrival, and why there was none."""
        try:
            detail = means.send(self._write(batch, self._id(means, batch), worst, count, now))
        except Unavailable as error:
            self._states.failed(means.name, error.code)
            return "", error.code
        except Exception:  # what breaks must not end the thread that would try it again
            log.exception("x alert not sent means=%s", means.name)
            return "", UNEXPECTED
        self._states.worked(means.name)
        return detail, ""

    def _note(self, means: Means, batch: Batch, detail: str, fault: str) -> None:
        now = self.database.clock.now()
        with self.database.transaction() as session:
            rows = repository.sendings(session, batch.alert_ids, means.name)
            for row in rows:
                row.tries, row.tried_at, row.fault, row.detail = row.tries + 1, now, fault, detail
                if not fault:
                    row.state = "sent"
                elif policy.hopeless(batch, now):
                    row.state = "given_up"
                else:
                    row.next_at = policy.next_try(row.tries, now)
                session.add(row)
            _tell(session, now, means.name, batch, rows)
            announce(session, CHANGED)
        self._owed.pop(means.name, None)


def _tell(session: Session, now: datetime, means: str, batch: Batch, rows: Sequence[AlertSending]) -> None:
    """The log learns of the first failure and of the end, not of each try."""
    if not rows:
        return
    event = "digest" if len(batch.told) > 1 else batch.told[0].event
    last = rows[-1]
    data: dict[str, str | int] = {"event": event, "alerts": len(rows), "tries": last.tries}
    if last.fault:
        data["why"] = last.fault
    action = {"sent": "monitoring.alert.sent", "given_up": "monitoring.alert.given_up"}.get(last.state)
    if action is None and last.tries == 1:
        action = "monitoring.alert.failed"
    if action is not None:
        audit.record(session, now, action, SYSTEM, means, **data)


def _waiting(row: tuple[AlertSending, Alert, Incident | None]) -> Waiting:
    sending, alert, incident = row
    return Waiting(
        sending.alert_id,
        event_of(alert),
        alert.urgent,
        sending.held,
        sending.tries,
        alert.queued_at,
        sending.next_at,
        None if incident is None else incidents.view(incident),
    )


def event_of(alert: Alert) -> Event:
    known: tuple[Event, ...] = ("raised", "worse", "over", "drill")
    return next(event for event in known if event == alert.event)


def _open(found: Sequence[IncidentView]) -> tuple[Status, int]:
    bad = any(one.worst == Status.BAD for one in found)
    return (Status.BAD if bad else Status.WARN if found else Status.OK), len(found)
