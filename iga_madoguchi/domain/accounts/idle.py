"""A screen that nobody sits at: locked after a while, over after a day; never while somebody talks there.

The clock of the server decides. What a page says is only that a hand was seen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts import repository, rules
from iga_madoguchi.domain.accounts.models import Staff, StaffSession
from iga_madoguchi.domain.accounts.proof import session_id
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.terminals import enrolment

LOCKED = "accounts.session_locked"  # payload: staff session id
UNLOCKED = "accounts.session_unlocked"  # payload: staff session id
OVER = "accounts.session_ended"  # payload: staff session id
SEEN_EVERY = timedelta(seconds=30)
"""How exactly it is known when somebody was last there; more would be a write for every stroke of a key."""

Busy = Callable[[Session], Collection[str]]
"""The terminals at which somebody talks."""
Verdict = Literal["talks", "over", "lock"]


def seen(database: Database, who: Identity) -> None:
    """A hand was seen at the screen of this session; nothing happens while it is locked or over."""
    now = database.clock.now()
    with database.transaction() as session:
        row = session.get(StaffSession, session_id(who.ref))
        if row is not None and row.ended_at is None and row.locked_at is None:
            _mark(session, row, now)


def sweep(database: Database, busy: Busy) -> None:
    """Lock and end what is due. A talk counts as a hand, so the time begins when it is over."""
    with database.reading() as session:
        if not _due(session, database.clock.now(), busy):
            return
    now = database.clock.now()
    with database.transaction() as session:
        for verdict, row, staff, terminal in _due(session, now, busy):
            if verdict == "talks":
                _mark(session, row, now)
                continue
            if verdict == "over":
                repository.end(session, [row], now)
            else:
                row.locked_at = now
                session.add(row)
            action = "accounts.session.expired" if verdict == "over" else "accounts.session.locked"
            audit.record(session, now, action, SYSTEM, staff.login, terminal=terminal)
            announce(session, OVER if verdict == "over" else LOCKED, row.id)
            announce(session, rules.CHANGED)


def unlock(session: Session, now: datetime, staff: Staff, number: int, terminal: str) -> bool:
    """The same session goes on, for who has shown who they are; False when it is over or another's."""
    row = session.get(StaffSession, number)
    if row is None or row.ended_at is not None or row.staff_id != staff.id:
        return False
    row.locked_at, row.acted_at, row.shown_at = None, now, now
    session.add(row)
    audit.record(session, now, "accounts.session.unlocked", Actor(staff.login, terminal), staff.login)
    announce(session, UNLOCKED, row.id)
    announce(session, rules.CHANGED)
    return True


def _due(session: Session, now: datetime, busy: Busy) -> list[tuple[Verdict, StaffSession, Staff, str]]:
    idle, longest = rules.limit(session, rules.IDLE_LOCK), rules.limit(session, rules.LONGEST)
    if idle is None and longest is None:
        return []
    devices, talking = enrolment.devices(session), busy(session)
    found = []
    for row, staff in repository.open_sessions(session):
        device = devices.get(row.device_id)
        at = "" if device is None else device.terminal_id
        verdict = _verdict(row, now, idle, longest, talks=at in talking)
        if verdict is not None:
            found.append((verdict, row, staff, at))
    return found


def _verdict(
    row: StaffSession, now: datetime, idle: timedelta | None, longest: timedelta | None, *, talks: bool
) -> Verdict | None:
    last = max(row.started_at, row.acted_at or row.started_at, row.shown_at or row.started_at)
    if talks:
        return "talks" if last + SEEN_EVERY <= now else None
    if longest is not None and row.started_at + longest <= now:
        return "over"
    return "lock" if idle is not None and row.locked_at is None and last + idle <= now else None


def _mark(session: Session, row: StaffSession, now: datetime) -> None:
    row.acted_at = now
    session.add(row)
