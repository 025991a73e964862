"""What an auditor does with the operation log: look, take away. Each of these is an entry itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import reading
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.reading import Found, Wanted
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.auditing import sheet
from iga_madoguchi.domain.auditing.telling import Told, tell
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.kit import spreadsheet

SHEET_ENTRIES = 2000
"""A sheet of some eighty pages; whoever needs more takes the table."""
HEAD = ("番号", "日時", "種類", "できごと", "結果", "だれ", "端末", "対象", "くわしく", "操作名")


def look(database: Database, wanted: Wanted, before: int = 0) -> tuple[tuple[Told, ...], int]:
    """One page, newest first, and what to ask for to see older ones (0: there are none)."""
    found: Found = reading.search(database, wanted, before)
    names = _names(database)
    return tuple(tell(entry, names) for entry in found.entries), found.older


def note_look(database: Database, wanted: Wanted, actor: Actor) -> None:
    """Who has begun to look, and for what; once, not page by page."""
    _note(database, "audit.log.looked", actor, wanted)


def table(database: Database, wanted: Wanted, actor: Actor) -> Iterator[bytes]:
    """All that is wanted as CSV, oldest first, piece by piece."""
    _note(database, "audit.log.exported", actor, wanted, kind="csv")
    names = _names(database)
    rows = (_row(tell(entry, names)) for entry in reading.everything(database, wanted))
    return spreadsheet.pieces(_headed(rows))


def document(database: Database, wanted: Wanted, actor: Actor, made: datetime) -> str:
    """All that is wanted as HTML for the typesetter. Raises InvalidInput `audit.sheet.too_long`."""
    count = reading.count(database, wanted)
    if count > SHEET_ENTRIES:
        raise InvalidInput("audit.sheet.too_long", count=count, limit=SHEET_ENTRIES)
    _note(database, "audit.log.exported", actor, wanted, kind="pdf")
    names = _names(database)
    told = [tell(entry, names) for entry in reading.everything(database, wanted)]
    return sheet.log(wanted, told, made)


def names_of_terminals(database: Database) -> tuple[tuple[str, str], ...]:
    """(id, name) of every terminal there is or was, for a list to choose from."""
    return tuple((one.id, one.name) for one in terminals.terminals(database, retired=True))


def _note(database: Database, action: str, actor: Actor, wanted: Wanted, **more: str) -> None:
    chosen = {"first": str(wanted.first), "last": str(wanted.last), **more}
    with database.transaction() as session:
        audit.record(session, database.clock.now(), action, actor, **chosen)


def _names(database: Database) -> Mapping[str, str]:
    sections = {one.id: one.name for one in terminals.departments(database, retired=True)}
    return {**sections, **dict(names_of_terminals(database))}


def _headed(rows: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    yield HEAD
    yield from rows


def _row(one: Told) -> tuple[str, ...]:
    more = "、".join(one.more)
    what = (one.area, one.what, one.result, one.who, one.where, one.subject, more, one.action)
    return (str(one.seq), one.at, *what)
