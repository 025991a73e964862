"""What time alone brings about: after the call nothing that was written is left, and kept forms lapse."""

from __future__ import annotations

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.forms import repository
from iga_madoguchi.domain.forms.service import forget


def sweep(database: Database) -> None:
    """Forget what was written in calls that are over. Safe to repeat."""
    now = database.clock.now()
    with database.reading() as session:
        due = [one.id for one in repository.remembered(session) if attendance.over(session, one.call_id)]
        lapsed = [one.id for one in repository.outlived(session, now)]
    if not due and not lapsed:
        return
    with database.transaction() as session:
        for filling in repository.remembered(session):
            if not attendance.over(session, filling.call_id):
                continue
            kept = filling.kept_until is not None and filling.kept_until > now
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
            forget(session, filling, now, document=True)
            audit.record(session, now, "forms.document.lapsed", SYSTEM, filling.call_id, filling=filling.id)
