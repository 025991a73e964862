"""Rules for logins that the bureau may switch; what was never switched is on."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts import proof, repository
from iga_madoguchi.domain.accounts.models import AccountRule, Staff
from iga_madoguchi.domain.accounts.views import Rule
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.errors import InvalidInput

SECOND_FACTOR: Final = "second_factor"
IDLE_LOCK: Final = "idle_lock"
LONGEST: Final = "longest_session"
CHANGED = "accounts.changed"  # who there is, who is in, and by which rules

MINUTES: dict[str, tuple[int, ...]] = {IDLE_LOCK: (5, 10, 15, 30, 60), LONGEST: (480, 720, 1440)}
"""What may be chosen for the rules that are about time."""
USUAL = {IDLE_LOCK: 15, LONGEST: 720}


def second_factor_needed(session: Session, staff: Staff) -> bool:
    """Whether this person may not come in with a password alone."""
    return staff.role == "admin" and stands(session, SECOND_FACTOR).on


def second_factor(database: Database) -> Rule:
    """Whether admins need a second factor; since when it is otherwise, and by whom."""
    return how(database, SECOND_FACTOR)


def how(database: Database, rule: str) -> Rule:
    """Whether it is on, since when it is otherwise than usual, and by whom."""
    with database.reading() as session:
        return stands(session, rule)


def lax(database: Database) -> tuple[str, ...]:
    """The rules that are off: right for an example and not for the city's service."""
    with database.reading() as session:
        return tuple(rule for rule in (SECOND_FACTOR, IDLE_LOCK, LONGEST) if not stands(session, rule).on)


def switch(database: Database, rule: str, on: bool, actor: Actor, minutes: int | None = None) -> None:
    """Who is in stays in; a rule about time counts for them from the next look on.

    Raises InvalidInput `accounts.rule.minutes`, NotAllowed `accounts.again.needed`.
    """
    if rule not in (SECOND_FACTOR, *MINUTES) or (
        minutes is not None and minutes not in MINUTES.get(rule, ())
    ):
        raise InvalidInput("accounts.rule.minutes")
    now = database.clock.now()
    with database.transaction() as session:
        before = stands(session, rule)
        after = minutes or before.minutes
        if (before.on, before.minutes) == (on, after):
            return
        proof.require(session, now, actor)
        row = repository.rule(session, rule)
        if row is None:
            row = AccountRule(id=rule, on=on, since=now, by=actor.name)
        row.on, row.since, row.by, row.minutes = on, now, actor.name, after or None
        session.add(row)
        told = {"minutes": after} if after else {}
        audit.record(session, now, "accounts.rule.switched", actor, rule, on=on, **told)
        announce(session, CHANGED)


def switch_second_factor(database: Database, on: bool, actor: Actor) -> None:
    """Admins who are in stay in; it counts from the next login on. Raises as `switch` does."""
    switch(database, SECOND_FACTOR, on, actor)


def limit(session: Session, rule: str) -> timedelta | None:
    """After how long a rule about time acts, None while it is off."""
    found = stands(session, rule)
    return timedelta(minutes=found.minutes) if found.on else None


def stands(session: Session, rule: str) -> Rule:
    row, usual = repository.rule(session, rule), USUAL.get(rule, 0)
    return (
        Rule(True, None, "", usual) if row is None else Rule(row.on, row.since, row.by, row.minutes or usual)
    )
