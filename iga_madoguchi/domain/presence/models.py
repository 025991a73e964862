"""Tables of opening hours and of desks that are away."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment


class OpeningHours(SQLModel, table=True):
    """The usual hours of a weekday (0 = Monday). A weekday without a row is closed."""

    __tablename__ = "opening_hours"

    weekday: int = Field(primary_key=True)
    opens: time
    closes: time


class OpeningOverride(SQLModel, table=True):
    """An exception for one day, or for every day when `day` is empty. `closes` 00:00 means midnight after."""

    __tablename__ = "opening_override"

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    day: date | None = Field(default=None, index=True)
    is_open: bool
    opens: time = Field(default=time(0, 0))
    closes: time = Field(default=time(0, 0))
    note: str = Field(default="", max_length=100)


class DeskAway(SQLModel, table=True):
    """A desk whose clerk has left the seat; no row means at the seat."""

    __tablename__ = "desk_away"

    terminal_id: str = Field(primary_key=True, foreign_key="terminal.id", max_length=32)
    since: datetime = Field(sa_column=Column(Moment, nullable=False))
