"""Coming in with a password and going out again; which screens somebody is in at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts import idle, passwords, repository, rules
from iga_madoguchi.domain.accounts.models import Staff, StaffSession
from iga_madoguchi.domain.accounts.permissions import AT_OFFICE
from iga_madoguchi.domain.accounts.proof import session_id
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import Conflict, NotAllowed, NotFound
from iga_madoguchi.kit.ids import digest, new_secret

Shows = Callable[[Session, datetime, Staff], bool]

STAFF_SESSION_ENDED = idle.OVER


@dataclass(frozen=True)
class Passed:
    """Somebody whose password fits. `kinds` of what they can show beside it; none: it is to be set up now.

    `unlocks`: the locked session that goes on then; None for a new one.
    """

    login: str
    name: str
    password_hash: str
    kinds: frozenset[str]
    unlocks: int | None = None


def log_in(database: Database, device: DeviceView, login: str, password: str) -> str | Passed:
    """A new session cookie for this device, or what is still to be shown; an older login on it ends then.

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
        staff = _as_it_was(session, login[:64], hashed if fits else None)
        stranger = Actor("unknown", device.terminal_id)
        if staff is None:
            known = repository.staff_by_login(session, login[:64])
            subject = "" if known is None else known.login
            audit.record(session, now, "accounts.login.refused", stranger, subject)
            refusal = NotAllowed("accounts.login.refused")
        elif not belongs(staff, device):
            audit.record(session, now, "accounts.login.elsewhere", Actor(staff.login, device.terminal_id))
            refusal = NotAllowed("accounts.login.other_terminal", terminal=device.terminal_name)
        else:
            return with_password(session, database, staff, device)
    raise refusal


def unlock(database: Database, device: DeviceView, who: Identity, password: str) -> Passed | None:
    """The locked session of this person goes on, or what is still to be shown.

    Raises NotAllowed `accounts.unlock.refused`.
    """
    now, number = database.clock.now(), session_id(who.ref)
    with database.reading() as session:
        staff = repository.staff_by_login(session, who.staff_login)
        hashed = staff.password_hash if staff is not None and staff.disabled_at is None else None
    fits = passwords.verify(password, hashed)
    with database.transaction() as session:
        staff = _as_it_was(session, who.staff_login, hashed if fits else None)
        if staff is not None:
            kinds = frozenset(row.kind for row in repository.factors_of(session, staff.id or 0))
            if kinds or rules.second_factor_needed(session, staff):
                audit.record(session, now, "accounts.login.half", who.actor, staff.login)
                return Passed(staff.login, staff.name, staff.password_hash, kinds, number)
            if idle.unlock(session, now, staff, number, device.terminal_id):
                return None
        audit.record(session, now, "accounts.unlock.refused", who.actor, who.staff_login)
    raise NotAllowed("accounts.unlock.refused")


def finish(database: Database, device: DeviceView, passed: Passed, shows: Shows) -> str:
    """The session cookie of somebody who has shown the second factor too; "" when the one they have goes on.

    Raises NotAllowed `accounts.second.refused` and, when they were stopped or changed meanwhile,
    `accounts.login.refused`.
    """
    now, actor = database.clock.now(), Actor(passed.login, device.terminal_id)
    with database.transaction() as session:
        staff = _as_it_was(session, passed.login, passed.password_hash)
        if staff is None or not belongs(staff, device):
            raise NotAllowed("accounts.login.refused")
        if shows(session, now, staff):
            if passed.unlocks is not None and idle.unlock(
                session, now, staff, passed.unlocks, device.terminal_id
            ):
                return ""
            return let_in(session, database, staff, device)
        audit.record(session, now, "accounts.second.refused", actor, passed.login)
    raise NotAllowed("accounts.second.refused")


def _as_it_was(session: Session, login: str, hashed: str | None) -> Staff | None:
    """By now: whoever was stopped or got a new password meanwhile does not come in."""
    staff = repository.staff_by_login(session, login)
    fits = hashed and staff is not None and staff.disabled_at is None and staff.password_hash == hashed
    return staff if fits else None


def with_password(session: Session, database: Database, staff: Staff, device: DeviceView) -> str | Passed:
    """A session for somebody whose password fits, or what is still to be shown."""
    kinds = frozenset(row.kind for row in repository.factors_of(session, staff.id or 0))
    if kinds or rules.second_factor_needed(session, staff):
        actor = Actor(staff.login, device.terminal_id)
        audit.record(session, database.clock.now(), "accounts.login.half", actor, staff.login)
        return Passed(staff.login, staff.name, staff.password_hash, kinds)
    return let_in(session, database, staff, device)


def let_in(session: Session, database: Database, staff: Staff, device: DeviceView) -> str:
    """A session cookie for somebody who has shown who they are; an older login on this device ends."""
    now, secret = database.clock.now(), new_secret()
    end(session, database, repository.open_sessions_of_device(session, device.id))
    session.add(
        StaffSession(digest=digest(secret), staff_id=staff.id or 0, device_id=device.id, started_at=now)
    )
    audit.record(session, now, "accounts.login.accepted", Actor(staff.login, device.terminal_id))
    announce(session, rules.CHANGED)
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
    announce(session, rules.CHANGED)


def belongs(staff: Staff, device: DeviceView) -> bool:
    """Whether this is a terminal for somebody of this role."""
    if staff.role in AT_OFFICE:
        return device.kind == "admin"
    return device.kind == "desk" and staff.desk_id == device.terminal_id
