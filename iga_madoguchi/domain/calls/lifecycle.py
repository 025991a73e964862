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
    HELD = "held"  # the desk looks something up, or asks a colleague; the resident sees and hears nothing
    PARKED = "parked"  # the resident has gone; the ticket waits to be called back
    RECALLED = "recalled"  # a desk rings the branch for a parked ticket
    ENDED = "ended"


class Event(StrEnum):
    RING = "ring"  # a free desk is found
    WITHDRAW = "withdraw"  # no desk rings any more: declined, gone, or took somebody else
    ANSWER = "answer"  # the desk takes the call that rings
    PICK = "pick"  # the desk takes one from the waiting list
    CANCEL = "cancel"  # the branch gives up before the answer
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"  # to another department, which reads the note before it answers
    SEND_BACK = "send_back"  # nobody took the transfer: back to the department it came from
    HAND_OVER = "hand_over"  # a desk that has joined becomes the owner, the first one leaves
    SIT_DOWN = "sit_down"  # the branch's terminal is free for others; the ticket keeps its place
    TURN = "turn"  # a desk is free for who sat down: the branch's terminal rings
    PARK = "park"  # the branch leaves and keeps the ticket
    RECALL = "recall"  # a desk rings the branch
    RETURN = "return"  # the resident is back at the terminal
    MISS = "miss"  # nobody came to the terminal, or the desk gave up ringing it
    DISCARD = "discard"  # the matter is settled: the ticket needs no call any more
    EXPIRE = "expire"  # the day is over
    HANG_UP_BRANCH = "hang_up_branch"
    HANG_UP_DESK = "hang_up_desk"
    TIME_OUT = "time_out"  # it rang too long, or nobody is left who could answer
    LOSE = "lose"  # a side has been gone too long


class Reason(StrEnum):
    """Why a call ended."""

    CANCELLED = "cancelled"
    HUNG_UP_BRANCH = "hung_up_branch"
    HUNG_UP_DESK = "hung_up_desk"
    LOST = "lost"
    SETTLED = "settled"
    EXPIRED = "expired"


class Parked(StrEnum):
    """Why a ticket is parked."""

    LEFT = "left"
    NO_ANSWER = "no_answer"
    MISSED = "missed"
    RING_ME = "ring_me"  # still in the queue: rings when its turn comes


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
    Transition(State.PLACED, Event.SIT_DOWN, State.PARKED, "branch"),
    Transition(State.PARKED, Event.TURN, State.RECALLED, "system"),
    Transition(State.PLACED, Event.PARK, State.PARKED, "branch"),
    Transition(State.RINGING, Event.PARK, State.PARKED, "branch"),
    Transition(State.PLACED, Event.TIME_OUT, State.PARKED, "system"),
    Transition(State.RINGING, Event.TIME_OUT, State.PARKED, "system"),
    Transition(State.PLACED, Event.SEND_BACK, State.PLACED, "desk"),
    Transition(State.RINGING, Event.SEND_BACK, State.PLACED, "desk"),
    Transition(State.ANSWERED, Event.HOLD, State.HELD, "desk"),
    Transition(State.HELD, Event.RESUME, State.ANSWERED, "desk"),
    Transition(State.ANSWERED, Event.TRANSFER, State.PLACED, "desk"),
    Transition(State.HELD, Event.TRANSFER, State.PLACED, "desk"),
    Transition(State.ANSWERED, Event.HAND_OVER, State.ANSWERED, "desk"),
    Transition(State.HELD, Event.HAND_OVER, State.ANSWERED, "desk"),
    Transition(State.PARKED, Event.RECALL, State.RECALLED, "desk"),
    Transition(State.RECALLED, Event.RETURN, State.ANSWERED, "branch"),
    Transition(State.RECALLED, Event.MISS, State.PARKED, "branch"),
    Transition(State.PARKED, Event.DISCARD, State.ENDED, "desk", Reason.SETTLED),
    Transition(State.PARKED, Event.EXPIRE, State.ENDED, "system", Reason.EXPIRED),
    Transition(State.HELD, Event.HANG_UP_BRANCH, State.ENDED, "branch", Reason.HUNG_UP_BRANCH),
    Transition(State.HELD, Event.HANG_UP_DESK, State.ENDED, "desk", Reason.HUNG_UP_DESK),
    Transition(State.HELD, Event.LOSE, State.ENDED, "system", Reason.LOST),
    Transition(State.ANSWERED, Event.HANG_UP_BRANCH, State.ENDED, "branch", Reason.HUNG_UP_BRANCH),
    Transition(State.ANSWERED, Event.HANG_UP_DESK, State.ENDED, "desk", Reason.HUNG_UP_DESK),
    Transition(State.PLACED, Event.LOSE, State.ENDED, "system", Reason.LOST),
    Transition(State.RINGING, Event.LOSE, State.ENDED, "system", Reason.LOST),
    Transition(State.ANSWERED, Event.LOSE, State.ENDED, "system", Reason.LOST),
)

ON = (State.ANSWERED, State.HELD)
"""A desk owns the call and somebody sits at the branch."""
GONE = (State.PARKED, State.ENDED)
"""Nobody sits at the branch for it."""

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
