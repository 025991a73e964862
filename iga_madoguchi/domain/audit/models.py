"""The table `operation_log`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment


class OperationLog(SQLModel, table=True):
    """One operation. `hash` covers the row and the hash before it, so that a later change shows."""

    __tablename__ = "operation_log"
    # Whatever is asked for is read newest first, page by page, among millions.
    __table_args__ = tuple(
        Index(f"ix_operation_log_{column}_at", column, "at", "seq")
        for column in ("action", "actor", "terminal")
    )

    seq: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    action: str = Field(max_length=64)
    actor: str = Field(max_length=64)
    terminal: str = Field(default="", max_length=32)
    subject: str = Field(default="", max_length=64, index=True)
    data: str = Field(default="{}", max_length=4000)
    previous: str = Field(default="", max_length=64)
    hash: str = Field(max_length=64)
