"""The table of reservations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, text
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import Moment

_HELD = text("state IN ('open', 'arrived')")


def _once(name: str, *columns: str) -> Index:
    """At most one reservation that holds these; what was cancelled or missed does not count."""
    return Index(name, *columns, unique=True, sqlite_where=_HELD, postgresql_where=_HELD)


class Reservation(SQLModel, table=True):
    """A desk and a branch's terminal, kept for half an hour. `number` is all that its owner needs to know."""

    __table_args__ = (
        _once("one_reservation_per_desk_and_slot", "desk_id", "starts_at"),
        _once("one_reservation_per_branch_and_slot", "branch_id", "starts_at"),
        _once("one_number_per_branch_and_day", "branch_id", "day", "number"),
        Index("reservations_by_state", "state", "starts_at"),
        Index("reservations_by_day", "day", "starts_at"),
    )

    id: str = Field(primary_key=True, max_length=22)
    branch_id: str = Field(foreign_key="terminal.id", max_length=32)
    department_id: str = Field(foreign_key="department.id", max_length=32)
    desk_id: str = Field(foreign_key="terminal.id", max_length=32)
    day: date
    starts_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    number: str = Field(max_length=4)
    state: str = Field(max_length=9)
    needs: str = Field(default="", max_length=100)
    language: str = Field(default="ja", max_length=8)
    matter: str = Field(default="", max_length=16)
    settled_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    call_id: str | None = Field(default=None, foreign_key="call.id", max_length=22)
