"""The shape of the reservation slip's text: a language is complete when it fills every field."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SlipText:
    """`{month}` `{day}` `{weekday}` `{time}` are filled on the way to the paper; dicts are by stable id."""

    tag: str
    city: str
    title: str
    number: str
    number_note: str
    when: str
    date: str
    time: str
    weekdays: tuple[str, str, str, str, str, str, str]  # from Monday
    where: str
    department: str
    phone: str
    phone_note: str
    bring: str
    things: tuple[str, ...]
    bring_note: str
    late: str
    departments: dict[str, str]
    branches: dict[str, str]
