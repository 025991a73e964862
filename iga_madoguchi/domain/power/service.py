"""Use cases of power: which UPS there is, how it stands, and that somebody orders the end of work."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor, LogEntry
from iga_madoguchi.domain.power import repository
from iga_madoguchi.domain.power.models import PowerSetting, PowerStanding
from iga_madoguchi.domain.power.policy import Phase
from iga_madoguchi.domain.power.views import Standing, Ups
from iga_madoguchi.errors import InvalidInput, Unavailable, WrongOrder
from iga_madoguchi.kit.files import write_atomically

CHANGED = "power.changed"
SUBJECT = "power"
SECRET = "secrets/ups.password"
NAME_LIMIT, HOST_LIMIT, PASSWORD_LIMIT = 64, 100, 128
RESTART_AHEAD = timedelta(days=31)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_HOST = re.compile(r"[A-Za-z0-9:]([A-Za-z0-9.:-]*[A-Za-z0-9])?")


def ups(database: Database) -> Ups | None:
    """The UPS that was set, nothing where there is none."""
    with database.reading() as session:
        row = repository.setting(session)
        return None if row is None else Ups(row.name, row.host, row.port, row.login)


def set_ups(database: Database, data_dir: Path, wanted: Ups, password: str, actor: Actor) -> None:
    """This UPS is asked from now on. An empty password keeps the one before.

    Raises InvalidInput `power.ups.name|host|port|login|password`, Unavailable `power.ups.unwritable`.
    """
    if len(wanted.name) > NAME_LIMIT or not _NAME.fullmatch(wanted.name):
        raise InvalidInput("power.ups.name")
    if len(wanted.host) > HOST_LIMIT or not _HOST.fullmatch(wanted.host):
        raise InvalidInput("power.ups.host")
    if not 0 < wanted.port < 65536:
        raise InvalidInput("power.ups.port")
    if wanted.login and (len(wanted.login) > NAME_LIMIT or not _NAME.fullmatch(wanted.login)):
        raise InvalidInput("power.ups.login")
    if len(password) > PASSWORD_LIMIT or not password.isprintable() or " " in password:
        raise InvalidInput("power.ups.password", limit=str(PASSWORD_LIMIT))
    if password:
        _store(data_dir, password)
    with database.transaction() as session:
        row = repository.setting(session) or PowerSetting(name="", host="", port=1)
        row.name, row.host, row.port, row.login = wanted.name, wanted.host, wanted.port, wanted.login
        session.add(row)
        where, now = f"{wanted.name}@{wanted.host}:{wanted.port}", database.clock.now()
        audit.record(session, now, "power.ups.set", actor, SUBJECT, ups=where, stops=bool(wanted.login))
        announce(session, CHANGED)


def forget_ups(database: Database, data_dir: Path, actor: Actor) -> None:
    """There is no UPS any more; saying it twice changes nothing."""
    with database.transaction() as session:
        row = repository.setting(session)
        if row is None:
            return
        session.delete(row)
        audit.record(session, database.clock.now(), "power.ups.forgotten", actor, SUBJECT)
        announce(session, CHANGED)
    (data_dir / SECRET).unlink(missing_ok=True)


def password(data_dir: Path) -> str:
    """What the UPS's login needs, "" where none was set."""
    try:
        return (data_dir / SECRET).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def standing(database: Database) -> Standing:
    """How it stands, for every screen."""
    with database.reading() as session:
        return stands(session)


def stands(session: Session) -> Standing:
    return _view(repository.standing(session))


def require_calls(session: Session) -> None:
    """For whoever begins a call. Raises Unavailable `power.calls.held` while none is taken."""
    row = repository.standing(session)
    if row is not None and row.holds:
        raise Unavailable("power.calls.held")


