"""All queries on staff and sessions."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from iga_madoguchi.domain.accounts.models import (
    AccountRule,
    PairedRequest,
    Staff,
    StaffCode,
    StaffFactor,
    StaffSession,
)
from iga_madoguchi.domain.accounts.policy import LOGIN_SHAPE

LIMIT = 1000


def staff_by_login(session: Session, login: str) -> Staff | None:
    # A stranger types what they like; a database may not even take it.
    if not LOGIN_SHAPE.fullmatch(login):
        return None
    return session.exec(select(Staff).where(Staff.login == login)).first()


def all_staff(session: Session) -> list[Staff]:
    return list(session.exec(select(Staff).order_by(col(Staff.login)).limit(LIMIT)))


def open_session(session: Session, digest: str) -> tuple[StaffSession, Staff] | None:
    query = (
        select(StaffSession, Staff)
        .join(Staff, col(Staff.id) == StaffSession.staff_id)
        .where(
            StaffSession.digest == digest,
            col(StaffSession.ended_at).is_(None),
            col(Staff.disabled_at).is_(None),
        )
    )
    row = session.exec(query).first()
    return None if row is None else (row[0], row[1])


def open_sessions(session: Session) -> list[tuple[StaffSession, Staff]]:
    """Every open session of somebody who is not disabled, the first to come in first."""
    query = (
        select(StaffSession, Staff)
        .join(Staff, col(Staff.id) == StaffSession.staff_id)
        .where(col(StaffSession.ended_at).is_(None), col(Staff.disabled_at).is_(None))
        .order_by(col(StaffSession.id))
    )
    return [(row[0], row[1]) for row in session.exec(query.limit(LIMIT))]


def codes(session: Session) -> dict[int, StaffCode]:
    """By the person it is for; also those that have expired."""
    return {row.staff_id: row for row in session.exec(select(StaffCode).limit(LIMIT))}


def code_of(session: Session, staff_id: int) -> StaffCode | None:
    return session.get(StaffCode, staff_id)


def open_sessions_of_staff(session: Session, staff_id: int) -> list[StaffSession]:
    query = select(StaffSession).where(
        StaffSession.staff_id == staff_id, col(StaffSession.ended_at).is_(None)
    )
    return list(session.exec(query.order_by(col(StaffSession.id)).limit(LIMIT)))


def open_sessions_of_device(session: Session, device_id: int) -> list[StaffSession]:
    query = select(StaffSession).where(
        StaffSession.device_id == device_id, col(StaffSession.ended_at).is_(None)
    )
    return list(session.exec(query.order_by(col(StaffSession.id)).limit(LIMIT)))


def open_session_at(session: Session, login: str, device_id: int) -> StaffSession | None:
    """This person's session on this device."""
    query = (
        select(StaffSession)
        .join(Staff, col(Staff.id) == StaffSession.staff_id)
        .where(
            Staff.login == login,
            StaffSession.device_id == device_id,
            col(StaffSession.ended_at).is_(None),
            col(Staff.disabled_at).is_(None),
        )
    )
    return session.exec(query.order_by(col(StaffSession.id).desc())).first()


def name_at_device(session: Session, device_id: int) -> str:
    """The name of who logged in last on a device and still is; "" when nobody is."""
    query = (
        select(Staff.name)
        .join(StaffSession, col(StaffSession.staff_id) == Staff.id)
        .where(
            StaffSession.device_id == device_id,
            col(StaffSession.ended_at).is_(None),
            col(Staff.disabled_at).is_(None),
        )
    )
    return session.exec(query.order_by(col(StaffSession.id).desc())).first() or ""


def factors_of(session: Session, staff_id: int) -> list[StaffFactor]:
    query = select(StaffFactor).where(StaffFactor.staff_id == staff_id)
    return list(session.exec(query.order_by(col(StaffFactor.id)).limit(LIMIT)))


def all_factors(session: Session) -> list[StaffFactor]:
    return list(session.exec(select(StaffFactor).order_by(col(StaffFactor.id)).limit(10 * LIMIT)))


def factor_by_credential(session: Session, credential: str) -> StaffFactor | None:
    return session.exec(select(StaffFactor).where(StaffFactor.credential == credential)).first()


def waiting_requests(session: Session, now: datetime) -> list[PairedRequest]:
    """What still may be confirmed, the oldest first."""
    query = select(PairedRequest).where(PairedRequest.outcome == "", col(PairedRequest.until) > now)
    return list(session.exec(query.order_by(col(PairedRequest.id)).limit(LIMIT)))


def rule(session: Session, rule_id: str) -> AccountRule | None:
    return session.get(AccountRule, rule_id)


def end(session: Session, rows: list[StaffSession], now: datetime) -> list[int]:
    """End these sessions; their ids."""
    for row in rows:
        row.ended_at = now
        session.add(row)
    session.flush()
    return [row.id for row in rows if row.id is not None]
