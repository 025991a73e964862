"""Use cases of staff: who there is, what they may do and where; who is stopped and let in again."""

from __future__ import annotations

from collections import Counter

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts import passwords, proof, repository
from iga_madoguchi.domain.accounts.entering import end
from iga_madoguchi.domain.accounts.models import Staff
from iga_madoguchi.domain.accounts.permissions import AT_DESK, DEVICE_ROLES, ROLES
from iga_madoguchi.domain.accounts.policy import LOGIN_SHAPE, NAME_LIMIT, RESERVED, STAFF_LIMIT
from iga_madoguchi.domain.accounts.rules import CHANGED
from iga_madoguchi.domain.accounts.views import Account, SessionView, StaffView
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound

RENAMED = "accounts.renamed"  # payload: [login, new name]


def add_staff(
    database: Database,
    login: str,
    name: str,
    role: str,
    desk_id: str | None,
    password: str | None,
    actor: Actor,
) -> None:
    """A new person. Without a password they need a code to set one (`codes.issue`).

    Raises InvalidInput `accounts.*`, Conflict `accounts.login.exists|many`, NotFound (desk), NotAllowed
    `accounts.again.needed` for an admin.
    """
    if not LOGIN_SHAPE.fullmatch(login):
        raise InvalidInput("accounts.login.shape", login=login[:40])
    if login in RESERVED:
        raise InvalidInput("accounts.login.reserved", login=login)
    _check(name, role, desk_id)
    hashed = ""
    if password is not None:
        passwords.check(password, login, name)
        hashed = passwords.hash_password(password)
    with database.transaction() as session:
        if role == "admin":
            proof.require(session, database.clock.now(), actor)
        if repository.staff_by_login(session, login):
            raise Conflict("accounts.login.exists", login=login)
        if len(repository.all_staff(session)) >= STAFF_LIMIT:
            raise Conflict("accounts.many", limit=STAFF_LIMIT)
        _desk_exists(session, desk_id)
        session.add(Staff(login=login, name=name, role=role, desk_id=desk_id, password_hash=hashed))
        audit.record(session, database.clock.now(), "accounts.staff.added", actor, login, role=role)
        announce(session, CHANGED)


def change(
    database: Database, login: str, expected: int, name: str, role: str, desk_id: str | None, actor: Actor
) -> None:
    """Another name, role or desk; who may do something else is out at once and logs in again.

    Raises as `add_staff` does, NotFound, Conflict `accounts.changed` when `expected` is not the revision any
    more, `accounts.own.role`: nobody takes their own rights, so there is always an admin.
    """
    _check(name, role, desk_id)
    now = database.clock.now()
    with database.transaction() as session:
        staff = find(session, login)
        if staff.revision != expected:
            raise Conflict("accounts.changed", name=staff.name)
        before = (staff.name, staff.role, staff.desk_id)
        if before == (name, role, desk_id):
            return
        if staff.role != role and is_oneself(staff, actor):
            raise Conflict("accounts.own.role")
        if role == "admin" != staff.role:
            proof.require(session, now, actor)
        if staff.role == "admin" != role:
            _another_admin(session, staff, actor)
        if staff.desk_id != desk_id:
            _desk_exists(session, desk_id)
        staff.name, staff.role, staff.desk_id = name, role, desk_id
        _write(session, staff)
        if before[1:] != (role, desk_id):
            end_sessions(session, database, staff)
        elif before[0] != name:
            announce(session, RENAMED, [login, name])
        audit.record(session, now, "accounts.staff.changed", actor, login, role=role, desk=desk_id or "")


def disable(database: Database, login: str, actor: Actor) -> None:
    """Nobody logs in as this person any more; open sessions and a code end at once.

    Raises NotFound, Conflict `accounts.own.disable|last_admin`: there is always an admin left.
    """
    now = database.clock.now()
    with database.transaction() as session:
        staff = find(session, login)
        if is_oneself(staff, actor):
            raise Conflict("accounts.own.disable")
        if staff.disabled_at is None:
            _another_admin(session, staff, actor)
            staff.disabled_at = now
            _write(session, staff)
        end_code(session, staff)
        end_sessions(session, database, staff)
        audit.record(session, now, "accounts.staff.disabled", actor, login)


def enable(database: Database, login: str, actor: Actor) -> None:
    """As before, with the same password; nothing happens when they are not disabled. Raises NotFound."""
    with database.transaction() as session:
        staff = find(session, login)
        if staff.disabled_at is None:
            return
        staff.disabled_at = None
        _write(session, staff)
        audit.record(session, database.clock.now(), "accounts.staff.enabled", actor, login)


