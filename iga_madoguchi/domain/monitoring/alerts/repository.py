"""All queries on the outbox of alerts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from iga_madoguchi.domain.monitoring.alerts.models import Alert, AlertSending
from iga_madoguchi.domain.monitoring.models import Incident

WAITING_LIMIT = 500
Row = tuple[AlertSending, Alert, Incident | None]


def waiting(session: Session, server: str, means: str) -> list[Row]:
    """What this server has not told by this means yet, the oldest first."""
    return _rows(session, server, WAITING_LIMIT, means=means, state="waiting", oldest=True)


def newest(session: Session, server: str, limit: int) -> list[Row]:
    return _rows(session, server, limit)


def last(session: Session, server: str, means: str, state: str) -> Row | None:
    found = _rows(session, server, 1, means=means, state=state)
    return found[0] if found else None


def failing(session: Session, server: str, means: str, tries: int) -> AlertSending | None:
    """The newest that waits although it was tried so often."""
    query = _joined(server).where(AlertSending.means == means, AlertSending.state == "waiting")
    query = query.where(AlertSending.tries >= tries).order_by(col(AlertSending.tried_at).desc()).limit(1)
    found = session.exec(query).first()
    return None if found is None else found[0]


def count_waiting(session: Session, server: str, means: str) -> int:
    query = select(func.count()).select_from(AlertSending).join(Alert, col(Alert.id) == AlertSending.alert_id)
    query = query.where(Alert.server == server, AlertSending.means == means, AlertSending.state == "waiting")
    return session.exec(query).one()


def last_drill(session: Session, server: str) -> Alert | None:
    query = select(Alert).where(Alert.server == server, Alert.event == "drill")
    return session.exec(query.order_by(col(Alert.id).desc()).limit(1)).first()


def sendings(session: Session, alert_ids: Collection[int], means: str) -> list[AlertSending]:
    query = select(AlertSending).where(
        col(AlertSending.alert_id).in_(alert_ids),
        AlertSending.means == means,
        AlertSending.state == "waiting",
    )
    return list(session.exec(query.order_by(col(AlertSending.alert_id))))


def drop_others(session: Session, server: str, known: Sequence[str], fault: str) -> int:
    """What waits for a means that is not set any more will never go out."""
    own = select(Alert.id).where(Alert.server == server)
    query = update(AlertSending).where(
        col(AlertSending.state) == "waiting",
        col(AlertSending.means).not_in(known),
        col(AlertSending.alert_id).in_(own),
    )
    done = session.execute(query.values(state="given_up", fault=fault))
    return int(done.rowcount)  # type: ignore[attr-defined]


def give_up_screen(session: Session, before: datetime) -> None:
    """Nobody had a page of the bureau open for all that time."""
    old = select(Alert.id).where(Alert.queued_at < before)
    query = update(AlertSending).where(
        col(AlertSending.means) == "screen",
        col(AlertSending.state) == "waiting",
        col(AlertSending.alert_id).in_(old),
    )
    session.execute(query.values(state="given_up", fault="alerts.screen.nobody"))


def forget(session: Session, before: datetime) -> None:
    old = select(Alert.id).where(Alert.queued_at < before)
    session.execute(delete(AlertSending).where(col(AlertSending.alert_id).in_(old)))
    session.execute(delete(Alert).where(col(Alert.queued_at) < before))


def _joined(server: str):  # type: ignore[no-untyped-def]  # SQLAlchemy's own type names three rows
    return (
        select(AlertSending, Alert, Incident)
        .join(Alert, col(Alert.id) == AlertSending.alert_id)
        .join(Incident, col(Incident.id) == Alert.incident_id, isouter=True)
        .where(Alert.server == server)
    )


def _rows(
    session: Session, server: str, limit: int, *, means: str = "", state: str = "", oldest: bool = False
) -> list[Row]:
    query = _joined(server)
    if means:
        query = query.where(AlertSending.means == means)
    if state:
        query = query.where(AlertSending.state == state)
    by = col(AlertSending.alert_id)
    order = (by, AlertSending.means) if oldest else (by.desc(), AlertSending.means)
    return [
        (sending, alert, incident)
        for sending, alert, incident in session.exec(query.order_by(*order).limit(limit))
    ]
