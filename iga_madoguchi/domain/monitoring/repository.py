"""All queries on incidents and samples."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from iga_madoguchi.domain.monitoring.models import Incident, Sample

LIMIT = 20_000  # points of one curve


def incident(session: Session, incident_id: int) -> Incident | None:
    return session.get(Incident, incident_id)


def open_incidents(session: Session, server: str) -> list[Incident]:
    query = select(Incident).where(Incident.server == server, col(Incident.recovered_at).is_(None))
    return list(session.exec(query.order_by(col(Incident.id))))


def open_elsewhere(session: Session, server: str) -> list[Incident]:
    query = select(Incident).where(Incident.server != server, col(Incident.recovered_at).is_(None))
    return list(session.exec(query.order_by(col(Incident.id)).limit(100)))


def recovered(session: Session, limit: int) -> list[Incident]:
    """The newest end first."""
    query = select(Incident).where(col(Incident.recovered_at).is_not(None))
    return list(session.exec(query.order_by(col(Incident.recovered_at).desc()).limit(limit)))


def between(session: Session, since: datetime, until: datetime, limit: int) -> list[Incident]:
    """Incidents that were open at some moment of this span, oldest first."""
    query = select(Incident).where(
        Incident.raised_at < until,
        col(Incident.recovered_at).is_(None) | (col(Incident.recovered_at) >= since),
    )
    return list(session.exec(query.order_by(col(Incident.raised_at)).limit(limit)))


def forget_incidents(session: Session, before: datetime) -> None:
    session.execute(delete(Incident).where(col(Incident.recovered_at) < before))


def sample(session: Session, measure: str, span_s: int, at: datetime) -> Sample | None:
    return session.get(Sample, (measure, span_s, at))


def samples(
    session: Session, measure: str, spans: Sequence[int], since: datetime, until: datetime
) -> list[Sample]:
    """Oldest first, the newest `LIMIT` of them."""
    query = select(Sample).where(
        Sample.measure == measure,
        col(Sample.span_s).in_(spans),
        Sample.at >= since,
        Sample.at < until,
    )
    found = session.exec(query.order_by(col(Sample.at).desc()).limit(LIMIT))
    return list(found)[::-1]


def measures(session: Session) -> list[str]:
    return list(session.exec(select(Sample.measure).distinct().order_by(Sample.measure)))


def oldest(session: Session, span_s: int) -> datetime | None:
    return session.exec(select(func.min(Sample.at)).where(Sample.span_s == span_s)).first()


def of_span(session: Session, span_s: int, since: datetime, until: datetime) -> list[Sample]:
    query = select(Sample).where(Sample.span_s == span_s, Sample.at >= since, Sample.at < until)
    return list(session.exec(query.order_by(Sample.measure, col(Sample.at))))


def forget_samples(session: Session, span_s: int, before: datetime) -> None:
    session.execute(delete(Sample).where(col(Sample.span_s) == span_s, col(Sample.at) < before))
