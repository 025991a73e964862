"""What each screen sees of the calls: read-only, from the seat of one terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import availability, repository
from iga_madoguchi.domain.calls.lifecycle import State
from iga_madoguchi.domain.calls.models import Call, Participant
from iga_madoguchi.domain.calls.views import CallView, DepartmentState, DeskView, KioskView, Peer
from iga_madoguchi.domain.presence import service as presence_service
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import NotFound
from iga_madoguchi.kit.clock import local


def kiosk(database: Database, presence: Presence, who: Identity) -> KioskView:
    """The branch's screen: the departments and its own open call."""
    with database.reading() as session:
        names = _Names(session)
        call = repository.open_call_of_branch(session, who.terminal_id)
        return KioskView(
            who.terminal_id,
            names.terminal(who.terminal_id),
            availability.of_all(session, presence, database.clock.now()),
            None if call is None else _view(session, names, call, who.terminal_id),
        )


def desk(database: Database, presence: Presence, who: Identity) -> DeskView:
    """The desk's screen: what rings here, what waits, what is on, and how the other departments are."""
    with database.reading() as session:
        names = _Names(session)
        mine = [view.id for view in terminals.departments_of(session, who.terminal_id)]
        calls = [call for call in repository.open_calls(session) if call.department_id in mine]
        views = [_view(session, names, call, who.terminal_id) for call in calls]
        ringing = [view for view in views if view.state == State.RINGING and view.me]
        on = [view for view in views if view.state == State.ANSWERED and view.desk_id == who.terminal_id]
        ring_ids = {view.id for view in ringing}
        everybody = availability.of_all(session, presence, database.clock.now())
        return DeskView(
            who.terminal_id,
            names.terminal(who.terminal_id),
            tuple(names.department(department_id) for department_id in mine),
            who.terminal_id in presence_service.away_desks(session),
            ringing[0] if ringing else None,
            on[0] if on else None,
            tuple(view for view in views if view.state != State.ANSWERED and view.id not in ring_ids),
            tuple(state for state in everybody if state.id not in mine),
        )


def one(database: Database, who: Identity, call_id: str) -> CallView:
    """A call this terminal sits in, also after its end. Raises NotFound `calls.call.unknown`."""
    with database.reading() as session:
        call = repository.call(session, call_id)
        if call is None or repository.participant_at(session, call_id, who.terminal_id) is None:
            raise NotFound("calls.call.unknown")
        return _view(session, _Names(session), call, who.terminal_id)


def taken_by(database: Database, who: Identity, call_id: str) -> tuple[str, str] | None:
    """(desk, staff) that answered a call this desk could have answered; None if nobody else did."""
    with database.reading() as session:
        call = repository.call(session, call_id)
        if call is None or call.desk_id in (None, who.terminal_id):
            return None
        if who.terminal_id not in terminals.desks_of(session, call.department_id):
            return None
        return terminals.terminal_name(session, call.desk_id or ""), call.staff_name


def open_calls(database: Database) -> tuple[CallView, ...]:
    """Every open call, first come first, without a seat in it: for the bureau's overview."""
    with database.reading() as session:
        names = _Names(session)
        return tuple(_view(session, names, call, "") for call in repository.open_calls(session))


def calls_today(database: Database) -> tuple[CallView, ...]:
    """Today's calls in Iga's time, newest first."""
    with database.reading() as session:
        names = _Names(session)
        today = local(database.clock.now()).date()
        return tuple(_view(session, names, call, "") for call in repository.calls_of_day(session, today))


def departments(database: Database, presence: Presence) -> tuple[DepartmentState, ...]:
    """Every department and whether somebody can answer there."""
    with database.reading() as session:
        return availability.of_all(session, presence, database.clock.now())


class _Names:
    """Display names, read once per look."""

    def __init__(self, session: Session) -> None:
        self._terminals = {view.id: view.name for view in terminals.all_terminals(session)}
        self._departments = {view.id: view.name for view in terminals.all_departments(session)}

    def terminal(self, terminal_id: str) -> str:
        return self._terminals.get(terminal_id, terminal_id)

    def department(self, department_id: str) -> str:
        return self._departments.get(department_id, department_id)


def _view(session: Session, names: _Names, call: Call, seat_of: str) -> CallView:
    seats = repository.participants(session, call.id)
    me = next((seat.id for seat in seats if seat.terminal_id == seat_of), "")
    return CallView(
        call.id,
        call.ticket,
        call.state,
        me,
        call.branch_id,
        names.terminal(call.branch_id),
        call.department_id,
        names.department(call.department_id),
        call.desk_id or "",
        call.staff_name,
        tuple(need for need in call.needs.split(",") if need),
        call.language,
        call.placed_at,
        call.rang_at,
        call.answered_at,
        call.ended_at,
        call.end_reason,
        call.decline_reason,
        _ahead(session, call) if call.state == State.PLACED else 0,
        _peers(names, call, seats, me),
    )


def _peers(names: _Names, call: Call, seats: Sequence[Participant], me: str) -> tuple[Peer, ...]:
    peers = []
    for seat in seats:
        if seat.id == me:
            continue
        if seat.kind == "branch":
            peers.append(Peer(seat.id, names.terminal(seat.terminal_id), "branch"))
        else:
            peers.append(Peer(seat.id, call.staff_name or names.department(call.department_id), "desk"))
    return tuple(peers)


def _ahead(session: Session, call: Call) -> int:
    """People before this one at the desks that could take it: who talks there, and who came first."""
    desks = set(terminals.desks_of(session, call.department_id))
    rivals = {view.id for desk_id in desks for view in terminals.departments_of(session, desk_id)}
    return sum(
        1
        for other in repository.open_calls(session)
        if other.id != call.id
        and other.department_id in rivals
        and (other.state != State.PLACED or _came_first(other, call.placed_at, call.ticket))
    )


def _came_first(other: Call, placed_at: datetime, ticket: int) -> bool:
    return (other.placed_at, other.ticket) < (placed_at, ticket)
