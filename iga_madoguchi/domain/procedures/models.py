"""Tables of the catalogue. A version is written once and never changed: calls that run keep theirs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import Moment


class Procedure(SQLModel, table=True):
    """`version` is the newest; `department_id` is that version's, so that lists need not read contents."""

    __table_args__ = (Index("procedures_by_department", "department_id", "position"),)

    id: str = Field(primary_key=True, max_length=64)
    department_id: str = Field(foreign_key="department.id", max_length=32)
    version: int
    position: int = Field(default=0)
    retired_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    confirmed_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class ProcedureVersion(SQLModel, table=True):
    """What a procedure said from `saved_at` on; `content` is JSON as `content.data` makes it."""

    __tablename__ = "procedure_version"

    procedure_id: str = Field(primary_key=True, foreign_key="procedure.id", max_length=64)
    number: int = Field(primary_key=True)
    content: str
    saved_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    saved_by: str = Field(max_length=64)


class CatalogueRevision(SQLModel, table=True):
    """One row that counts every change, so that an index in memory knows when it is old."""

    __tablename__ = "catalogue_revision"

    id: int = Field(primary_key=True, default=1)
    revision: int = Field(default=0)
