"""Gathers what the reports say. Nothing in them is about a person: no call's content, no name, no login."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import reading
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import LogEntry
from iga_madoguchi.domain.audit.words import REFUSED
from iga_madoguchi.domain.auditing import checking
from iga_madoguchi.domain.auditing.telling import Told, tell
from iga_madoguchi.domain.monitoring import incidents, words
from iga_madoguchi.domain.monitoring.checks import BY_ID
from iga_madoguchi.domain.monitoring.views import IncidentView
from iga_madoguchi.domain.records import statistics
from iga_madoguchi.domain.reporting.policy import (
    AREAS,
    DRAFTS,
    INCIDENT_EVENTS,
    LONGEST_INCIDENT,
    MONTH_EVENTS,
    MONTH_INCIDENTS,
    NOT_NEWS,
    NOTE_LIMIT,
    TITLE_LIMIT,
)
from iga_madoguchi.domain.reporting.views import Draft, Incident, IncidentLine, Kept, Monthly, Wanted
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import RunView
from iga_madoguchi.domain.selftests import service as selftests
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.uptime import service as uptime
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.kit.clock import TOKYO, local

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
RUNS = 4000
KEPT = (
    ("backup.run", "whole", "全体のバックアップ"),
    ("backup.run", "program", "プログラムのバックアップ"),
    ("backup.drill", None, "復元の確認（実際にもどして比べる）"),
    ("backup.verify", None, "バックアップの読み取りの確認"),
    (checking.CHECK, None, "操作記録の確認"),
)
GOOD = ("done", "warning")


def month_of(text: str) -> tuple[date, date]:
    """The days of a month such as 2026-11. Raises InvalidInput `reporting.month`."""
    found = MONTH.fullmatch(text)
    if found is None:
        raise InvalidInput("reporting.month")
    year, month = int(found[1]), int(found[2])
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def monthly(database: Database, month: str) -> Monthly:
    """A month up to now. Raises InvalidInput `reporting.month|reporting.future`, Unavailable
    `records.period.behind`.
    """
    first, last = month_of(month)
    today = local(database.clock.now()).date()
    if first > today:
        raise InvalidInput("reporting.future")
    begin, end = _moments(first, last)
    told, more = _events(database, first, last, begin, end, MONTH_EVENTS)
    with database.reading() as session:
        head = audit.head(session)
    found = runs.recent(database, "", RUNS)
    of_month = [one for one in found if begin <= one.started_at < end]
    faults = incidents.between(database, begin, end)
    checks = [one for one in of_month if one.what == checking.CHECK and one.ended_at is not None]
    return Monthly(
        first,
        last,
        last < today,
        statistics.complete(database, first, last),
        uptime.of_period(database, first, last),
        selftests.tally(database, begin, end),
        tuple(_kept(of_month, what, kind, name) for what, kind, name in KEPT),
        head,
        checks[0] if checks else None,
        told,
        more,
        tuple(_line(one) for one in faults[:MONTH_INCIDENTS]),
        max(0, len(faults) - MONTH_INCIDENTS),
    )


def _line(one: IncidentView) -> IncidentLine:
    """Without the name of who has seen it: the month is read by many."""
    seen = None if one.acknowledged is None else one.acknowledged.at
    return IncidentLine(words.title(one), one.raised_at, one.recovered_at, seen)


def drafts(database: Database) -> tuple[Draft, ...]:
    """The newest incidents, to begin a report with; the newest first."""
    now = database.clock.now()
    found = incidents.between(database, now - LONGEST_INCIDENT, now)
    return tuple(_draft(one, now) for one in reversed(found[-DRAFTS:]))


def _draft(one: IncidentView, now: datetime) -> Draft:
    done = "" if one.acknowledged is None else one.acknowledged.comment
    return Draft(
        one.id or 0, words.title(one)[:TITLE_LIMIT], one.raised_at, one.recovered_at or now, done[:NOTE_LIMIT]
    )


def wanted(title: str, first: str, last: str, done: str = "", acknowledged: str = "") -> Wanted:
    """What a form or a command says of an incident; moments such as 2026-11-30T09:15, in Iga's time.

    Raises InvalidInput `reporting.title|moment|order|too_long|text`.
    """
    texts = [" ".join(text.split()) for text in (title, done, acknowledged)]
    if not texts[0]:
        raise InvalidInput("reporting.title")
    if len(texts[0]) > TITLE_LIMIT or len(texts[1]) > NOTE_LIMIT or len(texts[2]) > TITLE_LIMIT:
        raise InvalidInput("reporting.text", title=TITLE_LIMIT, note=NOTE_LIMIT)
    begin, end = _moment(first), _moment(last)
    if begin >= end:
        raise InvalidInput("reporting.order")
    if end - begin > LONGEST_INCIDENT:
        raise InvalidInput("reporting.too_long", limit=LONGEST_INCIDENT.days)
    return Wanted(texts[0], begin, end, texts[1], texts[2])


def incident(database: Database, asked: Wanted) -> Incident:
    """What the records tell of an incident. Raises Unavailable `records.period.behind`."""
    first, last = local(asked.first).date(), local(asked.last).date()
    told, more = _events(database, first, last, asked.first, asked.last, INCIDENT_EVENTS)
    entries = [
        one
        for one in _entries(database, first, last, asked.first, asked.last)
        if one.action in REFUSED or one.action.startswith("power.")
    ]
    recovered = [
        one.at
        for one in _entries(database, first, last, asked.first, asked.last)
        if one.action == "selftests.terminal.recovered" or one.action.endswith((".over", ".returned"))
    ]
    tests = selftests.tally(database, asked.first, asked.last)
    faults = [one for one in incidents.between(database, asked.first, asked.last) if one.cause.check in BY_ID]
    begun = [one.at for one in entries[:1]] + [
        one.raised_at for one in faults if one.raised_at >= asked.first
    ]
    over = [one.recovered_at for one in faults if one.recovered_at and one.recovered_at <= asked.last]
    found = statistics.complete(database, first, last)
    touched = [one.name for one in tests if one.bad]
    touched += [one.words["name"] for one in faults if BY_ID[one.cause.check].component == "terminals"]
    return Incident(
        asked,
        min(begun, default=None),
        max([*recovered, *over], default=None),
        found.total,
        tuple(dict.fromkeys(touched)),
        told,
        more,
    )


def _events(
    database: Database, first: date, last: date, begin: datetime, end: datetime, limit: int
) -> tuple[tuple[Told, ...], int]:
    """The first ones in order, and how many more there are; the same again and again is said once."""
    names = {one.id: one.name for one in terminals.terminals(database, retired=True)}
    entries = _entries(database, first, last, begin, end)
    told = [
        _told(tell(same[0], names), len(same))
        for _, group in groupby(entries, key=lambda one: (one.action, one.subject))
        if (same := list(group))
    ]
    faults = incidents.between(database, begin, end)
    told += [_event(one, one.raised_at, "") for one in faults if one.raised_at >= begin]
    told += [
        _event(one, one.recovered_at, "（なおりました）")
        for one in faults
        if one.recovered_at is not None and one.recovered_at < end
    ]
    told.sort(key=lambda one: one.at)
    return tuple(told[:limit]), max(0, len(told) - limit)


def _event(one: IncidentView, at: datetime, more: str) -> Told:
    """A fault's beginning or end, as the log tells of other things."""
    at_text = f"{local(at):%Y-%m-%d %H:%M:%S}"
    what = f"{words.title(one)}{more}"
    return Told(0, at_text, "", what, "", False, "", "", "", (), "monitoring.incident")


def _told(one: Told, times: int) -> Told:
    return one if times == 1 else replace(one, what=f"{one.what}（続けて{times}回）")


def _entries(database: Database, first: date, last: date, begin: datetime, end: datetime) -> list[LogEntry]:
    found = [
        one
        for area in AREAS
        for one in reading.everything(database, reading.Wanted(first, last, area))
        if begin <= one.at < end and one.action not in NOT_NEWS
    ]
    return sorted(found, key=lambda one: one.seq)


def _kept(found: Sequence[RunView], what: str, kind: str | None, name: str) -> Kept:
    own = [one for one in found if one.what == what and kind in (None, one.kind)]
    good = [one for one in own if one.outcome in GOOD]
    failed = sum(one.outcome in ("failed", "cut") for one in own)
    return Kept(name, len(good), failed, good[0].ended_at if good else None)


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(first, datetime.min.time(), TOKYO)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), TOKYO)
    return begin.astimezone(UTC), end.astimezone(UTC)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidInput("reporting.moment") from error
    if found.tzinfo is None:
        found = found.replace(tzinfo=TOKYO)
    if not 2000 <= found.year < 2200:
        raise InvalidInput("reporting.moment")
    return found.astimezone(UTC)
