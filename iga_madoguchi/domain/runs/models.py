"""The table `job_run`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment


class JobRun(SQLModel, table=True):
    """One run. `due_at` is the time it was scheduled for, nothing when a person ordered it.

    `runner` is the machine and data directory; `snapshot` what a backup made.
    """

    __tablename__ = "job_run"
    __table_args__ = (
        Index("one_try_of_a_due_time", "what", "kind", "due_at", "attempt", unique=True),
        Index("runs_by_kind", "what", "kind", "started_at"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    what: str = Field(max_length=32)
    kind: str = Field(default="", max_length=16)
    due_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    attempt: int = Field(default=1)
    runner: str = Field(max_length=80)
    started_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    outcome: str = Field(default="running", max_length=8)
    detail: str = Field(default="", max_length=400)
    snapshot: str = Field(default="", max_length=64)
