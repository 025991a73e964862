"""The one table of private questions. A row goes as soon as its answer is read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import Moment


class PrivateQuestion(SQLModel, table=True):
    """The open question of a call; `id` names the key that seals `question` and `answer`.

    `desk_id` is the desk that asked: for any other one this row is nothing.
    """

    __tablename__ = "private_question"

    id: str = Field(primary_key=True, max_length=22)
    call_id: str = Field(foreign_key="call.id", max_length=22, unique=True)
    desk_id: str = Field(foreign_key="terminal.id", max_length=32)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    question: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    answer: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
