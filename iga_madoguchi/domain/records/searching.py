"""Finds records of one's own departments by day, branch, procedure and words, newest first, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from heapq import merge
from itertools import islice

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.records import access, keeping, repository
from iga_madoguchi.domain.records.index import repository as index
from iga_madoguchi.domain.records.look import Names
from iga_madoguchi.domain.records.policy import NEEDLES_LIMIT, PAGE, PROCEDURE_ID, QUERY_LIMIT
from iga_madoguchi.domain.records.repository import Line
from iga_madoguchi.domain.records.views import RecordLine, ResultPage, Wanted
from iga_madoguchi.domain.records.words import ask, fold, needles, tag
from iga_madoguchi.errors import InvalidInput

EXCERPT = 120  # characters
LOOKED_AT = 2000  # characters of a memo in which the word is looked for, to show what is around it


def search(database: Database, who: Identity, wanted: Wanted, after: int = 0) -> ResultPage:
    """The newest records that are wanted, or those behind the one with the id `after`.

    Nobody but a department's own desk finds anything. Raises InvalidInput `records.search.too_long|no_word|
    too_many|days|choice`.
    """
    _checked(wanted, after)
    with database.reading() as session:
        mine = access.departments(session, who)
        asked = [one for one in mine if wanted.department_id in ("", one)]
        low, high = _bounds(wanted, after)
        ids = _ids(session, wanted, asked, low, high) if asked else []
        rows = repository.lines(session, ids[:PAGE], LOOKED_AT) if ids else []
        names, first = Names(session), next(iter(needles(wanted.words)), "")
        named = {one: keeping.needs_name(session, one) for one in asked}
        lines = tuple(_line(names, row, named[row.department_id], first) for row in rows)
        return ResultPage(lines, ids[PAGE - 1] if len(ids) > PAGE else 0)


def _ids(session: Session, wanted: Wanted, departments: Sequence[str], low: int, high: int) -> list[int]:
    if wanted.words.strip():
        tags = [tag("b", wanted.branch_id)] if wanted.branch_id else []
        tags += [tag("p", wanted.procedure_id)] if wanted.procedure_id else []
        query = ask(wanted.words, tags, among=[tag("d", one) for one in departments])
        return index.find(session, query, low, high, PAGE + 1)
    # Department by department, so that each has an index of its own; then the newest of all.
    more = {"branch_id": wanted.branch_id, "procedure_id": wanted.procedure_id}
    found = (repository.newest(session, one, low, high, PAGE + 1, **more) for one in departments)
    return list(islice(merge(*found, reverse=True), PAGE + 1))


def _checked(wanted: Wanted, after: int) -> None:
    if len(wanted.words) > QUERY_LIMIT:
        raise InvalidInput("records.search.too_long", limit=QUERY_LIMIT)
    runs = needles(wanted.words)
    if wanted.words.strip() and not runs:
        raise InvalidInput("records.search.no_word")
    if len(runs) > NEEDLES_LIMIT:
        raise InvalidInput("records.search.too_many", limit=NEEDLES_LIMIT)
    if wanted.first is not None and wanted.last is not None and wanted.first > wanted.last:
        raise InvalidInput("records.search.days")
    if wanted.procedure_id and not PROCEDURE_ID.fullmatch(wanted.procedure_id):
        raise InvalidInput("records.search.choice")
    if len(wanted.branch_id) > 32 or "\x00" in wanted.branch_id or not 0 <= after <= access.HIGHEST:
        raise InvalidInput("records.search.choice")


def _bounds(wanted: Wanted, after: int) -> tuple[int, int]:
    """Ids from the first to below the second; a day is a range of ids."""
    low = repository.first_id(wanted.first) if wanted.first is not None else 0
    until = wanted.last if wanted.last not in (None, date.max) else None
    high = access.HIGHEST if until is None else repository.first_id(until + timedelta(days=1))
    return low, min(high, after) if after else high


def _line(names: Names, row: Line, named: bool, needle: str) -> RecordLine:
    return RecordLine(
        id=row.id,
        call_id=row.call_id,
        day=row.day,
        ticket=row.ticket,
        branch_name=names.branch(row.branch_id),
        department_id=row.department_id,
        department_name=names.department(row.department_id),
        clerk=row.clerk,
        procedure_name=row.procedure_name,
        result=row.result,
        state="finished" if row.state == "finished" else "draft",
        resident_name=row.resident_name if named else "",
        excerpt=excerpt(row.beginning, needle),
    )


def excerpt(memo: str, needle: str) -> str:
    """Some of the memo in one line, around the first line that holds the word."""
    lines = [" ".join(line.split()) for line in memo.splitlines() if line.strip()]
    places = ((number, fold(line).find(needle)) for number, line in enumerate(lines) if needle)
    found, at = next((place for place in places if place[1] >= 0), (0, -1))
    text = " ".join(lines[found:])
    start = max(0, at - EXCERPT // 3) if at > EXCERPT // 2 else 0
    cut = text[start : start + EXCERPT]
    return ("…" if start or found else "") + cut + ("…" if start + EXCERPT < len(text) else "")
