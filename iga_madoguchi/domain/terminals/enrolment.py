"""How a browser becomes a terminal and stops being one; the cameras that were chosen for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals import repository, service
from iga_madoguchi.domain.terminals.models import Device, EnrolmentCode, Terminal
from iga_madoguchi.domain.terminals.views import DeviceChoice, DeviceView
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, WrongOrder
from iga_madoguchi.kit.ids import digest, new_secret

CODE_LIFE = timedelta(days=7)
LABEL_LIMIT = 200

DEVICE_ENDED = "terminals.device_ended"  # payload: device id


@dataclass(frozen=True)
class Enrolment:
    """A fresh device: `secret` is what the browser's cookie holds."""

    device: DeviceView
    secret: str


def issue_code(database: Database, terminal_id: str, actor: Actor) -> str:
    """A new one-time enrolment code, valid seven days.

    Raises NotFound `terminals.terminal.unknown`, WrongOrder `terminals.terminal.retired`.
    """
    code, now = new_secret(), database.clock.now()
    with database.transaction() as session:
        row = repository.terminal(session, terminal_id)
        if row is None:
            raise NotFound("terminals.terminal.unknown", id=terminal_id)
        if not service.in_use(session, row):
            raise WrongOrder("terminals.terminal.retired", name=row.name)
        session.add(EnrolmentCode(digest=digest(code), terminal_id=terminal_id, expires_at=now + CODE_LIFE))
        audit.record(session, now, "terminals.code.issued", actor, terminal_id)
    return code


def enrol(database: Database, code: str) -> Enrolment:
    """Turn a code into a device; what was this terminal before is ended.

    Raises InvalidInput `terminals.code.unusable` for a used, expired or unknown code, without saying which.
    """
    now, secret = database.clock.now(), new_secret()
    with database.transaction() as session:
        terminal_id = repository.use_code(session, digest(code), now)
        row = None if terminal_id is None else repository.terminal(session, terminal_id)
        if row is None or not service.in_use(session, row):
            raise InvalidInput("terminals.code.unusable")
        end_devices(session, row.id, now)
        device = Device(terminal_id=row.id, digest=digest(secret), enrolled_at=now)
        session.add(device)
        session.flush()
        audit.record(session, now, "terminals.device.enrolled", Actor("code", row.id), row.id)
        announce(session, service.CHANGED)
        return Enrolment(_device_view(device, row), secret)


def revoke(database: Database, terminal_id: str, actor: Actor) -> bool:
    """End what is enrolled as this terminal; False if nothing was.

    Raises NotFound, Conflict `terminals.revoke.own`: who does it there would be turned away in the middle.
    """
    if actor.terminal == terminal_id:
        raise Conflict("terminals.revoke.own")
    now = database.clock.now()
    with database.transaction() as session:
        if repository.terminal(session, terminal_id) is None:
            raise NotFound("terminals.terminal.unknown", id=terminal_id)
        ended = end_devices(session, terminal_id, now)
        audit.record(session, now, "terminals.device.revoked", actor, terminal_id)
        announce(session, service.CHANGED)
    return ended


def end_devices(session: Session, terminal_id: str, now: datetime) -> bool:
    """What is enrolled as this terminal ends, and its pages are turned away; False if nothing was."""
    ended = repository.end_devices(session, terminal_id, now)
    for device_id in ended:
        announce(session, DEVICE_ENDED, device_id)
    return bool(ended)


def current_device(session: Session, secret: str) -> DeviceView | None:
    """The terminal this cookie value belongs to, if it is still that terminal."""
    device = repository.device_by_digest(session, digest(secret))
    row = None if device is None else repository.terminal(session, device.terminal_id)
    return None if device is None or row is None else _device_view(device, row)


def device_at(session: Session, terminal_id: str) -> int | None:
    """Id of the device that is this terminal now."""
    devices = repository.current_devices(session)
    return next((device.id for device in devices if device.terminal_id == terminal_id), None)


def devices(session: Session) -> dict[int, DeviceView]:
    """Every device that is a terminal at this moment, by its id."""
    rows = {row.id: row for row in repository.terminals(session)}
    return {
        device.id or 0: _device_view(device, rows[device.terminal_id])
        for device in repository.current_devices(session)
    }


def choice(database: Database, terminal_id: str) -> DeviceChoice:
    """The cameras, microphone and loudspeaker chosen for this terminal. Raises NotFound."""
    with database.reading() as session:
        row = repository.terminal(session, terminal_id)
        if row is None:
            raise NotFound("terminals.terminal.unknown", id=terminal_id)
        return DeviceChoice(row.face, row.paper, row.microphone, row.speaker, row.blur, row.handset)


def remember_choice(database: Database, terminal_id: str, chosen: DeviceChoice, actor: Actor) -> None:
    """Keep the chosen devices by label. Raises InvalidInput `terminals.choice.too_long`, NotFound."""
    labels = (chosen.face, chosen.paper, chosen.mic, chosen.speaker, chosen.handset)
    if any(len(label) > LABEL_LIMIT for label in labels):
        raise InvalidInput("terminals.choice.too_long", limit=LABEL_LIMIT)
    with database.transaction() as session:
        row = repository.terminal(session, terminal_id)
        if row is None:
            raise NotFound("terminals.terminal.unknown", id=terminal_id)
        row.face, row.paper, row.microphone, row.speaker, row.handset = labels
        row.blur = chosen.blur
        session.add(row)
        audit.record(session, database.clock.now(), "terminals.choice.remembered", actor, terminal_id)


def _device_view(device: Device, row: Terminal) -> DeviceView:
    return DeviceView(device.id or 0, row.id, service.kind_of(row.kind), row.name, row.branch_id or "")
