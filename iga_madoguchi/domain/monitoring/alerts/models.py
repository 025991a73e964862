"""The outbox: what is to be told, and how far each means has come with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment


class Alert(SQLModel, table=True):
    """One thing to tell. `event`: raised, worse, over (of the incident) or drill (of none)."""

    __tablename__ = "alert"

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    server: str = Field(max_length=80)
    event: str = Field(max_length=8)
    incident_id: int | None = Field(default=None, sa_column=Column(BigKey, nullable=True))
    urgent: bool
    queued_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))


class AlertSending(SQLModel, table=True):
    """An alert on its way by one means. `held`: it waits for the end of the quiet hours.

    `fault`: why the last try did not work; `detail`: what the means itself says of its arrival.
    """

    __tablename__ = "alert_sending"

    alert_id: int = Field(sa_column=Column(BigKey, primary_key=True))
    means: str = Field(primary_key=True, max_length=8)
    state: str = Field(max_length=8, index=True)
    held: bool
    tries: int = 0
    next_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    tried_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    fault: str = Field(default="", max_length=40)
    detail: str = Field(default="", max_length=16)