def set_password(database: Database, login: str, password: str, actor: Actor) -> None:
    """A new password from the console; open sessions end.

    Raises NotFound, InvalidInput `accounts.password.*`.
    """
    with database.reading() as session:
        name = find(session, login).name
    passwords.check(password, login, name)
    hashed = passwords.hash_password(password)
    with database.transaction() as session:
        staff = find(session, login)
        put_password(session, database, staff, hashed)
        audit.record(session, database.clock.now(), "accounts.password.changed", actor, login)


def put_password(session: Session, database: Database, staff: Staff, hashed: str) -> None:
    """This password from now on; a code and all open sessions end."""
    staff.password_hash = hashed
    _write(session, staff)
    end_code(session, staff)
    end_sessions(session, database, staff)


def end_code(session: Session, staff: Staff) -> None:
    code = repository.code_of(session, staff.id or 0)
    if code is not None:
        session.delete(code)
        session.flush()


def all_staff(database: Database) -> tuple[StaffView, ...]:
    with database.reading() as session:
        return tuple(_view(row) for row in repository.all_staff(session))


def accounts(database: Database) -> tuple[Account, ...]:
    """Everybody, with what the bureau sees of them."""
    now = database.clock.now()
    with database.reading() as session:
        devices, codes = enrolment.devices(session), repository.codes(session)
        at: dict[int, list[SessionView]] = {}
        for entered, staff in repository.open_sessions(session):
            device = devices.get(entered.device_id)
            if device is not None:
                seen = SessionView(
                    entered.id or 0, device.terminal_id, device.terminal_name, entered.started_at
                )
                at.setdefault(staff.id or 0, []).append(seen)
        held = Counter(one.staff_id for one in repository.all_factors(session))
        found = []
        for row in repository.all_staff(session):
            code = codes.get(row.id or 0)
            until = None if code is None or code.expires_at <= now else code.expires_at
            has_password = row.password_hash != ""
            sessions = tuple(at.get(row.id or 0, ()))
            factors = held[row.id or 0]
            found.append(Account(_view(row), row.revision, has_password, until, factors, sessions))
        return tuple(found)


def staff_at(session: Session, terminal_id: str) -> str:
    """Who is logged in at a terminal now: the name, "" when nobody is."""
    device_id = enrolment.device_at(session, terminal_id)
    return "" if device_id is None else repository.name_at_device(session, device_id)


def find(session: Session, login: str) -> Staff:
    """Raises NotFound `accounts.staff.unknown`."""
    staff = repository.staff_by_login(session, login)
    if staff is None:
        raise NotFound("accounts.staff.unknown", login=login[:40])
    return staff


def _view(row: Staff) -> StaffView:
    return StaffView(row.login, row.name, row.role, row.desk_id, row.disabled_at is not None)


def _write(session: Session, staff: Staff) -> None:
    staff.revision += 1
    session.add(staff)
    session.flush()
    announce(session, CHANGED)


def end_sessions(session: Session, database: Database, staff: Staff) -> None:
    """Out at every screen."""
    end(session, database, repository.open_sessions_of_staff(session, staff.id or 0))


def is_oneself(staff: Staff, actor: Actor) -> bool:
    """At the console nobody is anybody; a login there is called as somebody may be."""
    return actor.terminal != "" and actor.name == staff.login


def _another_admin(session: Session, staff: Staff, actor: Actor) -> None:
    """Two admins may stop each other at the same moment. The console may do without any."""
    others = [one for one in repository.all_staff(session) if one.role == "admin" and one.id != staff.id]
    if staff.role == "admin" and actor.terminal and all(one.disabled_at is not None for one in others):
        raise Conflict("accounts.last_admin")


def _desk_exists(session: Session, desk_id: str | None) -> None:
    if desk_id is not None and not any(
        view.id == desk_id and view.kind == "desk" for view in terminals.all_terminals(session)
    ):
        raise NotFound("terminals.desk.unknown", id=desk_id[:40])


def _check(name: str, role: str, desk_id: str | None) -> None:
    if not 0 < len(name) <= NAME_LIMIT or not name.isprintable():
        raise InvalidInput("accounts.name.length", limit=NAME_LIMIT)
    if role not in ROLES or role in DEVICE_ROLES.values():
        raise InvalidInput("accounts.role.unknown", role=role[:40])
    if (role in AT_DESK) != (desk_id is not None):
        raise InvalidInput("accounts.desk.needed")
