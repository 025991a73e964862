"""All queries on power."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.domain.power.models import ONLY, PowerSetting, PowerStanding


def setting(session: Session) -> PowerSetting | None:
    return session.get(PowerSetting, ONLY)


def standing(session: Session) -> PowerStanding | None:
    return session.get(PowerStanding, ONLY)
