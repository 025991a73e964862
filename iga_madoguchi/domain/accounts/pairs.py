"""What cannot be undone is done by two admins: one asks, another one confirms within a day.

At the console one is enough: whoever is there has the disk and the keys, and a city that has lost all but one
admin must not be locked out of its own server. The operation log knows both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from sqlmodel import Session

from iga_madoguchi.db.session import Database, afterwards, announce
from iga_madoguchi.domain.accounts import proof, repository
from iga_madoguchi.domain.accounts.models import PairedRequest
from iga_madoguchi.domain.accounts.rules import CHANGED
from iga_madoguchi.domain.accounts.views import PairedView
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.errors import Conflict, NotAllowed, NotFound

FACTORS: Final = "factors"  # an admin's second factor is taken away: its key is destroyed, in old backups too
LIFE = timedelta(days=1)
WAITING_LIMIT = 20

Deed = Callable[[Session, Database, str, Actor], Callable[[], None]]
"""What is done to the subject in the transaction that confirms it; what it gives back runs afterwards."""


def ask(database: Database, kind: str, subject: str, actor: Actor) -> None:
    """The first of the two. Raises Conflict `accounts.pair.waiting|nobody|many`, NotAllowed
    `accounts.again.needed`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        proof.require(session, now, actor)
        waiting = repository.waiting_requests(session, now)
        if any((one.kind, one.subject) == (kind, subject) for one in waiting):
            raise Conflict("accounts.pair.waiting")
        if len(waiting) >= WAITING_LIMIT:
            raise Conflict("accounts.pair.many", limit=WAITING_LIMIT)
        if not _others(session, actor.name, subject):
            raise Conflict("accounts.pair.nobody")
        session.add(
            PairedRequest(kind=kind, subject=subject, asked_by=actor.name, asked_at=now, until=now + LIFE)
        )
        audit.record(session, now, "accounts.pair.asked", actor, subject, request=kind)
        announce(session, CHANGED)


def confirm(database: Database, number: int, actor: Actor, deeds: Mapping[str, Deed]) -> None:
    """The second of the two: it is done now, or, if it cannot be, nothing is.

    Raises NotFound `accounts.pair.gone`, Conflict `accounts.pair.own`, NotAllowed `accounts.pair.subject`,
    `accounts.again.needed`, and as the deed does.
    """
    now = database.clock.now()
    with database.transaction() as session:
        row = _waiting(session, database, number)
        if actor.name == row.asked_by:
            raise Conflict("accounts.pair.own")
        if actor.name not in _others(session, row.asked_by, row.subject):
            raise NotAllowed("accounts.pair.subject")
        proof.require(session, now, actor)
        afterwards(session, deeds[row.kind](session, database, row.subject, actor))
        _decide(session, database, row, "confirmed", actor)


def withdraw(database: Database, number: int, actor: Actor) -> None:
    """Not done after all; any admin may say so. Raises NotFound `accounts.pair.gone`."""
    with database.transaction() as session:
        _decide(session, database, _waiting(session, database, number), "withdrawn", actor)


def waiting(database: Database) -> tuple[PairedView, ...]:
    """What somebody has asked for and nobody has decided."""
    with database.reading() as session:
        return tuple(
            PairedView(one.id or 0, one.kind, one.subject, one.asked_by, one.until)
            for one in repository.waiting_requests(session, database.clock.now())
        )


def _waiting(session: Session, database: Database, number: int) -> PairedRequest:
    found = repository.waiting_requests(session, database.clock.now())
    row = next((one for one in found if one.id == number), None)
    if row is None:
        raise NotFound("accounts.pair.gone")
    return row


def _decide(session: Session, database: Database, row: PairedRequest, outcome: str, actor: Actor) -> None:
    now = database.clock.now()
    row.outcome, row.decided_by, row.decided_at = outcome, actor.name, now
    session.add(row)
    audit.record(
        session, now, f"accounts.pair.{outcome}", actor, row.subject, request=row.kind, by=row.asked_by
    )
    announce(session, CHANGED)


def _others(session: Session, *without: str) -> set[str]:
    """The admins who are neither of these and may log in."""
    return {
        one.login
        for one in repository.all_staff(session)
        if one.role == "admin" and one.disabled_at is None and one.login not in without
    }
