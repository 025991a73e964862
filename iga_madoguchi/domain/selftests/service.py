"""When a terminal should test itself, what becomes of what it measured, and how all of them stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import cast

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.printing.ports import PrinterReport
from iga_madoguchi.domain.selftests import policy, repository
from iga_madoguchi.domain.selftests.models import SelfTest
from iga_madoguchi.domain.selftests.views import (
    Cause,
    Finding,
    Measured,
    Part,
    Run,
    Standing,
    State,
    Tally,
)
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import DeviceView, TerminalView
from iga_madoguchi.errors import DomainError, NotFound
from iga_madoguchi.kit.clock import local

CHANGED = "selftests.changed"  # payload: terminal id, "" for several
OUR_BROWSER = 40


def due(database: Database, device: DeviceView, *, starting: bool) -> Cause | None:
    """Why this terminal should test itself now, None while it need not. Never during a call of its own.

    `starting`: its page has just been opened.
    """
    if device.kind not in policy.NEEDED:
        return None
    now = database.clock.now()
    with database.reading() as session:
        last = repository.latest_of(session, device.terminal_id)
        ordered = repository.order(session, device.terminal_id)
        moment = policy.check_moment(presence.calendar(session), now)
    cause = _why(now, last, None if ordered is None else ordered.at, moment, starting)
    return None if cause is None or _in_call(database, device.terminal_id) else cause


def _why(
    now: datetime, last: SelfTest | None, ordered: datetime | None, moment: datetime | None, starting: bool
) -> Cause | None:
    if ordered is not None and now - ordered < policy.ORDER_HOLDS:
        return "order"
    if moment is not None and (last is None or last.at < moment):
        return "schedule"
    if starting and (last is None or (last.state != "good" and now - last.at > policy.AGAIN)):
        return "start"
    if last is not None and last.state == "bad" and now - last.at > policy.RETRY:
        bad = {part for part, (state, _) in last.parts.items() if state == "bad"}
        return "again" if bad - policy.LASTING else None
    return None


def take(
    database: Database,
    device: DeviceView,
    measured: Measured,
    agent: str,
    printer: PrinterReport | DomainError | None,
) -> Run:
    """Judge and keep what a terminal measured. `agent` is what its browser says of itself.

    The operation log hears of a terminal that is not well any more, and of one that is well again.
    """
    now, findings = database.clock.now(), policy.judge(device.kind, measured, agent, printer)
    row = SelfTest(
        terminal_id=device.terminal_id,
        at=now,
        cause=measured.cause,
        state=policy.whole(findings),
        took_ms=measured.took_ms,
        browser=policy.version(agent)[:OUR_BROWSER],
        parts={one.part: [one.state, one.code] for one in findings},
        figures=asdict(measured),
    )
    with database.transaction() as session:
        before = repository.latest_of(session, device.terminal_id, ("good", "bad"))
        if before is not None and measured.cause == "again" and before.parts == row.parts:
            before.at, row = now, before  # nothing new: a week without repair is no thousand rows
        session.add(row)
        repository.drop_order(session, device.terminal_id)
        _note_turn(session, now, before, row)
        announce(session, CHANGED, device.terminal_id)
    return _run(row)


def order(database: Database, actor: Actor, terminal_id: str = "") -> int:
    """Ask one terminal, or all that residents need and that are enrolled, to test themselves; how many.

    Raises NotFound `selftests.terminal.unknown`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        needed = _needed(session)
        ids = [one.id for one in needed if one.id == terminal_id or (not terminal_id and one.enrolled_at)]
        if terminal_id and not ids:
            raise NotFound("selftests.terminal.unknown")
        repository.put_orders(session, ids, now)
        audit.record(session, now, "selftests.order.given", actor, terminal_id or "all")
        announce(session, CHANGED, terminal_id)
    return len(ids)


