"""Tables of calls and of who takes part in them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, text
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment


class Call(SQLModel, table=True):
    """One visit of a resident to a department, from the touch on the screen to its end."""

    __table_args__ = (
        Index(
            "one_open_call_per_branch",
            "branch_id",
            unique=True,
            sqlite_where=text("state NOT IN ('ended', 'parked')"),
            postgresql_where=text("state NOT IN ('ended', 'parked')"),
        ),
        Index(
            "one_call_per_desk",
            "desk_id",
            unique=True,
            sqlite_where=text("state IN ('answered', 'held', 'recalled')"),
            postgresql_where=text("state IN ('answered', 'held', 'recalled')"),
        ),
        Index("one_ticket_per_day", "day", "ticket", unique=True),
        Index("calls_by_state", "state", "placed_at"),
        Index("calls_by_department", "department_id", "ended_at"),
    )

    id: str = Field(primary_key=True, max_length=22)
    day: date
    ticket: int
    branch_id: str = Field(foreign_key="terminal.id", max_length=32)
    department_id: str = Field(foreign_key="department.id", max_length=32)
    state: str = Field(max_length=8)
    needs: str = Field(default="", max_length=100)
    language: str = Field(default="ja", max_length=8)
    placed_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    rang_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    answered_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    end_reason: str = Field(default="", max_length=16)
    desk_id: str | None = Field(default=None, foreign_key="terminal.id", max_length=32)
    staff_name: str = Field(default="", max_length=40)
    decline_reason: str = Field(default="", max_length=8)
    not_before: datetime | None = Field(default=None, sa_column=Column(Moment))
    rank: int = Field(default=2)
    priority: str = Field(default="", max_length=12)
    from_department_id: str | None = Field(default=None, foreign_key="department.id", max_length=32)
    from_desk_id: str | None = Field(default=None, foreign_key="terminal.id", max_length=32)
    parked: str = Field(default="", max_length=12)
    escalated_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    itinerary: str = Field(default="", max_length=300)
    stage: int = Field(default=0)
    procedure_id: str = Field(default="", max_length=64)
    procedure_version: int = Field(default=0)
    procedure_name: str = Field(default="", max_length=200)


class Participant(SQLModel, table=True):
    """A terminal in a call: the branch joins by placing, a desk is invited by ringing, joins by answering.

    A guest (another desk, another branch, an interpreter) is invited by the desk and joins by accepting.
    The bureau asks to look in; it has joined once the owner desk and the resident have both agreed.
    """

    __table_args__ = (Index("one_seat_per_terminal", "call_id", "terminal_id", unique=True),)

    id: str = Field(primary_key=True, max_length=22)
    call_id: str = Field(foreign_key="call.id", max_length=22)
    terminal_id: str = Field(foreign_key="terminal.id", max_length=32, index=True)
    kind: str = Field(max_length=12)
    state: str = Field(max_length=8)
    staff_name: str = Field(default="", max_length=40)
    reason: str = Field(default="", max_length=12)
    desk_agreed: bool = Field(default=False)
    branch_agreed: bool = Field(default=False)
    since: datetime | None = Field(default=None, sa_column=Column(Moment))


class HelpRequest(SQLModel, table=True):
    """A resident wants somebody of the branch beside them; one row a branch, the newest request."""

    __tablename__ = "help_request"

    branch_id: str = Field(primary_key=True, foreign_key="terminal.id", max_length=32)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    seen_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class CallNote(SQLModel, table=True):
    """What one desk writes for the next; the resident's screen never shows it."""

    __tablename__ = "call_note"

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    call_id: str = Field(foreign_key="call.id", max_length=22, index=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    author: str = Field(max_length=40)
    place: str = Field(max_length=40)
    text: str = Field(max_length=1000)


class Vigil(SQLModel, table=True):
    """Two terminals that keep each other company for hours; not a call, so it never stands in one's way."""

    __table_args__ = (Index("vigils_by_state", "state"),)

    id: str = Field(primary_key=True, max_length=22)
    asker_id: str = Field(foreign_key="terminal.id", max_length=32)
    asked_id: str = Field(foreign_key="terminal.id", max_length=32)
    state: str = Field(max_length=8)
    asked_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    begun_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    end_reason: str = Field(default="", max_length=12)
