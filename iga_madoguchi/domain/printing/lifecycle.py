"""The life of a print job as one table: from which state which event leads where."""

from __future__ import annotations

from enum import StrEnum

from iga_madoguchi.errors import WrongOrder


class State(StrEnum):
    WAITING = "waiting"  # ordered; the printer has not heard of it
    SENDING = "sending"
    PRINTING = "printing"  # the printer has it; what hinders it stands in `detail`
    CANCELLING = "cancelling"  # somebody wants it stopped; the printer has the last word
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"  # the server was restarted on the way; nobody knows whether paper came out


class Event(StrEnum):
    SEND = "send"
    ACCEPT = "accept"  # the printer has taken it
    FINISH = "finish"
    FAIL = "fail"
    CANCEL = "cancel"  # a person's wish
    STOP = "stop"  # the printer has let go of it
    LOSE = "lose"
    AGAIN = "again"  # the same document once more


OPEN = (State.WAITING, State.SENDING, State.PRINTING, State.CANCELLING)
COMING = (State.SENDING, State.PRINTING)
"""Paper is about to come out."""

TABLE: dict[tuple[State, Event], State] = {
    (State.WAITING, Event.SEND): State.SENDING,
    (State.WAITING, Event.CANCEL): State.CANCELLED,
    (State.WAITING, Event.FAIL): State.FAILED,
    (State.WAITING, Event.LOSE): State.LOST,
    (State.SENDING, Event.ACCEPT): State.PRINTING,
    (State.SENDING, Event.CANCEL): State.CANCELLING,
    (State.SENDING, Event.FAIL): State.FAILED,
    (State.SENDING, Event.LOSE): State.LOST,
    (State.PRINTING, Event.CANCEL): State.CANCELLING,
    (State.PRINTING, Event.FINISH): State.DONE,
    (State.PRINTING, Event.FAIL): State.FAILED,
    (State.PRINTING, Event.STOP): State.CANCELLED,
    (State.PRINTING, Event.LOSE): State.LOST,
    (State.CANCELLING, Event.ACCEPT): State.CANCELLING,
    (State.CANCELLING, Event.FINISH): State.DONE,
    (State.CANCELLING, Event.FAIL): State.FAILED,
    (State.CANCELLING, Event.STOP): State.CANCELLED,
    (State.CANCELLING, Event.LOSE): State.LOST,
    (State.FAILED, Event.AGAIN): State.WAITING,
}


def step(state: State, event: Event) -> State:
    """Where an event leads. Raises WrongOrder `printing.job.<state>` where it leads nowhere."""
    target = TABLE.get((state, event))
    if target is None:
        raise WrongOrder(f"printing.job.{state}", event=str(event))
    return target
