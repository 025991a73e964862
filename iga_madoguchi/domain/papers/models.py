"""Tables of papers, their pages, what is drawn on them, and identity checks. Pictures stand in the vault."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment

NEVER_AGAIN = {"sqlite_autoincrement": True}  # an id that a screen still holds must not become another's


class CallPapers(SQLModel, table=True):
    """What both sides of a call see: a paper's page, or the live picture.

    `covering`: the orders since which the camera is dark, "" when it may be seen.
    """

    __tablename__ = "call_papers"

    call_id: str = Field(primary_key=True, foreign_key="call.id", max_length=22)
    shown: str = Field(default="live", max_length=22)
    page: int = Field(default=1)
    covering: str = Field(default="", max_length=2000, sa_column_kwargs={"server_default": ""})


class Paper(SQLModel, table=True):
    """A still of one or more pages, a document, a sample or a blank; gone with its call unless `kept_until`.

    What is kept belongs to the department that kept it, wherever the call went on to.
    """

    id: str = Field(primary_key=True, max_length=22)
    call_id: str = Field(foreign_key="call.id", max_length=22, index=True)
    kind: str = Field(max_length=8)
    title: str = Field(default="", max_length=80)
    key: str = Field(max_length=22)
    document: str = Field(default="", max_length=22)
    added_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    kept_until: datetime | None = Field(default=None, sa_column=Column(Moment, index=True))
    kept_by: str | None = Field(default=None, foreign_key="department.id", max_length=32)


class PaperPage(SQLModel, table=True):
    """A page's blobs: as received, as shown ("" until a document's page is first looked at), with masks."""

    __tablename__ = "paper_page"

    paper_id: str = Field(primary_key=True, foreign_key="paper.id", max_length=22)
    number: int = Field(primary_key=True)
    received: str = Field(default="", max_length=22)
    image: str = Field(default="", max_length=22)
    covered: str = Field(default="", max_length=22)
    width: int
    height: int
    received_width: int
    received_height: int
    certain: bool = Field(default=True)
    turned: int = Field(default=0)
    corners: str = Field(default="", max_length=200)


class PaperDrawing(SQLModel, table=True):
    """A document's page in another width than the default: a blob, from the first look on."""

    __tablename__ = "paper_drawing"

    paper_id: str = Field(primary_key=True, foreign_key="paper.id", max_length=22)
    number: int = Field(primary_key=True)
    width: int = Field(primary_key=True)
    blob: str = Field(max_length=22)


class PaperMark(SQLModel, table=True):
    """Something drawn on a page, or on the live picture (`paper_id` is empty)."""

    __tablename__ = "paper_mark"
    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    call_id: str = Field(foreign_key="call.id", max_length=22, index=True)
    paper_id: str | None = Field(default=None, foreign_key="paper.id", max_length=22, index=True)
    page: int
    by: str = Field(max_length=8)
    terminal_id: str = Field(foreign_key="terminal.id", max_length=32)
    shape: str = Field(max_length=8)
    points: str = Field(max_length=4000)
    text: str = Field(default="", max_length=60)
    tmp: str = Field(default="", max_length=40)


class PaperMask(SQLModel, table=True):
    """A part of a page that nobody sees until the mask is lifted."""

    __tablename__ = "paper_mask"
    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    paper_id: str = Field(foreign_key="paper.id", max_length=22, index=True)
    page: int
    x: float
    y: float
    width: float
    height: float


class IdentityCheck(SQLModel, table=True):
    """That a document was shown and compared, and how it came out. No picture, no number."""

    __tablename__ = "identity_check"

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    call_id: str = Field(foreign_key="call.id", max_length=22, index=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    document: str = Field(max_length=10)
    result: str = Field(max_length=10)
    staff_name: str = Field(max_length=40)
