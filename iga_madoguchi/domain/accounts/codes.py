"""A password of one's own: with a one-time code from the bureau, or with the one that is there.

The bureau never learns a password; whoever has forgotten theirs gets a new code.
"""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts import entering, passwords, repository, rules, service
from iga_madoguchi.domain.accounts.models import Staff, StaffCode
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, WrongOrder
from iga_madoguchi.kit import typed
from iga_madoguchi.kit.ids import digest

CODE_SHAPE = (4, 4)  # groups and their length: 80 bits
CODE_LIFE = timedelta(days=3)


def issue(database: Database, login: str, actor: Actor) -> str:
    """A new code, shown once; the one before is worth nothing. A password that is there goes on until then.

    Raises NotFound `accounts.staff.unknown`, WrongOrder `accounts.staff.disabled`, Conflict
    `accounts.own.code`: one's own password is changed with the one that is there.
    """
    code, now = typed.new_code(*CODE_SHAPE), database.clock.now()
    with database.transaction() as session:
        staff = service.find(session, login)
        if staff.disabled_at is not None:
            raise WrongOrder("accounts.staff.disabled", name=staff.name)
        if service.is_oneself(staff, actor):
            raise Conflict("accounts.own.code")
        service.end_code(session, staff)
        session.add(StaffCode(staff_id=staff.id or 0, digest=digest(code), expires_at=now + CODE_LIFE))
        audit.record(session, now, "accounts.code.issued", actor, login)
        announce(session, rules.CHANGED)
    return code


def use(
    database: Database, device: DeviceView, login: str, code: str, password: str
) -> str | entering.Passed:
    """Set the password and come in, as `entering.log_in` does. A code that is refused stays as it is.

    Raises InvalidInput `accounts.code.unusable` (wrong, used, expired, nobody: not told apart) and
    `accounts.password.*`, NotAllowed `accounts.login.other_terminal`.
    """
    now, given = database.clock.now(), digest(typed.as_made(code[:64], *CODE_SHAPE) or "")
    with database.reading() as session:
        staff = repository.staff_by_login(session, login[:64])
        held = None if staff is None else repository.code_of(session, staff.id or 0)
    fits = held is not None and held.expires_at > now and compare_digest(held.digest, given)
    if staff is None or not fits or staff.disabled_at is not None:
        with database.transaction() as session:
            audit.record(session, now, "accounts.code.refused", Actor("unknown", device.terminal_id))
        raise InvalidInput("accounts.code.unusable")
    if not entering.belongs(staff, device):
        raise NotAllowed("accounts.login.other_terminal", terminal=device.terminal_name)
    passwords.check(password, staff.login, staff.name)
    hashed = passwords.hash_password(password)
    with database.transaction() as session:
        staff = service.find(session, staff.login)
        held = repository.code_of(session, staff.id or 0)
        # The same code twice at the same moment is one use.
        if held is None or not compare_digest(held.digest, given) or staff.disabled_at is not None:
            raise InvalidInput("accounts.code.unusable")
        service.put_password(session, database, staff, hashed)
        actor = Actor(staff.login, device.terminal_id)
        audit.record(session, now, "accounts.password.chosen", actor, staff.login)
        return entering.with_password(session, database, staff, device)


def change_own(database: Database, who: Identity, device: DeviceView, now_is: str, password: str) -> str:
    """Another password for oneself; every session ends, and this one is a new one: its cookie.

    Raises NotAllowed `accounts.password.wrong`, InvalidInput `accounts.password.*`.
    """
    staff = require_own(database, who, now_is)
    passwords.check(password, staff.login, staff.name)
    before, hashed = staff.password_hash, passwords.hash_password(password)
    with database.transaction() as session:
        staff = service.find(session, who.staff_login)
        if staff.disabled_at is not None or staff.password_hash != before:
            raise NotAllowed("accounts.password.wrong")
        service.put_password(session, database, staff, hashed)
        audit.record(session, database.clock.now(), "accounts.password.chosen", who.actor, staff.login)
        return entering.let_in(session, database, staff, device)


def require_own(database: Database, who: Identity, now_is: str) -> Staff:
    """Whoever sits there now is the one who logged in. Raises NotAllowed `accounts.password.wrong`."""
    with database.reading() as session:
        staff = service.find(session, who.staff_login)
    if not passwords.verify(now_is, staff.password_hash):
        with database.transaction() as session:
            audit.record(session, database.clock.now(), "accounts.password.wrong", who.actor, staff.login)
        raise NotAllowed("accounts.password.wrong")
    return staff
