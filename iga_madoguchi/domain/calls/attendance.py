"""Who attends a call at this moment, for what belongs to a call and stands in other domains."""

from __future__ import annotations

from typing import Literal

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import GONE, ON, State
from iga_madoguchi.domain.calls.models import Call
from iga_madoguchi.domain.calls.policy import OBSERVER
from iga_madoguchi.domain.calls.views import Attendance, NoteView
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import NotFound


def attending(session: Session, who: Identity, call_id: str) -> Attendance:
    """This terminal's part in a call that is on and that it has joined. Raises NotFound.

    The bureau that looks in sees and hears people; what belongs to the call stays theirs.
    """
    call = repository.call(session, call_id)
    seat = repository.participant_at(session, call_id, who.terminal_id)
    if call is None or call.state not in ON or seat is None or seat.state != "joined":
        raise NotFound("calls.call.unknown")
    if seat.kind == OBSERVER:
        raise NotFound("calls.call.unknown")
    return Attendance(call.id, call.department_id, seat.id, _role(call, who.terminal_id))


def talking_at(session: Session) -> frozenset[str]:
    """The terminals at which somebody talks, looks in, keeps company, or waits for a branch that rings."""
    found = {vigil.asker_id for vigil in repository.vigils(session) if vigil.state == "on"}
    found |= {vigil.asked_id for vigil in repository.vigils(session) if vigil.state == "on"}
    for call in repository.open_calls(session):
        if call.state in (*ON, State.RECALLED):
            seats = repository.participants(session, call.id)
            found |= {seat.terminal_id for seat in seats if seat.state == "joined"}
            found |= {call.desk_id} if call.desk_id is not None else set()
    return frozenset(found)


def rings_at(database: Database, terminal_id: str) -> bool:
    """Whether somebody is to be answered at this terminal, without saying whom."""
    with database.reading() as session:
        return bool(repository.invitations(session, terminal_id))


def department_of(session: Session, call_id: str) -> str:
    """The department that has, or had last, the call. Raises NotFound."""
    call = repository.call(session, call_id)
    if call is None:
        raise NotFound("calls.call.unknown")
    return call.department_id


def spoken(session: Session, call_id: str) -> tuple[str, bool]:
    """The resident's language, and whether the call is on hold. Raises NotFound."""
    call = repository.call(session, call_id)
    if call is None:
        raise NotFound("calls.call.unknown")
    return call.language, call.state == State.HELD


def desk_of(session: Session, who: Identity, department_id: str | None) -> bool:
    """Whether this is a desk of that department, which answers for what it has kept."""
    return (
        department_id is not None
        and who.terminal_kind == "desk"
        and who.terminal_id in terminals.desks_of(session, department_id)
    )


def over(session: Session, call_id: str) -> bool:
    """Whether the resident has gone; on the way to another department the call is not over."""
    call = repository.call(session, call_id)
    return call is None or call.state in GONE


def _role(call: Call, terminal_id: str) -> Literal["desk", "branch", "guest"]:
    if terminal_id == call.desk_id:
        return "desk"
    return "branch" if terminal_id == call.branch_id else "guest"


def notes_of(session: Session, call_id: str) -> tuple[NoteView, ...]:
    """What desks wrote for those after them, oldest first; for who has checked that they may read it."""
    return tuple(NoteView(n.at, n.author, n.place, n.text) for n in repository.notes(session, call_id))
