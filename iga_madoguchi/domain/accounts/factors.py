"""What somebody shows beside their password: the codes of an app (RFC 6238), or a passkey (WebAuthn)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, Literal

import pyotp
from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts import proof, repository, rules, service
from iga_madoguchi.domain.accounts.models import Staff, StaffFactor
from iga_madoguchi.domain.accounts.ports import Safe
from iga_madoguchi.domain.accounts.rules import CHANGED
from iga_madoguchi.domain.accounts.views import FactorView
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable

CODE: Final = "code"
PASSKEY: Final = "passkey"
Kind = Literal["code", "passkey"]
FACTORS_LIMIT = 10
STEP = timedelta(seconds=30)
AROUND = (0, -1, 1)
"""A clock that is half a minute off, or a slow hand: the step before and the one after are taken too."""
ISSUER = "つながる窓口"
NAMES: dict[Kind, str] = {CODE: "確認コードのアプリ", PASSKEY: "パスキー"}


def of(database: Database, login: str) -> tuple[FactorView, ...]:
    """What somebody has. Raises NotFound."""
    with database.reading() as session:
        staff = service.find(session, login)
        return tuple(view(row) for row in repository.factors_of(session, staff.id or 0))


def view(row: StaffFactor) -> FactorView:
    return FactorView(row.id or 0, row.kind, row.name, row.added_at, row.used_at)


def proposal() -> str:
    """A secret for an app, in base32; it counts once a code of it was shown."""
    return pyotp.random_base32()


def address(secret: str, login: str) -> str:
    """What an app reads from the square code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def new_app(safe: Safe, now: datetime, secret: str, code: str) -> StaffFactor | None:
    """An app that has just shown this code, for `add`; None when it is another. Raises Unavailable."""
    step = _step_of(secret, code, now, 0)
    if step is None:
        return None
    key = safe.new_key()
    sealed = safe.seal(key, secret.encode())
    return StaffFactor(
        staff_id=0, kind=CODE, name=NAMES[CODE], key=key, secret=sealed, last_step=step, added_at=now
    )


def add_code(database: Database, safe: Safe, login: str, secret: str, code: str, actor: Actor) -> None:
    """Raises NotFound, InvalidInput `accounts.factor.wrong`, Conflict `accounts.factor.many`."""
    now = database.clock.now()
    row = new_app(safe, now, secret, code)
    if row is None:
        raise InvalidInput("accounts.factor.wrong")
    try:
        with database.transaction() as session:
            add(session, now, service.find(session, login), row, actor)
    except Exception:
        safe.destroy(row.key)
        raise


def add(session: Session, now: datetime, staff: Staff, row: StaffFactor, actor: Actor) -> None:
    """Raises Conflict `accounts.factor.many`."""
    if len(repository.factors_of(session, staff.id or 0)) >= FACTORS_LIMIT:
        raise Conflict("accounts.factor.many", limit=FACTORS_LIMIT)
    row.staff_id = staff.id or 0
    session.add(row)
    audit.record(session, now, "accounts.factor.added", actor, staff.login, kind=row.kind)
    announce(session, CHANGED)


def first(session: Session, now: datetime, staff: Staff, row: StaffFactor | None, actor: Actor) -> bool:
    """Whether it is now this person's: with the password alone only what nobody has yet is set up."""
    if row is None or repository.factors_of(session, staff.id or 0):
        return False
    add(session, now, staff, row, actor)
    return True


def shows(session: Session, now: datetime, staff: Staff, safe: Safe, code: str) -> bool:
    """Whether one of this person's apps shows this code; the same code is good once."""
    for row in repository.factors_of(session, staff.id or 0):
        if row.kind == CODE:
            # A key that has gone with an old backup: the bureau takes it away, and a new one is set up.
            with suppress(NotFound, Unavailable):
                secret = safe.unseal(row.key, row.secret).decode()
                step = _step_of(secret, code, now, row.last_step)
                if step is not None:
                    row.last_step, row.used_at = step, now
                    session.add(row)
                    return True
    return False


def remove(database: Database, safe: Safe, login: str, factor_id: int, actor: Actor) -> None:
    """One of somebody's own. Raises NotFound `accounts.factor.unknown`, Conflict `accounts.factor.last` where
    the rule needs one.
    """
    with database.transaction() as session:
        staff = service.find(session, login)
        rows = repository.factors_of(session, staff.id or 0)
        row = next((one for one in rows if one.id == factor_id), None)
        if row is None:
            raise NotFound("accounts.factor.unknown")
        if len(rows) == 1 and rules.second_factor_needed(session, staff):
            raise Conflict("accounts.factor.last")
        _end(session, database, [row], login, actor)
    _destroy(safe, [row])


def reset(database: Database, safe: Safe, login: str, actor: Actor) -> int:
    """Everything that somebody has lost; how many. Their sessions end, for who has found it may be in.

    Raises NotFound, Conflict `accounts.own.factors`: for one's own there is one's own page, NotAllowed
    `accounts.again.needed`, `accounts.pair.needed` for an admin's: two admins do that (`pairs`).
    """
    with database.transaction() as session:
        staff = service.find(session, login)
        if service.is_oneself(staff, actor):
            raise Conflict("accounts.own.factors")
        if staff.role == "admin" and actor.terminal:
            raise NotAllowed("accounts.pair.needed")
        proof.require(session, database.clock.now(), actor)
        rows = _take_away(session, database, staff, actor)
    _destroy(safe, rows)
    return len(rows)


def reset_by_two(
    session: Session, database: Database, login: str, actor: Actor, *, safe: Safe
) -> Callable[[], None]:
    """As `reset`, for what two admins have agreed on: a deed of `pairs`."""
    rows = _take_away(session, database, service.find(session, login), actor)
    return lambda: _destroy(safe, rows)


def _take_away(session: Session, database: Database, staff: Staff, actor: Actor) -> list[StaffFactor]:
    rows = repository.factors_of(session, staff.id or 0)
    if rows:
        _end(session, database, rows, staff.login, actor)
        service.end_sessions(session, database, staff)
    return rows


def keys(database: Database) -> frozenset[str]:
    """Keys of the apps that somebody has: they stay when what nobody needs is swept away."""
    with database.reading() as session:
        return relied_on(session)


def relied_on(session: Session) -> frozenset[str]:
    """Keys without which an app shows in vain: a backup must hold them."""
    return frozenset(row.key for row in repository.all_factors(session) if row.key)


def _end(session: Session, database: Database, rows: list[StaffFactor], login: str, actor: Actor) -> None:
    for row in rows:
        session.delete(row)
        audit.record(session, database.clock.now(), "accounts.factor.removed", actor, login, kind=row.kind)
    session.flush()
    announce(session, CHANGED)


def _destroy(safe: Safe, rows: list[StaffFactor]) -> None:
    for row in rows:
        if row.key:
            safe.destroy(row.key)


def _step_of(secret: str, code: str, now: datetime, after: int) -> int | None:
    """The step whose code this is, if it is newer than `after`."""
    app, plain = pyotp.TOTP(secret), "".join(code.split())
    if not (plain.isascii() and plain.isdigit() and len(plain) == app.digits):
        return None
    for shift in AROUND:
        at = now + shift * STEP
        if app.timecode(at) > after and app.verify(plain, for_time=at):
            return app.timecode(at)
    return None
