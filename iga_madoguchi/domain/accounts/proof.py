"""Whoever does what is hard to take back has typed the password a moment ago: screens are left alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts import passwords, repository
from iga_madoguchi.domain.accounts.models import StaffSession
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.errors import NotAllowed

FRESH = timedelta(minutes=5)


def require(session: Session, now: datetime, actor: Actor) -> None:
    """Raises NotAllowed `accounts.again.needed`. At the console there is no screen that was left alone."""
    if not actor.terminal:
        return
    device_id = enrolment.device_at(session, actor.terminal)
    row = None if device_id is None else repository.open_session_at(session, actor.name, device_id)
    if row is None or (row.shown_at or row.started_at) + FRESH < now:
        raise NotAllowed("accounts.again.needed")


def show(database: Database, who: Identity, password: str) -> None:
    """The password again. Raises NotAllowed `accounts.password.wrong`."""
    now, fits = database.clock.now(), False
    with database.reading() as session:
        staff = repository.staff_by_login(session, who.staff_login)
        hashed = None if staff is None or staff.disabled_at is not None else staff.password_hash
    # Outside any transaction: the hash takes tens of milliseconds.
    fits = passwords.verify(password, hashed)
    with database.transaction() as session:
        row = session.get(StaffSession, session_id(who.ref))
        fits = fits and row is not None and row.ended_at is None and row.locked_at is None
        if fits and row is not None:
            row.shown_at = now
            session.add(row)
        action = "accounts.password.shown" if fits else "accounts.password.wrong"
        audit.record(session, now, action, who.actor, who.staff_login)
    if not fits:
        raise NotAllowed("accounts.password.wrong")


def session_id(ref: str) -> int:
    """The row behind the reference of a person's session; 0 for a terminal's own."""
    kind, _, number = ref.partition("-")
    return int(number) if kind == "s" and number.isdigit() else 0