def note(database: Database, now: Standing, actor: Actor, action: str = "", **data: str | int | None) -> None:
    """Keep how it stands; with an `action` it is also an operation in the log. Pages are told."""
    with database.transaction() as session:
        row = repository.standing(session) or PowerStanding()
        row.phase, row.since, row.holds = str(now.phase), now.since, now.holds
        row.left_min, row.fault, row.wanted_at = now.left_min, now.fault, now.wanted_at
        row.prepared_at, row.outcome = now.prepared_at, now.outcome[:64]
        row.drill_since = now.drill_since
        session.add(row)
        if action:
            audit.record(session, database.clock.now(), action, actor, SUBJECT, **data)
        announce(session, CHANGED)


def order_end(database: Database, actor: Actor) -> None:
    """Somebody wants work to end in good order before the machine stops; saying it twice changes nothing."""
    now = standing(database)
    if now.wanted_at is None:
        wanted = replace(now, wanted_at=database.clock.now(), holds=True)
        note(database, wanted, actor, "power.end.ordered")


def take_back(database: Database, actor: Actor) -> None:
    """The machine does not stop after all; new calls are taken again."""
    if standing(database).wanted_at is not None:
        note(database, Standing(), actor, "power.end.taken_back")


def start_drill(database: Database, actor: Actor) -> None:
    """Practise a power cut: the office's screens say what they would say; nothing is held, ended or stopped.

    Raises WrongOrder `power.drill.outage` while the power is really out or the end was ordered.
    """
    now = standing(database)
    if now.phase != Phase.LINE or now.wanted_at is not None:
        raise WrongOrder("power.drill.outage")
    if now.drill_since is None:
        note(database, replace(now, drill_since=database.clock.now()), actor, "power.drill.begun")


def end_drill(database: Database, actor: Actor) -> None:
    """Saying it twice changes nothing."""
    now = standing(database)
    if now.drill_since is not None:
        note(database, replace(now, drill_since=None), actor, "power.drill.ended")


def begin(database: Database, actor: Actor) -> None:
    """The server has started: whatever was prepared before the stop is over."""
    if replace(standing(database), restart_at=None) != Standing():
        note(database, Standing(), actor, "power.started")


def plan_restart(database: Database, at: datetime, actor: Actor) -> None:
    """The server is to be started anew then; another moment takes the place of the one before.

    Raises InvalidInput `power.restart.when` for what is past or more than a month ahead.
    """
    now = database.clock.now()
    if not now < at <= now + RESTART_AHEAD:
        raise InvalidInput("power.restart.when")
    set_restart(database, at, actor, "power.restart.planned", when=at.isoformat(timespec="minutes"))


def take_back_restart(database: Database, actor: Actor) -> None:
    """Saying it twice changes nothing."""
    if standing(database).restart_at is not None:
        set_restart(database, None, actor, "power.restart.taken_back")


def set_restart(
    database: Database, at: datetime | None, actor: Actor, action: str, **data: str | int
) -> None:
    """Keep when it is to be. The watch writes the rest of the row and never this."""
    with database.transaction() as session:
        row = repository.standing(session) or PowerStanding()
        row.restart_at = at
        session.add(row)
        audit.record(session, database.clock.now(), action, actor, SUBJECT, **data)
        announce(session, CHANGED)


def history(database: Database, limit: int = 200) -> list[LogEntry]:
    """What happened to the power, the newest first; reads back a year of a troubled line at most."""
    return audit.newest_of(database, SUBJECT, limit)


def _view(row: PowerStanding | None) -> Standing:
    if row is None:
        return Standing()
    return Standing(
        Phase(row.phase),
        row.since,
        row.holds,
        row.left_min,
        row.fault,
        row.wanted_at,
        row.prepared_at,
        row.outcome,
        row.drill_since,
        row.restart_at,
    )


def _store(data_dir: Path, secret: str) -> None:
    path = data_dir / SECRET
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, f"{secret}\n".encode(), mode=0o600)
    except OSError as error:
        raise Unavailable("power.ups.unwritable") from error
