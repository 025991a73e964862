"""All queries on switches."""

from __future__ import annotations

from sqlmodel import Session, select

from iga_madoguchi.domain.functions.models import FunctionOff

LIMIT = 100


def rows(session: Session) -> list[FunctionOff]:
    return list(session.exec(select(FunctionOff).limit(LIMIT)))


def row(session: Session, function_id: str) -> FunctionOff | None:
    return session.get(FunctionOff, function_id)
