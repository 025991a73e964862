"""All queries on printers and print jobs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, select

from iga_madoguchi.domain.printing.lifecycle import OPEN
from iga_madoguchi.domain.printing.models import Printer, PrintJob

LIMIT = 500


def printer(session: Session, branch_id: str) -> Printer | None:
    return session.get(Printer, branch_id)


def printers(session: Session) -> list[Printer]:
    return list(session.exec(select(Printer).order_by(col(Printer.branch_id)).limit(LIMIT)))


def forget(session: Session, branch_id: str) -> bool:
    """Remove a branch's printer; whether there was one."""
    found = session.get(Printer, branch_id)
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True


def job(session: Session, job_id: str) -> PrintJob | None:
    return session.get(PrintJob, job_id)


def claim(session: Session, job_id: str, source: str, **values: object) -> bool:
    """Change a job only if it is still in `source`; True for the one caller who did it."""
    statement = update(PrintJob).where(col(PrintJob.id) == job_id, col(PrintJob.state) == source)
    result = session.execute(statement.values(**values).execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1


def open_jobs(session: Session, branch_id: str = "") -> list[PrintJob]:
    """Jobs that are not over, of one branch or of all, first come first."""
    query = select(PrintJob).where(col(PrintJob.state).in_([str(state) for state in OPEN]))
    if branch_id:
        query = query.where(PrintJob.branch_id == branch_id)
    return list(session.exec(query.order_by(col(PrintJob.ordered_at)).limit(LIMIT)))


def latest(
    session: Session, branch_id: str, since: datetime, by: Collection[str], limit: int
) -> list[PrintJob]:
    """Jobs of a branch that these terminals ordered, newest first."""
    query = select(PrintJob).where(PrintJob.branch_id == branch_id, col(PrintJob.ordered_at) >= since)
    if by:
        query = query.where(col(PrintJob.ordered_by).in_(by))
    return list(session.exec(query.order_by(col(PrintJob.ordered_at).desc()).limit(limit)))
