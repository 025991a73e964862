"""Writes and checks the operation log. Never holds names, numbers or contents of papers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

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


@dataclass(frozen=True)
class Past:
    """An operation of made-up years, as `record` would have been told of it."""

    at: datetime
    action: str
    actor: Actor
    subject: str
    data: dict[str, str | int | bool | None]


def record_past(session: Session, entries: Iterable[Past]) -> int:
    """Append very many operations, oldest first, chained as `record` chains them; the last one's number."""
    before = repository.last(session)
    start = 0 if before is None else before.seq or 0
    repository.load(session, _chain(entries, start, "" if before is None else before.hash))
    return last_seq(session)


def _chain(entries: Iterable[Past], seq: int, previous: str) -> Iterator[tuple[object, ...]]:
    for entry in entries:
        data = json.dumps(entry.data, ensure_ascii=False, sort_keys=True)
        fields = (entry.action, entry.actor.name, entry.actor.terminal, entry.subject, data, previous)
        seq, previous = seq + 1, _digest(entry.at.astimezone(UTC), *fields)
        yield seq, entry.at, *fields, previous


def verify(database: Database) -> tuple[int, int | None]:
    """(entries checked, seq of the first entry that does not fit, or None)."""
    checked, previous = 0, ""
    with database.reading() as session:
        for entry in repository.all_in_order(session):
            if entry.previous != previous or entry.hash != _hash(entry):
                return checked, entry.seq
            checked, previous = checked + 1, entry.hash
    return checked, None


def head(session: Session) -> tuple[int, str]:
    """(seq, hash) of the newest entry; (0, "") of an empty log. Whoever keeps it finds out a cut-off end."""
    entry = repository.last(session)
    return (0, "") if entry is None else (entry.seq or 0, entry.hash)


def newest(database: Database, limit: int = 50) -> list[LogEntry]:
    with database.reading() as session:
        return [_view(entry) for entry in repository.newest(session, limit)]


def history(database: Database, subject: str, limit: int = 200) -> list[LogEntry]:
    """What happened to one subject, oldest first."""
    with database.reading() as session:
        return [_view(entry) for entry in repository.by_subject(session, subject, limit)]


def newest_of(database: Database, subject: str, limit: int = 200) -> list[LogEntry]:
    """What happened to one subject, newest first."""
    with database.reading() as session:
        return [_view(entry) for entry in repository.newest_by_subject(session, subject, limit)]


def of_subject(session: Session, subject: str, prefix: str, limit: int = 2000) -> list[LogEntry]:
    """What happened to one subject, by actions that begin so, oldest first."""
    return [_view(entry) for entry in repository.by_subject(session, subject, limit, prefix)]


def last_seq(session: Session) -> int:
    """The number of the newest entry, 0 in an empty log."""
    entry = repository.last(session)
    return 0 if entry is None else entry.seq or 0


def touched(session: Session, after: int, prefix: str, limit: int) -> tuple[list[str], int]:
    """Whom actions that begin so have touched since `after`, each once; and up to where that was read."""
    # Taken first: what is written meanwhile is behind it and comes next time.
    newest = last_seq(session)
    found = repository.touched(session, after, prefix, limit)
    read_to = found[-1][0] if len(found) == limit else newest
    return list(dict.fromkeys(subject for _, subject in found)), read_to


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
    return _digest(
        entry.at, entry.action, entry.actor, entry.terminal, entry.subject, entry.data, entry.previous
    )


def _digest(at: datetime, *fields: str) -> str:
    whole = (at.isoformat(timespec="microseconds"), *fields)
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()
