"""What time brings about: a private question ends with its talk, also when nobody was there to see it."""

from __future__ import annotations

from collections.abc import Sequence

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.conversation.private import repository, seats
from iga_madoguchi.domain.conversation.private.events import CHANGED
from iga_madoguchi.domain.conversation.private.ports import Sealer


def leave(database: Database, sealer: Sealer, call_id: str) -> int:
    """After a change of the call: what its desk asked goes when the talk is over or is another desk's."""
    with database.reading() as session:
        row = repository.of_call(session, call_id)
        gone = [row.id] if row is not None and seats.over(session, row) else []
    return _expire(database, sealer, gone)


def sweep(database: Database, sealer: Sealer) -> int:
    """The same for every call, and what cannot be read any more; how many. Safe to repeat."""
    with database.reading() as session:
        rows = repository.every(session)
        gone = [row.id for row in rows if not sealer.holds(row.id) or seats.over(session, row)]
    return _expire(database, sealer, gone)


def keys(database: Database) -> frozenset[str]:
    """Ids of what can still be read."""
    with database.reading() as session:
        return frozenset(repository.ids(session))


def forget_unreadable(database: Database, sealer: Sealer) -> int:
    """What a backup brought back without its key, and no backup has such a key; how many."""
    return _expire(database, sealer, sorted(key for key in keys(database) if not sealer.holds(key)))


def _expire(database: Database, sealer: Sealer, gone: Sequence[str]) -> int:
    """Which had its key destroyed goes, whatever has become of the call since then."""
    if not gone:
        return 0
    for key in gone:
        sealer.destroy(key)
    now = database.clock.now()
    with database.transaction() as session:
        calls = {row.id: row.call_id for row in repository.every(session)}
        for key in gone:
            if key in calls and repository.forget(session, key):
                audit.record(session, now, "private.question.expired", SYSTEM, calls[key])
                announce(session, CHANGED, calls[key])
    return len(gone)
