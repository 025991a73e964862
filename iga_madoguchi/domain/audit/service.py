"""Writes and checks the operation log. Never holds names, numbers or contents of papers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import repository
from iga_madoguchi.domain.audit.models import OperationLog


@dataclass(frozen=True)
class Actor:
    """Who acts: `name` is a login, "resident", "branch_staff", "system" or "console"; `terminal` where."""

    name: str
    terminal: str = ""


SYSTEM = Actor("system")
RESIDENT = "resident"
BRANCH_STAFF = "branch_staff"


@dataclass(frozen=True)
class LogEntry:
    seq: int
    at: datetime
    action: str
    actor: str
    terminal: str
    subject: str
    data: dict[str, object]


def record(
    session: Session,
    at: datetime,
    action: str,
    actor: Actor,
    subject: str = "",
    **data: str | int | bool | None,
) -> None:
    """Append one operation in the caller's transaction; `action` is dotted, such as `calls.call.placed`."""
    before = repository.last(session)
    entry = OperationLog(
        at=at,
        action=action,
        actor=actor.name,
        terminal=actor.terminal,
        subject=subject,
        data=json.dumps(data, ensure_ascii=False, sort_keys=True),
        previous=before.hash if before else "",
        hash="",
    )
    entry.hash = _hash(entry)
    session.add(entry)
    session.flush()


def verify(database: Database) -> tuple[int, int | None]:
    """(entries checked, seq of the first entry that does not fit, or None)."""
    checked, previous = 0, ""
    with database.reading() as session:
        for entry in repository.all_in_order(session):
            if entry.previous != previous or entry.hash != _hash(entry):
                return checked, entry.seq
            checked, previous = checked + 1, entry.hash
    return checked, None


def newest(database: Database, limit: int = 50) -> list[LogEntry]:
    with database.reading() as session:
        return [_view(entry) for entry in repository.newest(session, limit)]


def history(database: Database, subject: str, limit: int = 200) -> list[LogEntry]:
    """What happened to one subject, oldest first."""
    with database.reading() as session:
        return [_view(entry) for entry in repository.by_subject(session, subject, limit)]


def _view(entry: OperationLog) -> LogEntry:
    return LogEntry(
        entry.seq or 0,
        entry.at,
        entry.action,
        entry.actor,
        entry.terminal,
        entry.subject,
        json.loads(entry.data),
    )


def _hash(entry: OperationLog) -> str:
    fields = (
        entry.at.isoformat(timespec="microseconds"),
        entry.action,
        entry.actor,
        entry.terminal,
        entry.subject,
        entry.data,
        entry.previous,
    )
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
