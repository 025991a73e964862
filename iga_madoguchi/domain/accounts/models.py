"""Tables of staff and their sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey
from sqlmodel import Field, SQLModel

from iga_madoguchi.db.columns import BigKey, Moment


class Staff(SQLModel, table=True):
    """A person who logs in. `desk_id` is the desk they work at; the bureau's have none.

    `password_hash` is "" until a password was set: nothing fits it.
    """

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    login: str = Field(max_length=32, unique=True)
    name: str = Field(max_length=40)
    role: str = Field(max_length=8)
    desk_id: str | None = Field(default=None, foreign_key="terminal.id", max_length=32)
    password_hash: str = Field(max_length=200)
    disabled_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    revision: int = 0


class StaffCode(SQLModel, table=True):
    """A one-time code with which somebody sets a password of their own. Only its digest is kept."""

    __tablename__ = "staff_code"

    staff_id: int = Field(
        sa_column=Column(BigKey, ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    )
    digest: str = Field(max_length=64)
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class StaffFactor(SQLModel, table=True):
    """What somebody shows beside their password: an app's codes (`code`) or a passkey (`passkey`).

    `secret` is the app's, sealed with `key`; `last_step` the newest 30 seconds a code of it was taken for.
    """

    __tablename__ = "staff_factor"

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    staff_id: int = Field(foreign_key="staff.id", index=True)
    kind: str = Field(max_length=8)
    name: str = Field(max_length=40)
    key: str = Field(default="", max_length=64)
    secret: bytes = Field(default=b"", max_length=1000)
    last_step: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    credential: str | None = Field(default=None, max_length=1400, unique=True)
    public_key: bytes = Field(default=b"", max_length=2000)
    uses: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    added_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class AccountRule(SQLModel, table=True):
    """A rule for logins that was switched; what has no row is on.

    `minutes`: after how long it acts, None where it is not about time.
    """

    __tablename__ = "account_rule"

    id: str = Field(primary_key=True, max_length=32)
    on: bool
    minutes: int | None = None
    since: datetime = Field(sa_column=Column(Moment, nullable=False))
    by: str = Field(max_length=64)


class PairedRequest(SQLModel, table=True):
    """What one admin asked for and another one has to confirm; `outcome` is "" while it waits."""

    __tablename__ = "paired_request"

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    kind: str = Field(max_length=32)
    subject: str = Field(max_length=64)
    asked_by: str = Field(max_length=64)
    asked_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    until: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    outcome: str = Field(default="", max_length=12)
    decided_by: str = Field(default="", max_length=64)
    decided_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class StaffSession(SQLModel, table=True):
    """A login on one device. Only the digest of the cookie is kept.

    `acted_at`: when a hand was last seen there, or a call ran; `shown_at`: when the password was last typed,
    None for not since the login; `locked_at`: since when it waits for the password.
    """

    __tablename__ = "staff_session"

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    digest: str = Field(max_length=64, unique=True)
    staff_id: int = Field(foreign_key="staff.id")
    device_id: int = Field(foreign_key="device.id", index=True)
    started_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    acted_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    shown_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    locked_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Moment))
