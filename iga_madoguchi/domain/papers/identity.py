"""The step of checking who somebody is: a document is shown and compared; only the result is recorded."""

from __future__ import annotations

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.papers import repository
from iga_madoguchi.domain.papers.access import attending_as
from iga_madoguchi.domain.papers.models import IdentityCheck
from iga_madoguchi.domain.papers.policy import IDENTITY_DOCUMENTS, IDENTITY_LIMIT, IDENTITY_RESULTS
from iga_madoguchi.domain.papers.views import IdentityCheckView
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound


def check_identity(database: Database, who: Identity, call_id: str, document: str, result: str) -> None:
    """The owner's desk records what was shown and how it compared.

    Raises NotFound, NotAllowed `papers.not_yours`, InvalidInput `papers.identity.document|result`,
    Conflict `papers.identity.full`.
    """
    if document not in IDENTITY_DOCUMENTS:
        raise InvalidInput("papers.identity.document")
    if result not in IDENTITY_RESULTS:
        raise InvalidInput("papers.identity.result")
    now = database.clock.now()
    with database.transaction() as session:
        attending_as(session, who, call_id, "desk")
        if len(repository.identity_checks(session, call_id)) >= IDENTITY_LIMIT:
            raise Conflict("papers.identity.full", limit=IDENTITY_LIMIT)
        row = IdentityCheck(
            call_id=call_id, at=now, document=document, result=result, staff_name=who.staff_name[:40]
        )
        session.add(row)
        audit.record(
            session, now, "papers.identity.checked", who.actor, call_id, document=document, result=result
        )


def identity_checks(database: Database, who: Identity, call_id: str) -> tuple[IdentityCheckView, ...]:
    """What was recorded in this call, oldest first; for desks. Raises NotFound."""
    with database.reading() as session:
        if not attendance.desk_of(session, who, attendance.department_of(session, call_id)):
            if who.terminal_kind != "desk":
                raise NotFound("calls.call.unknown")
            attendance.attending(session, who, call_id)
        rows = repository.identity_checks(session, call_id)
        return tuple(IdentityCheckView(row.at, row.document, row.result, row.staff_name) for row in rows)
