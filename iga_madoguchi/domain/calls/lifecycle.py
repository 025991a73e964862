"""The life of a call as one table: from which state which event leads where, and who may cause it.

This table is the only place that knows the order of things; services ask it, drawings are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from iga_madoguchi.errors import WrongOrder


class State(StrEnum):
    PLACED = "placed"
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"


class Event(StrEnum):
    RING = "ring"  # a free desk is found
    WITHDRAW = "withdraw"  # no desk rings any more: declined, gone, or took somebody else
    ANSWER = "answer"  # the desk takes the call that rings
    PICK = "pick"  # the desk takes one from the waiting list
    CANCEL = "cancel"  # the branch gives up before the answer
    HANG_UP_BRANCH = "hang_up_branch"
    HANG_UP_DESK = "hang_up_desk"
    TIME_OUT = "time_out"  # it rang too long
    LOSE = "lose"  # a side has been gone too long


class Reason(StrEnum):
    """Why a call ended."""

    CANCELLED = "cancelled"
    HUNG_UP_BRANCH = "hung_up_branch"
    HUNG_UP_DESK = "hung_up_desk"
    NO_ANSWER = "no_answer"
    LOST = "lost"


@dataclass(frozen=True)
class Transition:
    """One row of the table. `by` is who causes it: branch, desk or system."""

    source: State
    event: Event
    target: State
    by: str
    reason: Reason | None = None


TABLE: tuple[Transition, ...] = (
    Transition(State.PLACED, Event.RING, State.RINGING, "system"),
    Transition(State.RINGING, Event.WITHDRAW, State.PLACED, "desk"),
    Transition(State.RINGING, Event.ANSWER, State.ANSWERED, "desk"),
    Transition(State.PLACED, Event.PICK, State.ANSWERED, "desk"),
    Transition(State.RINGING, Event.PICK, State.ANSWERED, "desk"),
    Transition(State.PLACED, Event.CANCEL, State.ENDED, "branch", Reason.CANCELLED),
    Transition(State.RINGING, Event.CANCEL, State.ENDED, "branch", Reason.CANCELLED),
    Transition(State.RINGING, Event.TIME_OUT, State.ENDED, "system", Reason.NO_ANSWER),
    Transition(State.ANSWERED, Event.HANG_UP_BRANCH, State.ENDED, "branch", Reason.HUNG_UP_BRANCH),
    Transition(State.ANSWERED, Event.HANG_UP_DESK, State.ENDED, "desk", Reason.HUNG_UP_DESK),
    Transition(State.PLACED, Event.LOSE, State.ENDED, "system", Reason.LOST),
    Transition(State.RINGING, Event.LOSE, State.ENDED, "system", Reason.LOST),
    Transition(State.ANSWERED, Event.LOSE, State.ENDED, "system", Reason.LOST),
)

_ROWS = {(row.source, row.event): row for row in TABLE}


def sources(event: Event) -> tuple[State, ...]:
    """The states in which this event may happen; the WHERE of the claiming UPDATE."""
    return tuple(row.source for row in TABLE if row.event is event)


def step(state: State, event: Event) -> Transition:
    """The transition for an event. Raises WrongOrder `calls.call.<state>` where there is none."""
    row = _ROWS.get((state, event))
    if row is None:
        raise WrongOrder(f"calls.call.{state}", event=str(event))
    return row
