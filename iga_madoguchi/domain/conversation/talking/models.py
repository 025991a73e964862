"""Tables of what is said in writing. The words stand here sealed only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import Moment


class Talk(SQLModel, table=True):
    """The written conversation of one call. `key` seals all of it; without it no row can be read."""

    call_id: str = Field(foreign_key="call.id", primary_key=True, max_length=22)
    key: str = Field(max_length=22)
    started_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    kept_until: datetime | None = Field(default=None, sa_column=Column(Moment, index=True))
    kept_by: str | None = Field(default=None, foreign_key="department.id", max_length=32)


class Utterance(SQLModel, table=True):
    """One saying. `number` orders those of a call; `tmp` is its speaker's own name for it."""

    __table_args__ = (Index("one_number_per_saying", "call_id", "number", unique=True),)

    id: str = Field(primary_key=True, max_length=22)
    call_id: str = Field(foreign_key="talk.call_id", max_length=22)
    number: int
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    participant_id: str = Field(max_length=22)
    side: str = Field(max_length=6)
    author: str = Field(max_length=80)
    kind: str = Field(max_length=8)
    tmp: str = Field(max_length=40)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
