"""Faults written down: once when they begin, once when they are over, with who has seen them and what for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.monitoring import repository
from iga_madoguchi.domain.monitoring.checks import Cause
from iga_madoguchi.domain.monitoring.models import Incident
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import Acknowledged, IncidentView
from iga_madoguchi.errors import InvalidInput, NotFound

CHANGED = "monitoring.changed"
"""Published by the lookout once its standing says the same as the table."""
COMMENT_LIMIT = 200
SHOWN = 50


def open_here(database: Database, server: str) -> tuple[IncidentView, ...]:
    """What was open when this server last ran."""
    with database.reading() as session:
        return tuple(open_of(session, server))


def open_of(session: Session, server: str) -> list[IncidentView]:
    return [view(row) for row in repository.open_incidents(session, server)]


def open_elsewhere(database: Database, server: str) -> tuple[IncidentView, ...]:
    """What other servers on the same database see."""
    with database.reading() as session:
        return tuple(view(row) for row in repository.open_elsewhere(session, server))


def recovered(database: Database, limit: int = SHOWN) -> tuple[IncidentView, ...]:
    """What is over, the newest end first."""
    with database.reading() as session:
        return tuple(view(row) for row in repository.recovered(session, limit))


def between(database: Database, since: datetime, until: datetime, limit: int = 500) -> list[IncidentView]:
    """What was open at some moment of this span, oldest first: for reports and for events on charts."""
    with database.reading() as session:
        return [view(row) for row in repository.between(session, since, until, limit)]


def raised(session: Session, server: str, now: IncidentView) -> int:
    """Write down that it began; its id."""
    row = Incident(
        server=server,
        check_id=now.cause.check,
        subject=now.cause.subject[:80],
        raised_at=now.raised_at,
        worst=str(now.worst),
        words=_words(now.words),
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    _told(session, now.raised_at, "monitoring.incident.raised", now, level=str(now.worst))
    return row.id


def worsened(session: Session, now: IncidentView) -> None:
    row = None if now.id is None else repository.incident(session, now.id)
    if row is not None:
        row.worst, row.words = str(now.worst), _words(now.words)
        session.add(row)


def over(session: Session, now: IncidentView, at: datetime) -> bool:
    """Write down that it is over; False when that stands there already."""
    row = None if now.id is None else repository.incident(session, now.id)
    if row is None or row.recovered_at is not None:
        return False
    row.recovered_at, row.worst, row.words = at, str(now.worst), _words(now.words)
    session.add(row)
    minutes = int((at - now.raised_at).total_seconds() // 60)
    _told(session, at, "monitoring.incident.recovered", now, minutes=minutes)
    return True


def acknowledge(database: Database, incident_id: int, actor: Actor, by: str, comment: str) -> Acknowledged:
    """Somebody has seen it; the first one stays. `by` is the name that is shown.

    Raises NotFound `monitoring.incident.over`, InvalidInput `monitoring.comment.too_long`.
    """
    text = " ".join(comment.split())
    if len(text) > COMMENT_LIMIT:
        raise InvalidInput("monitoring.comment.too_long", length=str(len(text)), limit=str(COMMENT_LIMIT))
    with database.transaction() as session:
        row = repository.incident(session, incident_id)
        if row is None or row.recovered_at is not None:
            raise NotFound("monitoring.incident.over")
        found = view(row)
        if found.acknowledged is not None:
            return found.acknowledged
        now = database.clock.now()
        row.acknowledged_at, row.acknowledged_by, row.comment = now, by[:64], text
        session.add(row)
        # What somebody typed may name a person: it stands in the incident, not in the log for ever.
        where = f"{row.check_id}:{row.subject}".rstrip(":")
        audit.record(session, now, "monitoring.incident.acknowledged", actor, where)
        return Acknowledged(now, row.acknowledged_by, text)


def view(row: Incident) -> IncidentView:
    seen = None
    if row.acknowledged_at is not None:
        seen = Acknowledged(row.acknowledged_at, row.acknowledged_by, row.comment)
    worst = Status(row.worst)
    return IncidentView(
        row.id,
        Cause(row.check_id, row.subject),
        row.raised_at,
        worst,
        json.loads(row.words),
        worst if row.recovered_at is None else Status.OK,
        row.recovered_at,
        seen,
    )


def _told(session: Session, at: datetime, action: str, now: IncidentView, **data: str | int) -> None:
    subject = f"{now.cause.check}:{now.cause.subject}".rstrip(":")
    audit.record(session, at, action, SYSTEM, subject, **data)


def _words(words: Mapping[str, str]) -> str:
    """As JSON that fits: the sentences need only short names."""
    return json.dumps({key: value[:80] for key, value in list(words.items())[:8]}, ensure_ascii=False)
