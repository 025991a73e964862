"""The tables of self-tests: one row for each run, and what the bureau has ordered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment


class SelfTest(SQLModel, table=True):
    """One run. `parts`: part -> [state, code]; `figures` are numbers only, never a picture or a sound."""

    __tablename__ = "self_test"
    __table_args__ = (Index("self_tests_of_terminal", "terminal_id", "at"),)

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    terminal_id: str = Field(foreign_key="terminal.id", max_length=32)
    at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    cause: str = Field(max_length=8)
    state: str = Field(max_length=8)
    took_ms: int
    browser: str = Field(default="", max_length=40)
    parts: dict[str, list[str]] = Field(sa_column=Column(JSON, nullable=False))
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class SelfTestOrder(SQLModel, table=True):
    """Somebody wants this terminal to test itself; the run that follows takes the row away."""

    __tablename__ = "self_test_order"

    terminal_id: str = Field(primary_key=True, foreign_key="terminal.id", max_length=32)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
