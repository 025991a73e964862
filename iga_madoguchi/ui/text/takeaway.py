"""The shape of the take-away slip's text: a language is complete when it fills every field."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TakeawayText:
    """`{year}` `{month}` `{day}` are filled on the way to the paper. `lack`: the papers still to bring."""

    tag: str
    city: str
    title: str
    date: str
    number: str
    number_note: str
    about: str
    steps: str
    lack: str
    lack_note: str
    deadline: str
    phone: str
    phone_note: str
    own_note: str  # beside the code
