"""Tables of printers and print jobs. Neither a document nor anything it says is ever in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import Moment


class Printer(SQLModel, table=True):
    """The one printer that stands beside a branch's terminal."""

    branch_id: str = Field(primary_key=True, foreign_key="terminal.id", max_length=32)
    uri: str = Field(max_length=200)
    name: str = Field(default="", max_length=40)


class PrintJob(SQLModel, table=True):
    """One document for one branch. `ordered_by` is the terminal, `remote_id` the printer's own number.

    `call_id`: the call in which it was ordered; what it says is not for whoever comes to the branch next.
    """

    __tablename__ = "print_job"
    __table_args__ = (Index("print_jobs_by_branch", "branch_id", "ordered_at"),)

    id: str = Field(primary_key=True, max_length=22)
    branch_id: str = Field(foreign_key="terminal.id", max_length=32)
    kind: str = Field(max_length=8)
    ordered_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    ordered_by: str = Field(max_length=32)
    call_id: str | None = Field(default=None, max_length=22)
    state: str = Field(max_length=12, index=True)
    detail: str = Field(default="", max_length=40)
    remote_id: int | None = Field(default=None)
    finished_at: datetime | None = Field(default=None, sa_column=Column(Moment))
