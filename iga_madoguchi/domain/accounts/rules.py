"""Rules for logins that the bureau may switch; what was never switched is on."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts import repository
from iga_madoguchi.domain.accounts.models import AccountRule, Staff
from iga_madoguchi.domain.accounts.views import Rule
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor

SECOND_FACTOR = "second_factor"
CHANGED = "accounts.changed"  # who there is, who is in, and by which rules


def second_factor_needed(session: Session, staff: Staff) -> bool:
    """Whether this person may not come in with a password alone."""
    return staff.role == "admin" and _rule(session).on


def second_factor(database: Database) -> Rule:
    """Whether admins need a second factor; since when it is otherwise, and by whom."""
    with database.reading() as session:
        return _rule(session)


def switch_second_factor(database: Database, on: bool, actor: Actor) -> None:
    """Admins who are in stay in; it counts from the next login on."""
    now = database.clock.now()
    with database.transaction() as session:
        if _rule(session).on == on:
            return
        row = repository.rule(session, SECOND_FACTOR)
        if row is None:
            row = AccountRule(id=SECOND_FACTOR, on=on, since=now, by=actor.name)
        row.on, row.since, row.by = on, now, actor.name
        session.add(row)
        audit.record(session, now, "accounts.rule.switched", actor, SECOND_FACTOR, on=on)
        announce(session, CHANGED)


def _rule(session: Session) -> Rule:
    row = repository.rule(session, SECOND_FACTOR)
    return Rule(True, None, "") if row is None else Rule(row.on, row.since, row.by)
