"""The tables of monitoring: faults from beginning to end, and figures over time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, text
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment

OPEN = text("recovered_at IS NULL")


class Incident(SQLModel, table=True):
    """One fault. `server` is the machine and data directory that saw it; `words` is JSON for its sentences.

    A cause has one open incident per server.
    """

    __tablename__ = "incident"
    __table_args__ = (
        Index(
            "one_open_incident",
            "server",
            "check_id",
            "subject",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    server: str = Field(max_length=80)
    check_id: str = Field(max_length=40)
    subject: str = Field(default="", max_length=80)
    raised_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    worst: str = Field(max_length=8)
    words: str = Field(default="{}", max_length=1000)
    recovered_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    acknowledged_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    acknowledged_by: str = Field(default="", max_length=64)
    comment: str = Field(default="", max_length=200)


class Sample(SQLModel, table=True):
    """A measure of one server over `span_s` seconds from `at` on."""

    __tablename__ = "monitoring_sample"

    measure: str = Field(primary_key=True, max_length=24)
    span_s: int = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Moment, primary_key=True))
    least: float
    mean: float
    greatest: float
    looks: int
