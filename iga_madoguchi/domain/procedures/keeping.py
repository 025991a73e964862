"""How a procedure is kept: the steps that every change is made of, within the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session

from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.procedures import policy, repository
from iga_madoguchi.domain.procedures.content import Content, data, restored
from iga_madoguchi.domain.procedures.models import Procedure, ProcedureVersion


def content_of(version: ProcedureVersion) -> Content:
    return _read(version.content)


@lru_cache(maxsize=2 * policy.PROCEDURES)
def _read(text: str) -> Content:
    """Every list reads all of them, and they seldom change."""
    return restored(json.loads(text))


def put_new(
    session: Session, procedure_id: str, content: Content, at: datetime, actor: Actor, position: int
) -> Procedure:
    """A first version. The caller has looked that the id is free."""
    row = Procedure(id=procedure_id, department_id=content.department, version=1, position=position)
    session.add(row)
    session.flush()
    _write(session, row, content, at, actor)
    return row


def put_version(session: Session, row: Procedure, content: Content, at: datetime, actor: Actor) -> int:
    """The next version becomes the newest; its number."""
    row.version += 1
    row.department_id = content.department
    session.add(row)
    _write(session, row, content, at, actor)
    return row.version


def fill(session: Session, entries: Iterable[tuple[str, Content]], at: datetime) -> None:
    """The catalogue of a new city: laid out like its places, before there is anybody who acts."""
    for position, (procedure_id, content) in enumerate(entries):
        put_new(session, procedure_id, content, at, SYSTEM, position)
    repository.touch(session)


def _write(session: Session, row: Procedure, content: Content, at: datetime, actor: Actor) -> None:
    session.add(
        ProcedureVersion(
            procedure_id=row.id,
            number=row.version,
            content=json.dumps(data(content), ensure_ascii=False, sort_keys=True),
            saved_at=at,
            saved_by=actor.name,
        )
    )
