"""The life of a filling as one table: which event is possible in which state. Pure.

What it becomes after a change follows from what is written: see `settled`.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from iga_madoguchi.domain.forms.template import Form
from iga_madoguchi.errors import WrongOrder


class State(StrEnum):
    OPEN = "open"  # something is missing, or waits for the resident's word
    CONFIRMED = "confirmed"  # the resident has said yes to everything
    SIGNED = "signed"
    DONE = "done"  # printed; nothing changes any more
    DROPPED = "dropped"


class Event(StrEnum):
    WRITE = "write"
    CONFIRM = "confirm"
    DOUBT = "doubt"  # the resident asks to correct a field
    SIGN = "sign"
    UNSIGN = "unsign"  # 書きなおす
    FINISH = "finish"
    DROP = "drop"
    RESTORE = "restore"


ACTIVE = (State.OPEN, State.CONFIRMED, State.SIGNED)
"""On both screens; a call has at most one such filling."""

POSSIBLE: dict[Event, tuple[State, ...]] = {
    Event.WRITE: ACTIVE,
    Event.CONFIRM: ACTIVE,
    Event.DOUBT: ACTIVE,
    Event.SIGN: (State.CONFIRMED, State.SIGNED),
    Event.UNSIGN: (State.SIGNED,),
    Event.FINISH: (State.CONFIRMED, State.SIGNED),
    Event.DROP: ACTIVE,
    Event.RESTORE: (State.DROPPED,),
}


def step(state: str, event: Event) -> None:
    """Raises WrongOrder `forms.filling.<state>` where the event is not possible."""
    if state not in POSSIBLE[event]:
        raise WrongOrder(f"forms.filling.{state}", event=str(event))


def missing(form: Form, written: Collection[str]) -> tuple[str, ...]:
    """Required fields without a value, in the form's order."""
    return tuple(field.id for field in form.on_screen if field.required and field.id not in written)


def settled(form: Form, written: Collection[str], confirmed: Collection[str], *, signed: bool) -> State:
    """What an active filling is, from what is written, confirmed and signed."""
    if missing(form, written) or not written or not set(written) <= set(confirmed):
        return State.OPEN
    return State.SIGNED if signed else State.CONFIRMED


def must_be_ready(form: Form, state: str) -> None:
    """No form that asks for a signature goes without. Raises WrongOrder `forms.filling.unsigned`."""
    step(state, Event.FINISH)
    signature = form.signature
    if signature is not None and signature.required and state != State.SIGNED:
        raise WrongOrder("forms.filling.unsigned")
