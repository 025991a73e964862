"""Tables of what is being filled in. What a person wrote stands here sealed only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment


class Filling(SQLModel, table=True):
    """One form in one call. `revision` grows with every change; `signature` is sealed strokes."""

    __table_args__ = (
        Index(
            "one_active_filling_per_call",
            "call_id",
            unique=True,
            sqlite_where=text("state IN ('open', 'confirmed', 'signed')"),
            postgresql_where=text("state IN ('open', 'confirmed', 'signed')"),
        ),
        Index("ix_filling_call_id", "call_id"),
    )

    id: str = Field(primary_key=True, max_length=22)
    call_id: str = Field(foreign_key="call.id", max_length=22)
    form_id: str = Field(max_length=40)
    version: int
    state: str = Field(max_length=9)
    revision: int = Field(default=1)
    started_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    signature: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    signed_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    finished_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    document: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    kept_until: datetime | None = Field(default=None, sa_column=Column(Moment))
    kept_by: str | None = Field(default=None, foreign_key="department.id", max_length=32)
    forgotten_at: datetime | None = Field(default=None, sa_column=Column(Moment, index=True))


class FillingValue(SQLModel, table=True):
    """One field, sealed. `version` counts its changes; `written_by` is desk or branch."""

    __tablename__ = "filling_value"
    __table_args__ = (Index("one_value_per_field", "filling_id", "field", unique=True),)

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    filling_id: str = Field(foreign_key="filling.id", max_length=22)
    field: str = Field(max_length=40)
    version: int = Field(default=1)
    value: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    empty: bool = Field(default=False)
    written_by: str = Field(max_length=6)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    confirmed_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    doubted_at: datetime | None = Field(default=None, sa_column=Column(Moment))
