"""Tables of records, of what is counted, and of what the saving is reckoned with."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment


class Record(SQLModel, table=True):
    """What one department says of one call. `id` is the day and a number: its order is the order of time.

    `called_id` is the department that the resident called, another one than `department_id` where a deputy
    answered. `revision` grows with every change; `saved_*`, `writer` and `reason` are of the last one.
    """

    __tablename__ = "consultation_record"
    __table_args__ = (
        Index("one_record_per_call_and_department", "call_id", "department_id", unique=True),
        Index("records_by_department", "department_id", "id"),
        Index("records_by_branch", "department_id", "branch_id", "id"),
        Index("records_by_procedure", "department_id", "procedure_id", "id"),
        Index("records_by_state", "department_id", "state", "id"),
    )

    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=False))
    call_id: str = Field(foreign_key="call.id", max_length=22)
    department_id: str = Field(foreign_key="department.id", max_length=32)
    called_id: str = Field(foreign_key="department.id", max_length=32)
    branch_id: str = Field(foreign_key="terminal.id", max_length=32)
    day: date
    ticket: int
    state: str = Field(default="draft", max_length=8)
    revision: int = Field(default=1)
    clerk: str = Field(max_length=40)
    memo: str = Field(default="", max_length=20_000)
    procedure_id: str = Field(default="", max_length=64)
    procedure_name: str = Field(default="", max_length=80)
    procedure_version: int = Field(default=0)
    result: str = Field(default="", max_length=8)
    missing: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    ticks: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    minutes: int | None = Field(default=None)
    papers: int = Field(default=0)
    resident_name: str = Field(default="", max_length=80)
    begun_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    saved_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    saved_by: str = Field(max_length=40)
    saved_login: str = Field(max_length=32)
    writer: str = Field(default="", max_length=64)
    number: int = Field(default=0)
    reason: str = Field(default="", max_length=200)
    finished_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class RecordRevision(SQLModel, table=True):
    """A text that a record had before, or (`aside`) one that was refused because a newer one stood there."""

    __tablename__ = "record_revision"
    __table_args__ = (Index("revisions_by_record", "record_id", "id"),)

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    record_id: int = Field(sa_column=Column(BigKey, ForeignKey("consultation_record.id"), nullable=False))
    number: int
    aside: bool = Field(default=False)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    author: str = Field(max_length=40)
    login: str = Field(max_length=32)
    reason: str = Field(default="", max_length=200)
    content: str = Field(sa_column=Column(Text, nullable=False))


class RecordMatter(SQLModel, table=True):
    """A procedure that stands in some record, under its newest name: for lists and statistics."""

    __tablename__ = "record_matter"

    id: str = Field(primary_key=True, max_length=64)
    name: str = Field(max_length=80)
    version: int


class RecordSetting(SQLModel, table=True):
    """What a department wants in its records. Without a row: no names."""

    __tablename__ = "record_setting"

    department_id: str = Field(primary_key=True, foreign_key="department.id", max_length=32)
    needs_name: bool = Field(default=False)


class Stay(SQLModel, table=True):
    """One call at one department, as the operation log tells it; made from the log again at any time.

    `first`: the call began here. `trip`: here it was answered first. `wait_s` only where it was waited for
    the answer. `owner_id`: the department that answered, a deputy for instance.
    `month` is year x 100 + month; `weekday` 0 is Monday; `hour` is Iga's.
    """

    __table_args__ = (Index("stays_by_day", "day"), Index("stays_by_owner", "owner_id", "day"))

    call_id: str = Field(primary_key=True, foreign_key="call.id", max_length=22)
    department_id: str = Field(primary_key=True, foreign_key="department.id", max_length=32)
    owner_id: str | None = Field(default=None, foreign_key="department.id", max_length=32)
    branch_id: str = Field(foreign_key="terminal.id", max_length=32)
    day: date
    month: int
    weekday: int
    hour: int
    first: bool
    trip: bool
    answered: bool
    outcome: str = Field(max_length=9)
    wait_s: int | None = Field(default=None)
    talk_s: int = Field(default=0)
    declines: int = Field(default=0)
    timeouts: int = Field(default=0)
    transferred: bool = Field(default=False)
    matter: str = Field(default="", max_length=64)


class StayMark(SQLModel, table=True):
    """Up to which entry of the operation log the stays are made; one row."""

    __tablename__ = "stay_mark"

    id: int = Field(default=1, primary_key=True)
    seq: int = Field(sa_column=Column(BigKey, nullable=False))


class CountedDay(SQLModel, table=True):
    """A day with stays or faces; its `version` is a new one whenever one of them changes."""

    __tablename__ = "counted_day"

    day: date = Field(primary_key=True)
    version: str = Field(max_length=22)


class SurveyGiven(SQLModel, table=True):
    """That the resident of a call has answered; not what."""

    __tablename__ = "survey_given"
    # Without a row id nobody can lay the two tables side by side in the order of their writing.
    __table_args__ = {"sqlite_with_rowid": False}

    call_id: str = Field(primary_key=True, foreign_key="call.id", max_length=22)


class SurveyCount(SQLModel, table=True):
    """How often a face was touched; never by whom or in which call."""

    __tablename__ = "survey_count"
    __table_args__ = {"sqlite_with_rowid": False}

    day: date = Field(primary_key=True)
    hour: int = Field(primary_key=True)
    branch_id: str = Field(primary_key=True, foreign_key="terminal.id", max_length=32)
    department_id: str = Field(primary_key=True, foreign_key="department.id", max_length=32)
    matter: str = Field(primary_key=True, max_length=64)
    face: str = Field(primary_key=True, max_length=4)
    month: int
    weekday: int
    count: int


class SavingAssumption(SQLModel, table=True):
    """What a trip from a branch's area to the city hall and back takes, and how many calls save one."""

    __tablename__ = "saving_assumption"

    branch_id: str = Field(primary_key=True, foreign_key="terminal.id", max_length=32)
    km: float
    minutes: int
    share: int
