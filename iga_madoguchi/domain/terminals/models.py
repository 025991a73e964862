"""Tables of places and devices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment


class Department(SQLModel, table=True):
    """A section of the city hall as residents know it; not the same as a desk.

    `words`: name and examples in other languages. What is retired keeps its row: history names it.
    """

    id: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=40)
    examples: str = Field(max_length=120)
    icon: str = Field(max_length=32)
    phone: str = Field(default="", max_length=20)
    position: int = Field(default=0)
    deputy_id: str | None = Field(default=None, foreign_key="department.id", max_length=32)
    words: dict[str, dict[str, str]] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    revision: int = Field(default=1)
    retired_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class Terminal(SQLModel, table=True):
    """A place where one device stands: a branch's kiosk or staff screen, a desk, a screen of the bureau.

    `words`, `phone` and the place on the bureau's map are those of a branch; without a column it has none.
    """

    id: str = Field(primary_key=True, max_length=32)
    kind: str = Field(max_length=8)
    name: str = Field(max_length=40)
    position: int = Field(default=0)
    face: str = Field(default="", max_length=200)
    paper: str = Field(default="", max_length=200)
    microphone: str = Field(default="", max_length=200)
    speaker: str = Field(default="", max_length=200)
    handset: str = Field(default="", max_length=200)
    blur: bool = Field(default=False)
    branch_id: str | None = Field(default=None, foreign_key="terminal.id", max_length=32)
    phone: str = Field(default="", max_length=20)
    words: dict[str, dict[str, str]] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    map_column: int | None = Field(default=None)
    map_row: int | None = Field(default=None)
    revision: int = Field(default=1)
    retired_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class DeskDepartment(SQLModel, table=True):
    """Which departments are answered at which desk; one desk may serve two, one department have two desks."""

    __tablename__ = "desk_department"

    desk_id: str = Field(primary_key=True, foreign_key="terminal.id", max_length=32)
    department_id: str = Field(primary_key=True, foreign_key="department.id", max_length=32)


class EnrolmentCode(SQLModel, table=True):
    """A one-time code that makes the browser which opens it a terminal. Only its digest is kept."""

    __tablename__ = "enrolment_code"

    digest: str = Field(primary_key=True, max_length=64)
    terminal_id: str = Field(foreign_key="terminal.id", max_length=32)
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class Device(SQLModel, table=True):
    """A browser enrolled as a terminal. At most one per terminal is current."""

    __table_args__ = (
        Index(
            "one_current_device",
            "terminal_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    terminal_id: str = Field(foreign_key="terminal.id", max_length=32)
    digest: str = Field(max_length=64, unique=True)
    enrolled_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Moment))
