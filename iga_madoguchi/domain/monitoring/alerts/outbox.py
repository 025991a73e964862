"""Notes what is to be told in the transaction that notes the fault itself, so that neither is ever alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import announce
from iga_madoguchi.domain.monitoring.alerts.models import Alert, AlertSending
from iga_madoguchi.domain.monitoring.alerts.policy import SCREEN, Quiet, urgent
from iga_madoguchi.domain.monitoring.alerts.views import Event
from iga_madoguchi.domain.monitoring.views import IncidentView

CHANGED = "alerts.changed"
UNDELIVERED = "alert.undelivered"
"""The check of the means themselves; its subject is the means."""


@dataclass(frozen=True)
class Outbox:
    """`means`: those that are set, by name; the screen is always one more."""

    means: tuple[str, ...] = ()
    quiet: Quiet | None = None

    def put(
        self, session: Session, server: str, event: Event, one: IncidentView | None, now: datetime
    ) -> int:
        """In the caller's transaction. A drill is told at once; a means does not tell of its own silence."""
        rings = one is None or urgent(one)
        until = None if rings or self.quiet is None else self.quiet.until(now)
        alert = Alert(
            server=server,
            event=event,
            incident_id=None if one is None else one.id,
            urgent=rings,
            queued_at=now,
        )
        session.add(alert)
        session.flush()
        assert alert.id is not None
        silent = one.cause.subject if one is not None and one.cause.check == UNDELIVERED else ""
        for means in (SCREEN, *self.means):
            if means != silent:
                held = until is not None and means != SCREEN
                session.add(
                    AlertSending(
                        alert_id=alert.id,
                        means=means,
                        state="waiting",
                        held=held,
                        next_at=until if held and until is not None else now,
                    )
                )
        announce(session, CHANGED)
        return alert.id
