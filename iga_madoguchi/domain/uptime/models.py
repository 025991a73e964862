"""The table `uptime_day`."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class UptimeDay(SQLModel, table=True):
    """Minutes of one day at which somebody looked (`looked`) and found it there (`up`), and the same of the
    hours at which the city was open. `place` is a terminal's id, "" the server. `since` and `minute` are the
    first and the last minute that were counted, since 1970: of several servers one counts.
    """

    __tablename__ = "uptime_day"

    day: date = Field(primary_key=True)
    place: str = Field(primary_key=True, max_length=32)
    looked: int
    up: int
    open_looked: int
    open_up: int
    since: int = Field(sa_type=BigInteger)
    minute: int = Field(sa_type=BigInteger)
