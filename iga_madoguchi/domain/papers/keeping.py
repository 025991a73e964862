"""How long papers stay: with their call, or for some days; and how they go.

The key is destroyed before the row: if the server dies in between, what is left names only what nobody can
read, and the next sweep takes it away. Before that, what was kept is not kept any more: the sweep finds it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.papers import repository
from iga_madoguchi.domain.papers.access import in_charge
from iga_madoguchi.domain.papers.events import CHANGED
from iga_madoguchi.domain.papers.models import Paper
from iga_madoguchi.domain.papers.policy import KEEP_DAYS, LIVE
from iga_madoguchi.domain.papers.ports import Vault
from iga_madoguchi.domain.papers.views import KeptView
from iga_madoguchi.errors import InvalidInput, NotFound

GRACE = timedelta(minutes=1)
"""What has lapsed goes so much later: nobody can be keeping it on at that moment."""


def keep(database: Database, vault: Vault, who: Identity, call_id: str, paper_id: str, days: int) -> None:
    """The paper outlives its call by so many days from now.

    Raises NotFound, NotAllowed `papers.not_yours`, InvalidInput `papers.keep.days`.
    """
    if not KEEP_DAYS[0] <= days <= KEEP_DAYS[1]:
        raise InvalidInput("papers.keep.days", low=KEEP_DAYS[0], high=KEEP_DAYS[1])
    with database.reading() as session:
        key = in_charge(session, who, call_id, paper_id, database.clock.now()).key
    # First where a backup reaches it, then the promise.
    vault.keep(key)
    now = database.clock.now()
    with database.transaction() as session:
        paper = in_charge(session, who, call_id, paper_id, now)
        if paper.kept_until is not None and paper.kept_until <= now:
            raise NotFound("papers.paper.unknown")  # its key may be going at this moment
        if paper.kept_by is None:
            paper.kept_by = attendance.department_of(session, call_id)
        paper.kept_until = now + timedelta(days=days)
        session.add(paper)
        audit.record(session, now, "papers.paper.kept", who.actor, call_id, paper=paper_id, days=days)
        announce(session, CHANGED, call_id)


def discard(database: Database, vault: Vault, who: Identity, call_id: str, paper_id: str) -> None:
    """The paper goes now, kept or not. Raises NotFound, NotAllowed `papers.not_yours`."""
    with database.reading() as session:
        paper = in_charge(session, who, call_id, paper_id, database.clock.now())
    if paper.kept_until is not None:
        _lapse(database, paper)
    _delete(database, vault, [paper], who.actor, "discarded")


def leave(database: Database, vault: Vault, call_id: str) -> int:
    """When the call is over, everything of it that is not kept goes; how many papers. Safe to repeat."""
    with database.reading() as session:
        if not attendance.over(session, call_id):
            return 0
        papers = [paper for paper in repository.papers(session, call_id) if paper.kept_until is None]
        bare = not papers and call_id not in repository.calls_with_passing(session)
    if bare:
        return 0
    _delete(database, vault, papers, SYSTEM, "call_over")
    with database.transaction() as session:
        repository.clear_table(session, call_id)
    return len(papers)


def purge(database: Database, vault: Vault) -> int:
    """Papers whose time is over, and what calls that are over left behind; how many."""
    with database.reading() as session:
        expired = repository.expired(session, database.clock.now() - GRACE)
        calls = repository.calls_with_passing(session)
    _delete(database, vault, expired, SYSTEM, "expired")
    return len(expired) + sum(leave(database, vault, call_id) for call_id in sorted(calls))


def recover(database: Database, vault: Vault, others: Collection[str]) -> int:
    """After a start, before anybody is served: also keys and blobs that no row names go; how many things.

    `others`: keys of other rooms, which stay.
    """
    purged = purge(database, vault)
    with database.reading() as session:
        known = dict.fromkeys(others, ()) | repository.blobs(session)
        kept = [paper.key for paper in repository.kept(session)]
    for key in kept:
        vault.keep(key)
    return purged + vault.sweep(known)


def relied_on(session: Session) -> dict[str, frozenset[str]]:
    """Blobs of what is kept, by key: what a backup must hold for these rows to mean something."""
    found = repository.blobs(session, kept_only=True)
    return {key: frozenset(blobs - {""}) for key, blobs in found.items()}


def forget_unreadable(database: Database, vault: Vault) -> int:
    """Papers whose key is not there any more go: a backup is older than their end. How many."""
    with database.reading() as session:
        lost = [paper for paper in repository.every(session) if not vault.holds(paper.key)]
    _delete(database, vault, lost, SYSTEM, "unreadable")
    return len(lost)


def rotate_key(database: Database, vault: Vault, new: bytes | None, actor: Actor) -> int:
    """Wrap every data key with another master key, while nobody is served; how many.

    Raises Conflict `papers.vault.key_given`, Unavailable `papers.vault.key_wrong`, `papers.disk.full`.
    """
    count = vault.rotate(new)
    with database.transaction() as session:
        audit.record(session, database.clock.now(), "papers.key.rotated", actor, keys=count)
    return count


def kept(database: Database) -> tuple[KeptView, ...]:
    """What is kept until when, without any content; the first to go first."""
    with database.reading() as session:
        return tuple(
            KeptView(row.id, row.call_id, row.kind, row.added_at, row.kept_until)
            for row in repository.kept(session)
            if row.kept_until is not None
        )


def _delete(database: Database, vault: Vault, papers: list[Paper], actor: Actor, why: str) -> None:
    for paper in papers:
        vault.destroy(paper.key)
    now = database.clock.now()
    for paper in papers:
        with database.transaction() as session:
            if repository.paper(session, paper.call_id, paper.id) is None:
                continue
            _hide(session, paper)
            repository.delete_paper(session, paper.id)
            audit.record(session, now, "papers.paper.deleted", actor, paper.call_id, paper=paper.id, why=why)
            announce(session, CHANGED, paper.call_id)


def _lapse(database: Database, paper: Paper) -> None:
    """What was kept is from now on what the next sweep takes away."""
    with database.transaction() as session:
        row = repository.paper(session, paper.call_id, paper.id)
        if row is not None:
            row.kept_until = database.clock.now()
            session.add(row)


def _hide(session: Session, paper: Paper) -> None:
    """What is no longer there is not shown."""
    table = repository.table(session, paper.call_id)
    if table is not None and table.shown == paper.id:
        table.shown, table.page = LIVE, 1
        session.add(table)
        session.flush()
