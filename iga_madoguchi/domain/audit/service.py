"""Writes and checks the operation log. Never holds names, numbers or contents of papers."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from iga_madoguchi.db.session import Database, afterwards
from iga_madoguchi.domain.audit import examining, repository, seal
from iga_madoguchi.domain.audit.examining import Fault, Kind, Verdict
from iga_madoguchi.domain.audit.models import OperationLog
from iga_madoguchi.domain.audit.seal import Head, Seal
from iga_madoguchi.errors import Unavailable

SEAL = "audit.seal"
"""Where the `info` of a `Database` holds its `Seal`; without one, entries are summed up and not sealed."""


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
    """Append one operation in the caller's transaction; `action` is dotted, such as `calls.call.placed`.

    Raises Unavailable `data.unwritable`, `audit.key.unreadable`.
    """
    before, sealed = repository.last(session), _seal(session.info)
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
    content = _content(entry)
    after = 0 if before is None else before.seq or 0
    entry.hash = seal.plain(content) if sealed is None else sealed.new(after, content)
    session.add(entry)
    session.flush()
    if sealed is not None:
        afterwards(session, functools.partial(sealed.witness, Head(entry.seq or 0, entry.hash)))


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
    before, sealed = head(session), _seal(session.info)
    repository.load(session, _chain(entries, before, sealed))
    last = head(session)
    if sealed is not None:
        afterwards(session, functools.partial(sealed.witness, last))
    return last.seq


def _chain(entries: Iterable[Past], before: Head, sealed: Seal | None) -> Iterator[tuple[object, ...]]:
    seq, previous = before.seq, before.hash
    for entry in entries:
        data = json.dumps(entry.data, ensure_ascii=False, sort_keys=True)
        fields = (entry.action, entry.actor.name, entry.actor.terminal, entry.subject, data, previous)
        content = _as_bytes(entry.at.astimezone(UTC), *fields)
        previous = seal.plain(content) if sealed is None else sealed.new(seq, content)
        seq += 1
        yield seq, entry.at, *fields, previous


def resume(database: Database) -> None:
    """At a start: if the log does not reach where the witness saw it, that is written down for good.

    Raises Unavailable `audit.key.unreadable`.
    """
    sealed = _seal(database.info)
    found = None if sealed is None else _witnessed(sealed)
    if sealed is None or found is None:
        return
    with database.transaction() as session:
        if not repository.has(session, found.seq, found.hash):
            first = min(last_seq(session) + 1, found.seq)
            sealed.let_go()
            now = database.clock.now()
            record(session, now, examining.CUT_OFF, SYSTEM, first=first, last=found.seq)


def _witnessed(sealed: Seal) -> Head | None:
    try:
        return sealed.witnessed()
    except Unavailable as error:
        if error.code != "audit.witness.lost":
            raise
        return None


def verify(
    database: Database, anchors: Sequence[Head] = (), tick: Callable[[int], None] | None = None
) -> Verdict:
    """Whether every entry is there and as it was written, up to the last one that the witness knows.

    `anchors`: what a backup, a report or the journal remembers beside it. `tick` is told the number of an
    entry now and then, and may break it off by raising.

    Raises Unavailable `audit.key.unreadable`.
    """
    sealed = _seal(database.info)
    try:
        found = None if sealed is None else sealed.witnessed()
    except Unavailable as error:
        if error.code != "audit.witness.lost":
            raise
        verdict = examine(database, anchors, tick)
        return Verdict(verdict.fitting, (*verdict.faults, Fault(Kind.UNWITNESSED)), verdict.head)
    return examine(database, (*anchors, *([] if found is None else [found])), tick)


def examine(
    database: Database, anchors: Collection[Head] = (), tick: Callable[[int], None] | None = None
) -> Verdict:
    """As `verify`, without the witness: a log that was brought back is of an earlier moment."""
    sealed = _seal(database.info)

    def expected(entry: OperationLog) -> str:
        content = _content(entry)
        return seal.plain(content) if sealed is None else sealed.of(entry.seq or 0, content)

    with database.reading() as session:
        entries = repository.in_order(session, tick=tick)
        return examining.Examination(expected, anchors).run(entries)


def head(session: Session) -> Head:
    """The newest entry; (0, "") of an empty log. Whoever keeps it finds out a cut-off end."""
    entry = repository.last(session)
    return Head(0, "") if entry is None else Head(entry.seq or 0, entry.hash)


def newest(database: Database, limit: int = 50) -> list[LogEntry]:
    with database.reading() as session:
        return [view(entry) for entry in repository.newest(session, limit)]


def history(database: Database, subject: str, limit: int = 200) -> list[LogEntry]:
    """What happened to one subject, oldest first."""
    with database.reading() as session:
        return [view(entry) for entry in repository.by_subject(session, subject, limit)]


def newest_of(database: Database, subject: str, limit: int = 200) -> list[LogEntry]:
    """What happened to one subject, newest first."""
    with database.reading() as session:
        return [view(entry) for entry in repository.newest_by_subject(session, subject, limit)]


def of_subject(session: Session, subject: str, prefix: str, limit: int = 2000) -> list[LogEntry]:
    """What happened to one subject, by actions that begin so, oldest first."""
    return [view(entry) for entry in repository.by_subject(session, subject, limit, prefix)]


def last_seq(session: Session) -> int:
    """The number of the newest entry, 0 in an empty log."""
    return head(session).seq


def touched(session: Session, after: int, prefix: str, limit: int) -> tuple[list[str], int]:
    """Whom actions that begin so have touched since `after`, each once; and up to where that was read."""
    # Taken first: what is written meanwhile is behind it and comes next time.
    newest = last_seq(session)
    found = repository.touched(session, after, prefix, limit)
    read_to = found[-1][0] if len(found) == limit else newest
    return list(dict.fromkeys(subject for _, subject in found)), read_to


def view(entry: OperationLog) -> LogEntry:
    return LogEntry(
        entry.seq or 0,
        entry.at,
        entry.action,
        entry.actor,
        entry.terminal,
        entry.subject,
        json.loads(entry.data),
    )


def _seal(info: Mapping[Any, object]) -> Seal | None:
    found = info.get(SEAL)
    return found if isinstance(found, Seal) else None


def _content(entry: OperationLog) -> bytes:
    return _as_bytes(
        entry.at, entry.action, entry.actor, entry.terminal, entry.subject, entry.data, entry.previous
    )


def _as_bytes(at: datetime, *fields: str) -> bytes:
    whole = (at.isoformat(timespec="microseconds"), *fields)
    return json.dumps(whole, ensure_ascii=False).encode()
