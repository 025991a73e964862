"""What a resident comes for: a call's procedure, in the version that was offered when it was chosen."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls.models import Call
from iga_madoguchi.domain.calls.ringing import CHANGED
from iga_madoguchi.domain.calls.seats import owned_by
from iga_madoguchi.domain.calls.views import Matter
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.domain.procedures import service as procedures
from iga_madoguchi.errors import InvalidInput


def choose(database: Database, who: Identity, call_id: str, procedure_id: str) -> None:
    """The desk says which procedure this talk is about, "" for none.

    Raises NotFound `calls.call.unknown|procedures.procedure.unknown`, InvalidInput
    `calls.procedure.elsewhere`, WrongOrder `procedures.procedure.retired`.
    """
    with database.transaction() as session:
        call = owned_by(session, who, call_id)
        found = columns(session, procedure_id, call.department_id) if procedure_id else NONE
        for name, value in found.items():
            setattr(call, name, value)
        session.add(call)
        now = database.clock.now()
        audit.record(session, now, "calls.procedure.chosen", who.actor, call_id, procedure=procedure_id)
        announce(session, CHANGED, call_id)


def columns(session: Session, procedure_id: str, department_id: str) -> dict[str, Any]:
    """The procedure as the call's row keeps it. Raises as `choose` does."""
    require(session, "matters")
    offered = procedures.offered(session, procedure_id)
    if offered.content.department != department_id:
        raise InvalidInput("calls.procedure.elsewhere")
    return _kept(offered.id, offered.version, offered.content.name.ja)


def read(call: Call) -> Matter | None:
    if not call.procedure_id:
        return None
    return Matter(call.procedure_id, call.procedure_version, call.procedure_name)


def _kept(procedure_id: str, version: int, name: str) -> dict[str, Any]:
    return {"procedure_id": procedure_id, "procedure_version": version, "procedure_name": name}


NONE = _kept("", 0, "")
