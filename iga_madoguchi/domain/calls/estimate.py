"""How long somebody will wait, from the department's own history; silent when there is too little of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import fmean, median

from sqlmodel import Session

from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import State
from iga_madoguchi.domain.calls.models import Call
from iga_madoguchi.domain.calls.planner import Stop
from iga_madoguchi.domain.calls.policy import HANDED
from iga_madoguchi.domain.terminals import service as terminals

ENOUGH, DAYS = 20, 30
LONGEST_MIN = 120
WAITING = (State.PLACED, State.RINGING, State.PARKED)  # parked, but in line: on the bench
ASSUMED_S = 900.0  # a talk of a department without history; good enough to compare, not to promise


def wait_minutes(session: Session, call: Call, now: datetime) -> int | None:
    """Minutes until this waiting call is answered; None with fewer than 20 finished calls in 30 days."""
    history = durations(session, call.department_id, now)
    if history is None:
        return None
    desks = terminals.desks_of(session, call.department_id)
    shared = {view.id for desk in desks for view in terminals.departments_of(session, desk)}
    line = repository.in_line(session)
    free_in = {desk: 0.0 for desk in desks}
    for other in line:
        if other.desk_id in free_in:
            free_in[other.desk_id] = remaining(history, _age(other, now))
    ahead = 0
    for other in line:
        if other.id == call.id:
            break
        ahead += other.state in WAITING and other.department_id in shared
    return in_words(seconds_until(list(free_in.values()), ahead, fmean(history)))


def free_at(session: Session, department_id: str, now: datetime) -> datetime | None:
    """When the first of the department's desks will probably be free; None without history or when one is."""
    desks = terminals.desks_of(session, department_id)
    running = [call for call in repository.open_calls(session) if call.desk_id in desks]
    history = durations(session, department_id, now)
    if history is None or not running or len({call.desk_id for call in running}) < len(desks):
        return None
    soonest = min(remaining(history, _age(call, now)) for call in running)
    return now + timedelta(minutes=in_words(soonest))


def stop(session: Session, department_id: str, now: datetime) -> tuple[Stop, bool]:
    """A department as the planner wants it, for somebody not waiting there yet; and whether it is known."""
    known = durations(session, department_id, now)
    history = known or [ASSUMED_S]
    desks = terminals.desks_of(session, department_id)
    shared = {view.id for desk in desks for view in terminals.departments_of(session, desk)}
    free_in = {desk: 0.0 for desk in desks}
    waiting = handed = 0
    for other in repository.in_line(session):
        if other.desk_id in free_in:
            free_in[other.desk_id] = remaining(history, _age(other, now))
        if other.state in WAITING and other.department_id in shared:
            waiting, handed = waiting + 1, handed + (other.rank == HANDED)
    mean, free = fmean(history), list(free_in.values())
    found = Stop(department_id, seconds_until(free, waiting, mean), seconds_until(free, handed, mean), mean)
    return found, known is not None


def durations(session: Session, department_id: str, now: datetime) -> list[float] | None:
    """Seconds of the department's calls of the last 30 days, newest first; None when they are too few."""
    found = repository.durations(session, department_id, now - timedelta(days=DAYS))
    return found if len(found) >= ENOUGH else None


def remaining(history: Sequence[float], age_s: float) -> float:
    """Seconds that a call of this age still takes: the median of those that were longer, else a quarter."""
    longer = [duration - age_s for duration in history if duration > age_s]
    return median(longer) if longer else fmean(history) / 4


def seconds_until(free_in: Sequence[float], ahead: int, mean_s: float) -> float:
    """Seconds until it is one's turn: each person ahead goes to the desk that is free first."""
    desks = sorted(free_in) or [0.0]
    for _ in range(ahead):
        desks[0] += mean_s
        desks.sort()
    return desks[0]


def in_words(seconds: float) -> int:
    """Whole minutes that a person would say: by ones up to five, then the nearest five; at least one."""
    minutes = max(1, math.ceil(seconds / 60))
    return min(LONGEST_MIN, minutes if minutes <= 5 else 5 * round(minutes / 5))


def _age(call: Call, now: datetime) -> float:
    return max(0.0, (now - (call.answered_at or now)).total_seconds())
