"""All queries on places and devices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, select

from iga_madoguchi.db.session import once
from iga_madoguchi.domain.terminals.models import Department, DeskDepartment, Device, EnrolmentCode, Terminal

LIMIT = 500  # terminals or departments; the city has 10 and 5


@once
def departments(session: Session) -> list[Department]:
    return list(
        session.exec(select(Department).order_by(col(Department.position), col(Department.id)).limit(LIMIT))
    )


def department(session: Session, department_id: str) -> Department | None:
    return session.get(Department, department_id)


@once
def terminals(session: Session) -> list[Terminal]:
    return list(
        session.exec(select(Terminal).order_by(col(Terminal.position), col(Terminal.id)).limit(LIMIT))
    )


def terminal(session: Session, terminal_id: str) -> Terminal | None:
    return session.get(Terminal, terminal_id)


def staff_terminals(session: Session, branch_id: str) -> list[Terminal]:
    """The screens of a branch's own staff, also retired ones."""
    query = select(Terminal).where(Terminal.branch_id == branch_id)
    return list(session.exec(query.order_by(col(Terminal.position), col(Terminal.id)).limit(LIMIT)))


@once
def served(session: Session) -> list[DeskDepartment]:
    query = select(DeskDepartment).order_by(col(DeskDepartment.desk_id), col(DeskDepartment.department_id))
    return list(session.exec(query.limit(LIMIT)))


@once
def departments_of(session: Session, desk_id: str) -> list[Department]:
    """What is answered at a desk, also retired departments."""
    query = select(Department).join(DeskDepartment, col(DeskDepartment.department_id) == Department.id)
    query = query.where(DeskDepartment.desk_id == desk_id)
    return list(session.exec(query.order_by(col(Department.position), col(Department.id)).limit(LIMIT)))


@once
def desks_of(session: Session, department_id: str) -> list[Terminal]:
    """Where a department is answered, also retired desks."""
    query = select(Terminal).join(DeskDepartment, col(DeskDepartment.desk_id) == Terminal.id)
    query = query.where(DeskDepartment.department_id == department_id)
    return list(session.exec(query.order_by(col(Terminal.id)).limit(LIMIT)))


def link(session: Session, desk_id: str, department_id: str) -> DeskDepartment | None:
    return session.get(DeskDepartment, (desk_id, department_id))


def use_code(session: Session, digest: str, now: datetime) -> str | None:
    """Claim an unused, unexpired code; the terminal id, or None if it cannot be used."""
    claim = (
        update(EnrolmentCode)
        .where(col(EnrolmentCode.digest) == digest, col(EnrolmentCode.used_at).is_(None))
        .where(col(EnrolmentCode.expires_at) > now)
        .values(used_at=now)
    )
    result = session.execute(claim)
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        return None
    code = session.get(EnrolmentCode, digest)
    return None if code is None else code.terminal_id


def end_codes(session: Session, terminal_id: str, now: datetime) -> None:
    """Nobody becomes this terminal by a code that was given out before."""
    unused = update(EnrolmentCode).where(
        col(EnrolmentCode.terminal_id) == terminal_id,
        col(EnrolmentCode.used_at).is_(None),
        col(EnrolmentCode.expires_at) > now,
    )
    session.execute(unused.values(expires_at=now).execution_options(synchronize_session=False))


def end_devices(session: Session, terminal_id: str, now: datetime) -> list[int]:
    """End what is enrolled as this terminal; the ids of the ended devices."""
    current = list(
        session.exec(
            select(Device).where(Device.terminal_id == terminal_id, col(Device.ended_at).is_(None)).limit(2)
        )
    )
    for device in current:
        device.ended_at = now
        session.add(device)
    session.flush()
    return [device.id for device in current if device.id is not None]


@once
def current_devices(session: Session) -> list[Device]:
    return list(
        session.exec(
            select(Device).where(col(Device.ended_at).is_(None)).order_by(col(Device.id)).limit(LIMIT)
        )
    )


def device_by_digest(session: Session, digest: str) -> Device | None:
    return session.exec(select(Device).where(Device.digest == digest, col(Device.ended_at).is_(None))).first()
