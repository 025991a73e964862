"""The operations on backups: one at a time, each with its row in `job_run` and its line in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.backup import drill as drilling
from iga_madoguchi.domain.backup import places, secret, staging
from iga_madoguchi.domain.backup import progress as progressing
from iga_madoguchi.domain.backup import run as running
from iga_madoguchi.domain.backup import verify as verifying
from iga_madoguchi.domain.backup.policy import FRESH_HOURS, KINDS, Kind
from iga_madoguchi.domain.backup.progress import Listen, Progress, silent
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.backup.target import LOCK
from iga_madoguchi.domain.backup.views import BackupBoard, PlaceView, SnapshotView
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Result, RunView
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, Unavailable
from iga_madoguchi.kit import lock

RUN, CHECK, DRILL = "backup.run", "backup.verify", "backup.drill"
KEY_SUBJECT = "backup.key"
READS = ("", "all")


@dataclass(frozen=True)
class KeySheet:
    """What goes into the safe. `own_master`: the master key of papers lies in the backup too."""

    password: str
    places: tuple[str, ...]
    own_master: bool


def run(
    station: Station,
    kind: Kind,
    actor: Actor,
    listen: Listen = silent,
    run_id: int | None = None,
    fresh: bool = False,
) -> Result:
    """Make a backup. `fresh`: begin a new one where an earlier one is gone (a new disk).

    Raises as `backup.run.run`; Conflict `backup.busy` while another operation is at work.
    """
    return _noted(
        station, RUN, kind, actor, listen, run_id, lambda how: running.run(station, kind, how, fresh)
    )


def verify(
    station: Station, read: str, actor: Actor, listen: Listen = silent, run_id: int | None = None
) -> Result:
    """`read`: "" structure, "all" every byte, "n/m" the n-th of m parts. Raises as `backup.verify.verify`."""
    if read not in READS and not _is_part(read):
        raise InvalidInput("backup.verify.part")
    kind = "part" if "/" in read else read or "quick"
    return _noted(
        station, CHECK, kind, actor, listen, run_id, lambda how: verifying.verify(station, read, how)
    )


def drill(station: Station, actor: Actor, listen: Listen = silent, run_id: int | None = None) -> Result:
    """Bring the newest backup back and compare it. Raises as `backup.drill.drill`."""
    return _noted(station, DRILL, "whole", actor, listen, run_id, lambda how: drilling.drill(station, how))


def listed(station: Station, password: str, chosen: Path | None = None) -> tuple[SnapshotView, ...]:
    """Every backup at every place that opens, the newest first. Raises what keeps all places from opening."""
    found: list[SnapshotView] = []
    first: DomainError | None = None
    opened = 0
    for path in station.places if chosen is None else (chosen,):
        try:
            place = places.opened(station, path, password)
            snapshots = station.store.snapshots(place.main)
        except DomainError as error:
            first = first or error
            continue
        opened += 1
        kinds = [(one, kind) for one in snapshots for kind in KINDS if kind in one.tags]
        found += [SnapshotView(one.id, kind, one.at, str(path)) for one, kind in kinds]
    if first is not None and not opened:
        raise first
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def place_views(station: Station) -> tuple[PlaceView, ...]:
    """Each place, without opening it."""
    return tuple(PlaceView(str(path), _state(station, path), places.free(path)) for path in station.places)


def board(station: Station) -> BackupBoard:
    """What the admin page shows; quick, nothing is opened."""
    database = station.database
    shown = [one for one in audit.history(database, KEY_SUBJECT) if one.action == "backup.key.shown"]
    return BackupBoard(
        last_whole=runs.latest(database, RUN, "whole"),
        last_program=runs.latest(database, RUN, "program"),
        last_check=runs.latest(database, CHECK),
        last_proof=runs.latest(database, DRILL),
        failures=standing(station),
        history=runs.recent(database, "backup."),
        running=progressing.read(station.work),
        tool_missing=station.store.missing,
        key_made=secret.known(station) is not None,
        key_shown_at=shown[-1].at if shown else None,
        overdue=_overdue(station),
    )


def standing(station: Station) -> tuple[RunView, ...]:
    """The newest failure of each kind that nothing has disproved since, the newest first."""
    database = station.database
    found = runs.last_failures(database, "backup.", "backup.busy")
    return tuple(one for one in found if not _disproved(station, one))


def _disproved(station: Station, failure: RunView) -> bool:
    """Damage that was found by reading stands until all has been read again and is good; a look at the
    structure, or at another part, does not see it. All else is over with the next one that goes well.
    """
    database, what = station.database, failure.what
    if what != CHECK:
        later = runs.latest(database, what, failure.kind)
    elif failure.kind in ("part", "all") and failure.detail.startswith("backup.repository.damaged"):
        later = runs.latest(database, what, "all")
    else:
        later = runs.latest(database, what)
    return later is not None and later.id > failure.id


def key_sheet(station: Station, actor: Actor) -> KeySheet:
    """The password, for the safe; that it was shown is logged. Raises Unavailable `backup.disk.full`."""
    password = secret.ensure(station)
    if _has_database(station):
        _log(station, "backup.key.shown", actor, KEY_SUBJECT)
    return KeySheet(password, tuple(str(path) for path in station.places), not station.master_given)


def tidy_up(station: Station) -> None:
    """What a crash left of a backup or a drill goes, unless one is at work. After a start."""
    with suppress(Conflict), _alone(station):
        staging.clear(station)
        drilling.clear(station)
        runs.cut_open(station.database, "backup.", station.runner)


def _noted(
    station: Station,
    what: str,
    kind: str,
    actor: Actor,
    listen: Listen,
    run_id: int | None,
    work: Callable[[Progress], Result],
) -> Result:
    """Alone, with a row in `job_run` and a line in the log, where there is a database to write to."""

    def told() -> Result:
        how = Progress(station.work, station.database.clock, what, listen)
        try:
            return work(how)
        finally:
            how.over()

    if not _has_database(station):
        with _alone(station):
            return told()
    try:
        result = runs.recorded(
            station.database, what, kind, station.runner, told, run_id, lambda: _alone(station)
        )
    except DBAPIError as error:
        raise Unavailable("db.unwritable") from error
    except DomainError as error:
        _log(station, f"{what}.failed", actor, kind, code=error.code)
        raise
    _log(station, f"{what}.done", actor, kind, outcome=result.outcome, snapshot=result.snapshot)
    return result


@contextmanager
def _alone(station: Station) -> Iterator[None]:
    """Raises Conflict `backup.busy`; Unavailable `backup.place.unwritable`."""
    try:
        if not station.data_dir.is_dir():
            raise Unavailable("db.unreachable")
        station.work.mkdir(mode=0o700, exist_ok=True)
        held = lock.hold(station.work / LOCK)
    except BlockingIOError as error:
        raise Conflict("backup.busy") from error
    except OSError as error:
        raise Unavailable("backup.place.unwritable", place=str(station.work)) from error
    with held:
        yield


def _has_database(station: Station) -> bool:
    """An absent SQLite file would be made by asking; a server that is away must not stop a check."""
    engine = station.database.engine
    if engine.dialect.name == "sqlite":
        return Path(engine.url.database or "").is_file()
    try:
        engine.connect().close()
    except DBAPIError:
        return False
    return True


def _overdue(station: Station) -> tuple[tuple[str, str], ...]:
    """Counted from the schedule's beginning where nothing ever ran."""
    database, found = station.database, []
    began = runs.latest(database, runs.BEGAN)
    for (what, kind), hours in FRESH_HOURS.items():
        last = runs.latest(database, what, kind) or began
        if last is not None and database.clock.now() - last.started_at > timedelta(hours=hours):
            found.append((what, kind))
    return tuple(found)


def _log(station: Station, action: str, actor: Actor, subject: str, **data: str | int | None) -> None:
    database = station.database
    with suppress(DBAPIError), database.transaction() as session:
        audit.record(session, database.clock.now(), action, actor, subject, **data)


def _state(station: Station, path: Path) -> str:
    try:
        places.opened(station, path, "")
    except DomainError as error:
        return error.code
    return "ok"


def _is_part(read: str) -> bool:
    part, _, of = read.partition("/")
    return part.isdigit() and of.isdigit() and 1 <= int(part) <= int(of) <= 100
