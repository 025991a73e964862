"""Use cases of staff: add, disable, new password, log in and out."""

from __future__ import annotations

import re

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts import passwords, repository
from iga_madoguchi.domain.accounts.models import Staff, StaffSession
from iga_madoguchi.domain.accounts.permissions import AT_DESK, AT_OFFICE, DEVICE_ROLES, ROLES
from iga_madoguchi.domain.accounts.views import StaffView
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound
from iga_madoguchi.kit.ids import digest, new_secret

LOGIN_SHAPE = re.compile(r"[a-z][a-z0-9._-]{2,31}")
NAME_LIMIT = 40

STAFF_SESSION_ENDED = "accounts.session_ended"  # payload: staff session id


def add_staff(
    database: Database, login: str, name: str, role: str, desk_id: str | None, password: str, actor: Actor
) -> None:
    """A new person. Raises InvalidInput `accounts.*`, Conflict `accounts.login.exists`, NotFound (desk)."""
    _check_staff(login, name, role, desk_id)
    _check_password(password)
    hashed = passwords.hash_password(password)
    with database.transaction() as session:
        if repository.staff_by_login(session, login):
            raise Conflict("accounts.login.exists", login=login)
        if desk_id is not None and not _is_desk(session, desk_id):
            raise NotFound("terminals.desk.unknown", id=desk_id)
        session.add(Staff(login=login, name=name, role=role, desk_id=desk_id, password_hash=hashed))
        audit.record(session, database.clock.now(), "accounts.staff.added", actor, login, role=role)


def disable(database: Database, login: str, actor: Actor) -> None:
    """Nobody logs in as this person any more, and open sessions end at once. Raises NotFound."""
    now = database.clock.now()
    with database.transaction() as session:
        staff = _staff(session, login)
        staff.disabled_at = now
        session.add(staff)
        _end(session, database, repository.open_sessions_of_staff(session, staff.id or 0))
        audit.record(session, now, "accounts.staff.disabled", actor, login)


def set_password(database: Database, login: str, password: str, actor: Actor) -> None:
    """A new password; open sessions end. Raises NotFound, InvalidInput `accounts.password.length`."""
    _check_password(password)
    hashed = passwords.hash_password(password)
    with database.transaction() as session:
        staff = _staff(session, login)
        staff.password_hash = hashed
        session.add(staff)
        _end(session, database, repository.open_sessions_of_staff(session, staff.id or 0))
        audit.record(session, database.clock.now(), "accounts.password.changed", actor, login)


def all_staff(database: Database) -> tuple[StaffView, ...]:
    with database.reading() as session:
        return tuple(
            StaffView(row.login, row.name, row.role, row.desk_id, row.disabled_at is not None)
            for row in repository.all_staff(session)
        )


def staff_at(session: Session, terminal_id: str) -> str:
    """Who is logged in at a terminal now: the name, "" when nobody is."""
    device_id = enrolment.device_at(session, terminal_id)
    return "" if device_id is None else repository.name_at_device(session, device_id)


def log_in(database: Database, device: DeviceView, login: str, password: str) -> str:
    """A new session cookie for this device; an older login on it ends.

    Raises NotAllowed `accounts.login.refused` (unknown, disabled or wrong: not told apart),
    `accounts.login.other_terminal` (right password, wrong place).
    """
    now = database.clock.now()
    with database.reading() as session:
        staff = repository.staff_by_login(session, login[:64])
        usable = staff is not None and staff.disabled_at is None
        hashed = staff.password_hash if staff is not None and usable else None
    # Outside any transaction: the hash takes tens of milliseconds, and nobody else should wait for it.
    fits = passwords.verify(password, hashed)
    with database.transaction() as session:
        if staff is None or not fits:
            audit.record(session, now, "accounts.login.refused", Actor("unknown", device.terminal_id))
            refusal: NotAllowed | None = NotAllowed("accounts.login.refused")
        elif not _belongs(staff, device):
            audit.record(session, now, "accounts.login.elsewhere", Actor(staff.login, device.terminal_id))
            refusal = NotAllowed("accounts.login.other_terminal", terminal=device.terminal_name)
        else:
            _end(session, database, repository.open_sessions_of_device(session, device.id))
            secret, refusal = new_secret(), None
            session.add(
                StaffSession(
                    digest=digest(secret), staff_id=staff.id or 0, device_id=device.id, started_at=now
                )
            )
            audit.record(session, now, "accounts.login.accepted", Actor(staff.login, device.terminal_id))
    if refusal is not None:
        raise refusal
    return secret


def log_out(database: Database, cookie: str) -> None:
    """End the session of this cookie; nothing happens if it is not open."""
    now = database.clock.now()
    with database.transaction() as session:
        found = repository.open_session(session, digest(cookie))
        if found is not None:
            row, staff = found
            _end(session, database, [row])
            audit.record(session, now, "accounts.session.logged_out", Actor(staff.login))


def _end(session: Session, database: Database, rows: list[StaffSession]) -> None:
    for ended in repository.end(session, rows, database.clock.now()):
        announce(session, STAFF_SESSION_ENDED, ended)


def _staff(session: Session, login: str) -> Staff:
    staff = repository.staff_by_login(session, login)
    if staff is None:
        raise NotFound("accounts.staff.unknown", login=login)
    return staff


def _belongs(staff: Staff, device: DeviceView) -> bool:
    if staff.role in AT_OFFICE:
        return device.kind == "admin"
    return device.kind == "desk" and staff.desk_id == device.terminal_id


def _is_desk(session: Session, desk_id: str) -> bool:
    return any(view.id == desk_id and view.kind == "desk" for view in terminals.all_terminals(session))


def _check_staff(login: str, name: str, role: str, desk_id: str | None) -> None:
    if not LOGIN_SHAPE.fullmatch(login):
        raise InvalidInput("accounts.login.shape", login=login[:40])
    if not 0 < len(name) <= NAME_LIMIT:
        raise InvalidInput("accounts.name.length", limit=NAME_LIMIT)
    if role not in ROLES or role in DEVICE_ROLES.values():
        raise InvalidInput("accounts.role.unknown", role=role)
    if (role in AT_DESK) != (desk_id is not None):
        raise InvalidInput("accounts.desk.needed")


def _check_password(password: str) -> None:
    if not passwords.PASSWORD_MIN <= len(password) <= passwords.PASSWORD_MAX:
        raise InvalidInput(
            "accounts.password.length", low=passwords.PASSWORD_MIN, high=passwords.PASSWORD_MAX
        )
