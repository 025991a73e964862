"""Tables of what the staff write to each other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment


class LineMessage(SQLModel, table=True):
    """One short message between the branch's staff and the desk of a call. `side` is staff or desk."""

    __tablename__ = "line_message"

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    call_id: str = Field(foreign_key="call.id", max_length=22, index=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    side: str = Field(max_length=8)
    author: str = Field(max_length=40)
    place: str = Field(max_length=40)
    text: str = Field(max_length=500)