def standings(database: Database) -> tuple[Standing, ...]:
    """Every terminal that residents need, in the city's order."""
    now = database.clock.now()
    with database.reading() as session:
        last, good = repository.latest(session), repository.latest(session, ("good",))
        orders, moment = repository.orders(session), policy.check_moment(presence.calendar(session), now)
        places = _needed(session)
    open_orders = {one for one, at in orders.items() if now - at < policy.ORDER_HOLDS}
    return tuple(_standing(place, last, good, moment, open_orders) for place in places)


def history(database: Database, start: datetime, end: datetime) -> tuple[Run, ...]:
    """Every run between two moments, the oldest first."""
    with database.reading() as session:
        return tuple(_run(row) for row in repository.between(session, start, end))


def tally(database: Database, start: datetime, end: datetime) -> tuple[Tally, ...]:
    """How the self-tests between two moments went, for each terminal that residents need."""
    with database.reading() as session:
        rows, places = repository.between(session, start, end), _needed(session)
    by: dict[str, list[SelfTest]] = defaultdict(list)
    for row in rows:
        by[row.terminal_id].append(row)
    return tuple(_tally(place, by[place.id]) for place in places)


def prune(database: Database) -> int:
    """Forget what is older than is kept; how many runs."""
    with database.transaction() as session:
        return repository.forget_before(session, database.clock.now() - policy.KEEP)


def _needed(session: Session) -> tuple[TerminalView, ...]:
    return tuple(one for one in terminals.all_terminals(session) if one.kind in policy.NEEDED)


def _in_call(database: Database, terminal_id: str) -> bool:
    return any(terminal_id in (call.branch_id, call.desk_id) for call in look.open_calls(database))


def _note_turn(session: Session, now: datetime, before: SelfTest | None, row: SelfTest) -> None:
    was_bad = before is not None and before.state == "bad"
    actor = Actor(SYSTEM.name, row.terminal_id)
    if row.state == "bad" and (not was_bad or before is None or before.parts != row.parts):
        bad = " ".join(f"{part}.{code}" for part, (state, code) in row.parts.items() if state == "bad")
        audit.record(session, now, "selftests.terminal.failed", actor, row.terminal_id, parts=bad)
    elif row.state == "good" and was_bad:
        audit.record(session, now, "selftests.terminal.recovered", actor, row.terminal_id)


def _standing(
    place: TerminalView,
    last: Mapping[str, SelfTest],
    good: Mapping[str, SelfTest],
    moment: datetime | None,
    orders: Collection[str],
) -> Standing:
    row, best = last.get(place.id), good.get(place.id)
    run = None if row is None else _run(row)
    fresh = run is not None and (moment is None or run.at >= moment)
    # What was bad stays bad until a run says otherwise; what was good is only good for its day.
    state: State = "unknown" if run is None or (not fresh and run.state == "good") else run.state
    return Standing(
        place.id,
        place.name,
        place.kind,
        state,
        run,
        None if best is None else best.at,
        place.id in orders,
        () if run is None else run.troubles,
        place.enrolled_at is not None,
        None if fresh else moment,
    )


def _tally(place: TerminalView, rows: list[SelfTest]) -> Tally:
    found: Counter[str] = Counter()
    for row in rows:
        found.update(f"{part}.{code}" for part, (state, code) in row.parts.items() if state == "bad")
    ended = Counter(row.state for row in rows)
    days = {local(row.at).date() for row in rows}
    well = {local(row.at).date() for row in rows if row.state == "good"}
    return Tally(
        *(place.id, place.name, len(rows), ended["good"], ended["bad"], len(days), len(well)),
        tuple(found.most_common(5)),
    )


def _run(row: SelfTest) -> Run:
    findings = tuple(
        Finding(cast(Part, part), cast(State, state), code) for part, (state, code) in row.parts.items()
    )
    return Run(row.terminal_id, row.at, cast(Cause, row.cause), cast(State, row.state), row.browser, findings)
