"""A department or a terminal is retired: only when nobody talks, waits or is to be called back there."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.calls import itinerary, repository
from iga_madoguchi.domain.calls.models import Call
from iga_madoguchi.domain.terminals import departments, places
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict


def retire_department(database: Database, department_id: str, expected: int, actor: Actor) -> None:
    """Offer it nowhere any more. See `terminals.departments.restore` for the way back.

    Raises NotFound, Conflict `calls.retire.open` (with `count` and `tickets`), `terminals.place.changed`.
    """
    with database.transaction() as session:
        _nobody_waits(call for call in _unfinished(session) if _concerns(call, department_id))
        departments.retire(session, database.clock.now(), department_id, expected, actor)


def retire_terminal(database: Database, terminal_id: str, expected: int, actor: Actor) -> None:
    """End its device and codes, a branch's staff screens with it. See `terminals.places.restore`.

    Who waits for a department that only this desk answers, waits here.
    Raises NotFound, Conflict `calls.retire.open` (with `count` and `tickets`), `calls.retire.vigil`,
    `terminals.place.changed`, `terminals.retire.own`.
    """
    with database.transaction() as session:
        seated = {call.id for call in repository.seated_calls(session, terminal_id)}
        served = terminals.departments_of(session, terminal_id)
        alone = [view.id for view in served if terminals.desks_of(session, view.id) == (terminal_id,)]
        _nobody_waits(
            call
            for call in _unfinished(session)
            if call.id in seated
            or terminal_id in (call.branch_id, call.from_desk_id)
            or any(_concerns(call, department_id) for department_id in alone)
        )
        if repository.vigil_of(session, terminal_id) is not None:
            raise Conflict("calls.retire.vigil")
        places.retire(session, database.clock.now(), terminal_id, expected, actor)


def _unfinished(session: Session) -> list[Call]:
    """The open calls and the tickets that wait to be called back."""
    return [*repository.open_calls(session), *repository.parked_calls(session)]


def _concerns(call: Call, department_id: str) -> bool:
    """Whether a call is at this department, may come back to it, or goes there next."""
    return department_id in (call.department_id, call.from_department_id, *itinerary.read(call).rest)


def _nobody_waits(calls: Iterable[Call]) -> None:
    tickets = [str(call.ticket) for call in calls]
    if tickets:
        raise Conflict("calls.retire.open", count=len(tickets), tickets="、".join(tickets))
