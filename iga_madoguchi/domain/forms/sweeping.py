"""What time alone brings about: after the call nothing that was written is left, and kept forms lapse."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.forms import repository
from iga_madoguchi.domain.forms.models import Filling
from iga_madoguchi.domain.forms.ports import Sealer
from iga_madoguchi.domain.forms.service import forget


def sweep(database: Database, sealer: Sealer) -> None:
    """Forget what was written in calls that are over. Safe to repeat.

    The key goes before the row: who dies in between leaves what nobody can read, and the next sweep ends it.
    """
    now = database.clock.now()
    with database.reading() as session:
        ended = [one for one in repository.remembered(session) if attendance.over(session, one.call_id)]
        lapsed = repository.outlived(session, now)
    gone = {one.id for one in (*ended, *lapsed) if not _is_kept(one, now)}
    due = gone | {one.id for one in ended}
    if not due:
        return
    for key in gone:
        sealer.destroy(key)
    # A call that has ended since then is left to the next sweep: its keys are still there.
    with database.transaction() as session:
        for filling in repository.remembered(session):
            if filling.id not in due:
                continue
            kept = filling.id not in gone
            forget(session, filling, now, document=not kept)
            audit.record(
                session,
                now,
                "forms.filling.forgotten",
                SYSTEM,
                filling.call_id,
                filling=filling.id,
                kept=kept,
            )
        for filling in repository.outlived(session, now):
            if filling.id in gone:
                forget(session, filling, now, document=True)
                audit.record(
                    session, now, "forms.document.lapsed", SYSTEM, filling.call_id, filling=filling.id
                )


def keys(database: Database) -> frozenset[str]:
    """Ids of the fillings of which something can still be read."""
    with database.reading() as session:
        return frozenset(repository.readable(session))


def relied_on(session: Session) -> frozenset[str]:
    """Ids of what is kept: without their keys these rows mean nothing."""
    return frozenset(repository.kept(session))


def forget_unreadable(database: Database, sealer: Sealer) -> int:
    """What was written and cannot be read any more goes: a backup is older than its end. How many."""
    lost = [key for key in sorted(keys(database)) if not sealer.holds(key)]
    now = database.clock.now()
    with database.transaction() as session:
        for key in lost:
            filling = repository.by_id(session, key)
            assert filling is not None
            forget(session, filling, now, document=True)
            audit.record(session, now, "forms.document.lapsed", SYSTEM, filling.call_id, filling=key)
    return len(lost)


def _is_kept(filling: Filling, now: datetime) -> bool:
    return filling.kept_until is not None and filling.kept_until > now
