"""Whether somebody can answer at a department now: the view of presence that knows of calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.domain.calls import estimate, repository
from iga_madoguchi.domain.calls.lifecycle import State
from iga_madoguchi.domain.calls.models import Call
from iga_madoguchi.domain.calls.views import Availability, DepartmentState
from iga_madoguchi.domain.presence import service as presence_service
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import DepartmentView, TerminalView

WAITING = (State.PLACED, State.RINGING)
IN_LINE = (*WAITING, State.PARKED)
"""Of `repository.in_line`: what is parked there sits on the bench and waits like everybody."""


def of_department(
    session: Session, presence: Presence, department: DepartmentView, now: datetime
) -> DepartmentState:
    """One department. See `of_all`."""
    return next(state for state in of_all(session, presence, now) if state.id == department.id)


def of_all(session: Session, presence: Presence, now: datetime) -> tuple[DepartmentState, ...]:
    """Every department in the city's order.

    closed: outside opening hours. offline: no desk of it has a page. away: every reachable clerk is away.
    busy: every desk at its seat is in a call. open: at least one desk is free.
    """
    calendar = presence_service.calendar(session)
    is_open, opens_at = calendar.is_open(now), calendar.next_opening(now)
    away = presence_service.away_desks(session)
    calls, line = repository.open_calls(session), repository.in_line(session)
    desks = [terminal for terminal in terminals.all_terminals(session) if terminal.kind == "desk"]
    states = []
    for department in terminals.all_departments(session):
        mine = [desk for desk in desks if department in desk.departments]
        state, since = _state(mine, presence, away, calls, now) if is_open else ("closed", None)
        # Whoever waits at the same desk comes first, whichever of its departments they called.
        shared = {department.id} | {served.id for desk in mine for served in desk.departments}
        waiting = sum(call.department_id in shared and call.state in IN_LINE for call in line)
        states.append(
            DepartmentState(
                department.id,
                department.name,
                department.examples,
                department.icon,
                department.phone,
                state,
                since,
                estimate.free_at(session, department.id, now) if state == "busy" else None,
                None if is_open else opens_at,
                "" if is_open else calendar.why_closed(now),
                waiting,
                department.words,
            )
        )
    return tuple(states)


def _state(
    desks: Sequence[TerminalView], presence: Presence, away: set[str], calls: Sequence[Call], now: datetime
) -> tuple[Availability, datetime | None]:
    reachable = [desk for desk in desks if presence.online(desk.id)]
    if not reachable:
        return "offline", None
    seated = [desk for desk in reachable if desk.id not in away]
    if not seated:
        return "away", None
    on_call = {call.desk_id: call.answered_at or now for call in calls if call.state not in WAITING}
    if all(desk.id in on_call for desk in seated):
        return "busy", min(on_call[desk.id] for desk in seated)
    return "open", None
