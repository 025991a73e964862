"""All queries on runs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, inspect
from sqlmodel import Session, col, select

from iga_madoguchi.domain.runs.models import JobRun

LIMIT = 200


def is_there(session: Session) -> bool:
    """Whether the table exists: a database that is still of an older release has none."""
    return inspect(session.connection()).has_table(JobRun.__tablename__)


def run(session: Session, run_id: int) -> JobRun | None:
    return session.get(JobRun, run_id)


def tries(session: Session, what: str, kind: str, due_at: datetime) -> list[JobRun]:
    """The tries of one due time, oldest first."""
    query = select(JobRun).where(JobRun.what == what, JobRun.kind == kind, JobRun.due_at == due_at)
    return list(session.exec(query.order_by(col(JobRun.attempt)).limit(LIMIT)))


def ended_since(session: Session, what: str, kind: str, since: datetime, outcomes: Collection[str]) -> bool:
    query = select(JobRun.id).where(
        JobRun.what == what,
        JobRun.kind == kind,
        col(JobRun.started_at) >= since,
        col(JobRun.outcome).in_(outcomes),
    )
    return session.exec(query.limit(1)).first() is not None


def open_runs(session: Session, prefix: str, runner: str | None) -> list[JobRun]:
    """Runs that have not ended, of one runner or of all."""
    query = select(JobRun).where(JobRun.outcome == "running", col(JobRun.what).startswith(prefix))
    if runner is not None:
        query = query.where(JobRun.runner == runner)
    return list(session.exec(query.order_by(col(JobRun.id)).limit(LIMIT)))


def latest(session: Session, what: str, kind: str | None, outcomes: Collection[str]) -> JobRun | None:
    query = select(JobRun).where(JobRun.what == what, col(JobRun.outcome).in_(outcomes))
    if kind is not None:
        query = query.where(JobRun.kind == kind)
    return session.exec(query.order_by(col(JobRun.started_at).desc(), col(JobRun.id).desc()).limit(1)).first()


def last_failures(session: Session, prefix: str, refused: str) -> list[JobRun]:
    """The newest failure of each kind of work; what was only `refused` (so begins its detail) is none."""
    newest = (
        select(func.max(col(JobRun.id)))
        .where(
            JobRun.outcome == "failed",
            col(JobRun.what).startswith(prefix),
            ~col(JobRun.detail).startswith(refused),
        )
        .group_by(JobRun.what, JobRun.kind)
    )
    return list(
        session.exec(select(JobRun).where(col(JobRun.id).in_(newest)).order_by(col(JobRun.id).desc()))
    )


def recent(session: Session, prefix: str, limit: int) -> list[JobRun]:
    """The newest first."""
    query = select(JobRun).where(col(JobRun.what).startswith(prefix))
    return list(session.exec(query.order_by(col(JobRun.id).desc()).limit(min(limit, LIMIT))))
