"""The tables of power: which UPS there is, and how it stands with the power now; one row each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import Moment

ONLY = 1


class PowerSetting(SQLModel, table=True):
    """No row: there is no UPS. Its password lies in the data directory, not here."""

    __tablename__ = "power_setting"

    id: int = Field(default=ONLY, primary_key=True)
    name: str = Field(max_length=64)
    host: str = Field(max_length=100)
    port: int
    login: str = Field(default="", max_length=64)


class PowerStanding(SQLModel, table=True):
    """`left_min`: whole minutes until the stop, as the UPS tells. `wanted_at`: somebody ordered the end."""

    __tablename__ = "power_standing"

    id: int = Field(default=ONLY, primary_key=True)
    phase: str = Field(default="line", max_length=16)
    since: datetime | None = Field(default=None, sa_column=Column(Moment))
    holds: bool = False
    left_min: int | None = None
    fault: str = Field(default="", max_length=16)
    wanted_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    prepared_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    outcome: str = Field(default="", max_length=64)
    drill_since: datetime | None = Field(default=None, sa_column=Column(Moment))
    restart_at: datetime | None = Field(default=None, sa_column=Column(Moment))
