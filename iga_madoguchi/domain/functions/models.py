"""The table of what is switched off; what has no row is on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import Moment


class FunctionOff(SQLModel, table=True):
    __tablename__ = "function_off"

    id: str = Field(primary_key=True, max_length=32)
    since: datetime = Field(sa_column=Column(Moment, nullable=False))
    by: str = Field(max_length=64)
