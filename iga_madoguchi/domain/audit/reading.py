"""Looks into the operation log: by days, area, person, terminal and subject; newest first, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import repository, words
from iga_madoguchi.domain.audit.service import LogEntry, view
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.kit.clock import TOKYO

PAGE = 50
LONGEST = timedelta(days=366)
TEXT_LIMIT = 64


@dataclass(frozen=True)
class Wanted:
    """Entries of the days `first` to `last`, as people in Iga count days; "" is any.

    `area`: a key of `words.AREAS`. `refused`: only what did not come about.
    """

    first: date
    last: date
    area: str = ""
    actor: str = ""
    terminal: str = ""
    subject: str = ""
    refused: bool = False

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first one on, and before the second one."""
        begin = datetime.combine(self.first, time(), TOKYO)
        end = datetime.combine(self.last + timedelta(days=1), time(), TOKYO)
        return begin.astimezone(UTC), end.astimezone(UTC)


@dataclass(frozen=True)
class Found:
    """One page, newest first; `older` is what to ask for next, 0 when there is no more."""

    entries: tuple[LogEntry, ...]
    older: int = 0


def wanted(first: str, last: str, **more: str) -> Wanted:
    """What a form, an address or a command asks for: days such as 2026-04-01, and fields of `Wanted`.

    Raises InvalidInput `audit.period.days|order|too_long`, `audit.wanted.unknown`.
    """
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError as error:
        raise InvalidInput("audit.period.days") from error
    if begin > end:
        raise InvalidInput("audit.period.order")
    if end - begin >= LONGEST or not 2000 <= begin.year <= end.year < 9999:
        raise InvalidInput("audit.period.too_long", limit=LONGEST.days)
    area = more.get("area", "")
    if area and area not in words.AREAS:
        raise InvalidInput("audit.wanted.unknown")
    given = {name: more.get(name, "").strip()[:TEXT_LIMIT] for name in ("actor", "terminal", "subject")}
    return Wanted(begin, end, area, **given, refused=more.get("refused", "") == "1")


def search(database: Database, asked: Wanted, before: int = 0, limit: int = PAGE) -> Found:
    """One page of what is wanted, older than entry `before` if that is given."""
    with database.reading() as session:
        rows = repository.search(session, _filter(asked), before, limit + 1)
    entries = tuple(view(row) for row in rows[:limit])
    return Found(entries, entries[-1].seq if len(rows) > limit else 0)


def everything(database: Database, asked: Wanted) -> Iterator[LogEntry]:
    """All that is wanted, oldest first, fetched in batches."""
    with database.reading() as session:
        for row in repository.in_order(session, _filter(asked)):
            yield view(row)


def count(database: Database, asked: Wanted) -> int:
    with database.reading() as session:
        return repository.count(session, _filter(asked))


def _filter(asked: Wanted) -> repository.Filter:
    among = words.REFUSED if asked.refused else words.SENTENCES
    actions = tuple(sorted(one for one in among if not asked.area or one.startswith(f"{asked.area}.")))
    narrowed = actions if asked.refused or asked.area else None
    return repository.Filter(*asked.moments, narrowed, asked.actor, asked.terminal, asked.subject)
