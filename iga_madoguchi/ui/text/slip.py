"""The shape of the reservation slip's text: a language is complete when it fills every field."""

from __future__ import annotations

from dataclasses import dataclass

from iga_madoguchi.ui.text.dates import DateText


@dataclass(frozen=True)
class SlipText:
    """`{time}` is filled on the way to the paper."""

    tag: str
    city: str
    title: str
    number: str
    number_note: str
    when: str
    date: DateText
    time: str
    where: str
    department: str
    phone: str
    phone_note: str
    bring: str
    things: tuple[str, ...]
    bring_note: str
    late: str
