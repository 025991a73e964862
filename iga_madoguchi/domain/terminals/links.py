"""At which desk a department is answered. Both ends notice, so that a form open at either end is told."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from iga_madoguchi.domain.terminals import repository
from iga_madoguchi.domain.terminals.models import Department, DeskDepartment, Terminal
from iga_madoguchi.errors import NotFound


def answer_at(session: Session, department: Department, desks: Collection[str]) -> bool:
    """From now on exactly these desks answer it; False when they did. Retired desks keep what they had.

    Raises NotFound `terminals.desk.unknown`.
    """
    open_desks = {
        row.id: row for row in repository.terminals(session) if row.kind == "desk" and row.retired_at is None
    }
    if not set(desks) <= set(open_desks):
        raise NotFound("terminals.desk.unknown")
    changed = [
        desk for desk in open_desks.values() if _set(session, desk.id, department.id, desk.id in desks)
    ]
    for desk in changed:
        desk.revision += 1
        session.add(desk)
    session.flush()
    return bool(changed)


def serve(session: Session, desk: Terminal, departments: Collection[str]) -> bool:
    """From now on this desk answers exactly these; False when it did. Retired departments stay as they were.

    Raises NotFound `terminals.department.unknown`.
    """
    offered = {row.id: row for row in repository.departments(session) if row.retired_at is None}
    if not set(departments) <= set(offered):
        raise NotFound("terminals.department.unknown")
    changed = [row for row in offered.values() if _set(session, desk.id, row.id, row.id in departments)]
    for row in changed:
        row.revision += 1
        session.add(row)
    session.flush()
    return bool(changed)


def _set(session: Session, desk_id: str, department_id: str, wanted: bool) -> bool:
    """Whether this had to be changed."""
    found = repository.link(session, desk_id, department_id)
    if wanted == (found is not None):
        return False
    if found is None:
        session.add(DeskDepartment(desk_id=desk_id, department_id=department_id))
    else:
        session.delete(found)
    return True
