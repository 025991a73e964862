"""Reads the whole at a glance for the bureau."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.exc import DBAPIError

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.calls.lifecycle import State
from iga_madoguchi.domain.calls.views import CallView
from iga_madoguchi.domain.monitoring.views import Overview, Standing, Tile, TileState
from iga_madoguchi.domain.presence import service as presence_service
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.selftests import service as selftests
from iga_madoguchi.domain.selftests import words as selftest_words
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import TerminalView
from iga_madoguchi.errors import Unavailable


def overview(database: Database, presence: Presence, standing: Standing) -> Overview:
    """The present state of every terminal and call, and today's waits from touch to answer in seconds.

    Raises Unavailable `db.unreachable`; what the lookout knows can be told all the same (`faults_alone`).
    """
    try:
        return _overview(database, presence, standing)
    except DBAPIError as error:
        raise Unavailable("db.unreachable") from error


def faults_alone(database: Database, standing: Standing) -> Overview:
    """While the database is away: what is wrong, and nothing else; without a fault nobody knows."""
    known = standing if standing.incidents else replace(standing, looked_at=None)
    return Overview(database.clock.now(), (), (), (), 0, None, None, known)


def _overview(database: Database, presence: Presence, standing: Standing) -> Overview:
    calls = look.open_calls(database)
    with database.reading() as session:
        away = presence_service.away_desks(session)
        places = terminals.all_terminals(session)
    today = look.calls_today(database)
    waits = [(c.answered_at - c.placed_at).total_seconds() for c in today if c.answered_at is not None]
    return Overview(
        database.clock.now(),
        _with_tests(database, tuple(_tile(place, presence, away, calls) for place in places)),
        look.departments(database, presence),
        calls,
        len(today),
        sum(waits) / len(waits) if waits else None,
        max(waits, default=None),
        standing,
    )


def _tile(place: TerminalView, presence: Presence, away: set[str], calls: tuple[CallView, ...]) -> Tile:
    partner, state = "", _plain_state(place, presence, away)
    for call in calls:
        if call.state != State.ANSWERED:
            continue
        if call.branch_id == place.id:
            partner, state = call.department_name, "in_call"
        elif call.desk_id == place.id:
            partner, state = call.branch_name, "in_call"
    return Tile(place.id, place.name, place.kind, state, partner, place.enrolled_at, place.spot)


def _with_tests(database: Database, tiles: tuple[Tile, ...]) -> tuple[Tile, ...]:
    standings = {one.terminal_id: one for one in selftests.standings(database)}
    return tuple(replace(tile, tested=selftest_words.tile(standings.get(tile.id))) for tile in tiles)


def _plain_state(place: TerminalView, presence: Presence, away: set[str]) -> TileState:
    if place.enrolled_at is None:
        return "never"
    if not presence.online(place.id):
        return "offline"
    return "away" if place.id in away else "ready"
