"""Coming in with a password and going out again; which screens somebody is in at."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts import passwords, repository
from iga_madoguchi.domain.accounts.models import Staff, StaffSession
from iga_madoguchi.domain.accounts.permissions import AT_OFFICE
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import Conflict, NotAllowed, NotFound
from iga_madoguchi.kit.ids import digest, new_secret

CHANGED = "accounts.changed"  # who there is and who is in
STAFF_SESSION_ENDED = "accounts.session_ended"  # payload: staff session id


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
        # As it is by now: whoever was stopped or got a new password meanwhile does not come in.
        staff = repository.staff_by_login(session, login[:64])
        fits = fits and staff is not None and staff.disabled_at is None and staff.password_hash == hashed
        stranger, known = Actor("unknown", device.terminal_id), "" if staff is None else staff.login
        if staff is None or not fits:
            audit.record(session, now, "accounts.login.refused", stranger, known)
            refusal: NotAllowed | None = NotAllowed("accounts.login.refused")
        elif not belongs(staff, device):
            audit.record(session, now, "accounts.login.elsewhere", Actor(staff.login, device.terminal_id))
            refusal = NotAllowed("accounts.login.other_terminal", terminal=device.terminal_name)
        else:
            secret, refusal = let_in(session, database, staff, device), None
    if refusal is not None:
        raise refusal
    return secret


def let_in(session: Session, database: Database, staff: Staff, device: DeviceView) -> str:
    """A session cookie for somebody who has shown who they are; an older login on this device ends."""
    now, secret = database.clock.now(), new_secret()
    end(session, database, repository.open_sessions_of_device(session, device.id))
    session.add(
        StaffSession(digest=digest(secret), staff_id=staff.id or 0, device_id=device.id, started_at=now)
    )
    audit.record(session, now, "accounts.login.accepted", Actor(staff.login, device.terminal_id))
    announce(session, CHANGED)
    return secret


def log_out(database: Database, cookie: str) -> None:
    """End the session of this cookie; nothing happens if it is not open."""
    now = database.clock.now()
    with database.transaction() as session:
        found = repository.open_session(session, digest(cookie))
        if found is not None:
            row, staff = found
            end(session, database, [row])
            audit.record(session, now, "accounts.session.logged_out", Actor(staff.login))


def end_session(database: Database, session_id: int, actor: Actor) -> None:
    """Somebody is out at one screen, at once. Raises NotFound `accounts.session.unknown`, Conflict
    `accounts.session.own`: who wants to go out oneself logs out.
    """
    now = database.clock.now()
    with database.transaction() as session:
        found = next((one for one in repository.open_sessions(session) if one[0].id == session_id), None)
        if found is None:
            raise NotFound("accounts.session.unknown")
        row, staff = found
        device = enrolment.devices(session).get(row.device_id)
        at = "" if device is None else device.terminal_id
        if (staff.login, at) == (actor.name, actor.terminal):
            raise Conflict("accounts.session.own")
        end(session, database, [row])
        audit.record(session, now, "accounts.session.ended", actor, staff.login, terminal=at)


def end(session: Session, database: Database, rows: list[StaffSession]) -> None:
    """These sessions are over when the transaction is."""
    for ended in repository.end(session, rows, database.clock.now()):
        announce(session, STAFF_SESSION_ENDED, ended)
    announce(session, CHANGED)


def belongs(staff: Staff, device: DeviceView) -> bool:
    """Whether this is a terminal for somebody of this role."""
    if staff.role in AT_OFFICE:
        return device.kind == "admin"
    return device.kind == "desk" and staff.desk_id == device.terminal_id
