"""All queries on the catalogue."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import Session, col, select

from iga_madoguchi.domain.procedures import policy
from iga_madoguchi.domain.procedures.models import CatalogueRevision, Procedure, ProcedureVersion

VERSIONS_LIMIT = 500


def procedure(session: Session, procedure_id: str) -> Procedure | None:
    return session.get(Procedure, procedure_id)


def version(session: Session, procedure_id: str, number: int) -> ProcedureVersion | None:
    return session.get(ProcedureVersion, (procedure_id, number))


def procedures(session: Session) -> list[Procedure]:
    """Everything by position, also what is retired."""
    query = select(Procedure).order_by(col(Procedure.position), col(Procedure.id))
    return list(session.exec(query.limit(policy.PROCEDURES)))


def newest(session: Session) -> list[tuple[Procedure, ProcedureVersion]]:
    """Everything with its newest version, by position."""
    query = select(Procedure, ProcedureVersion).where(
        col(ProcedureVersion.procedure_id) == col(Procedure.id),
        col(ProcedureVersion.number) == col(Procedure.version),
    )
    order = query.order_by(col(Procedure.position), col(Procedure.id))
    return [(row[0], row[1]) for row in session.exec(order.limit(policy.PROCEDURES))]


def versions(session: Session, procedure_id: str) -> list[ProcedureVersion]:
    """Newest first."""
    query = select(ProcedureVersion).where(ProcedureVersion.procedure_id == procedure_id)
    return list(session.exec(query.order_by(col(ProcedureVersion.number).desc()).limit(VERSIONS_LIMIT)))


def of_department(session: Session, department_id: str) -> list[Procedure]:
    """What is offered by a department, by position."""
    query = select(Procedure).where(
        Procedure.department_id == department_id, col(Procedure.retired_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Procedure.position), col(Procedure.id))))


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Procedure)).one()


def last_position(session: Session) -> int:
    return session.exec(select(func.coalesce(func.max(Procedure.position), -1))).one()


def revision(session: Session) -> int:
    """How often the catalogue has been changed."""
    row = session.get(CatalogueRevision, 1)
    return 0 if row is None else row.revision


def touch(session: Session) -> None:
    row = session.get(CatalogueRevision, 1) or CatalogueRevision(id=1, revision=0)
    row.revision += 1
    session.add(row)
