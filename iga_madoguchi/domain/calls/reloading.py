"""A terminal's page is asked to load itself anew: only when nobody talks or waits there."""

from __future__ import annotations

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, NotFound

WANTED = "calls.reload.wanted"  # payload: terminal id


def reload_page(database: Database, terminal_id: str, actor: Actor) -> None:
    """Raises NotFound `terminals.terminal.unknown`, Conflict `calls.reload.in_call`."""
    with database.transaction() as session:
        if terminal_id not in {one.id for one in terminals.all_terminals(session)}:
            raise NotFound("terminals.terminal.unknown")
        waits = any(call.branch_id == terminal_id for call in repository.open_calls(session))
        vigil = repository.vigil_of(session, terminal_id) is not None
        if waits or vigil or repository.seated_calls(session, terminal_id):
            raise Conflict("calls.reload.in_call")
        audit.record(session, database.clock.now(), "terminals.page.reloaded", actor, terminal_id)
        announce(session, WANTED, terminal_id)
