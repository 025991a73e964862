"""Use cases of places and devices: list, add, enrol, revoke, remember the chosen cameras."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals import repository
from iga_madoguchi.domain.terminals.models import Department, DeskDepartment, Device, EnrolmentCode, Terminal
from iga_madoguchi.domain.terminals.views import (
    DepartmentView,
    DeviceChoice,
    DeviceView,
    TerminalKind,
    TerminalView,
)
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound
from iga_madoguchi.kit.ids import digest, new_secret

CODE_LIFE = timedelta(days=7)
ID_SHAPE = re.compile(r"[a-z][a-z0-9_-]{1,31}")
NAME_LIMIT = 40
LABEL_LIMIT = 200
KINDS: tuple[TerminalKind, ...] = ("branch", "staff", "desk", "admin")
PHONE_SHAPE = re.compile(r"(\+?[0-9][0-9()-]{2,17}[0-9])?", re.ASCII)

DEVICE_ENDED = "terminals.device_ended"  # payload: device id
CHANGED = "terminals.changed"


@dataclass(frozen=True)
class Enrolment:
    """A fresh device: `secret` is what the browser's cookie holds."""

    device: DeviceView
    secret: str


def departments(database: Database) -> tuple[DepartmentView, ...]:
    with database.reading() as session:
        return all_departments(session)


def all_departments(session: Session) -> tuple[DepartmentView, ...]:
    return tuple(department_view(row) for row in repository.departments(session))


def department(session: Session, department_id: str) -> DepartmentView:
    """One department. Raises NotFound `terminals.department.unknown`."""
    row = repository.department(session, department_id)
    if row is None:
        raise NotFound("terminals.department.unknown")
    return department_view(row)


def terminals(database: Database) -> tuple[TerminalView, ...]:
    """Every terminal with the departments it serves, in the city's order."""
    with database.reading() as session:
        return all_terminals(session)


def all_terminals(session: Session) -> tuple[TerminalView, ...]:
    by_id = {row.id: department_view(row) for row in repository.departments(session)}
    enrolled = {device.terminal_id: device.enrolled_at for device in repository.current_devices(session)}
    serves: dict[str, list[DepartmentView]] = {}
    for link in repository.served(session):
        serves.setdefault(link.desk_id, []).append(by_id[link.department_id])
    order = {department_id: position for position, department_id in enumerate(by_id)}
    return tuple(
        TerminalView(
            row.id,
            _kind(row.kind),
            row.name,
            tuple(sorted(serves.get(row.id, ()), key=lambda view: order[view.id])),
            enrolled.get(row.id),
            row.branch_id or "",
            row.phone,
        )
        for row in repository.terminals(session)
    )


def terminal_name(session: Session, terminal_id: str) -> str:
    row = repository.terminal(session, terminal_id)
    return terminal_id if row is None else row.name


def departments_of(session: Session, desk_id: str) -> tuple[DepartmentView, ...]:
    return tuple(department_view(row) for row in repository.departments_of(session, desk_id))


def desks_of(session: Session, department_id: str) -> tuple[str, ...]:
    """Ids of the desks at which this department is answered."""
    return tuple(repository.desks_of(session, department_id))


def staff_terminals(session: Session, branch_id: str) -> tuple[str, ...]:
    """Ids of the screens at which this branch's own staff sit; a branch need not have one."""
    return tuple(repository.staff_terminals(session, branch_id))


def add_terminal(
    database: Database, terminal_id: str, kind: str, name: str, actor: Actor, branch_id: str | None = None
) -> None:
    """A new place for a device; a `staff` terminal belongs to a branch, the others to none.

    Raises InvalidInput, NotFound `terminals.branch.unknown` or Conflict `terminals.terminal.exists`.
    """
    _check_new(terminal_id, name)
    if kind not in KINDS:
        raise InvalidInput("terminals.kind.unknown", kind=kind)
    if (kind == "staff") != (branch_id is not None):
        raise InvalidInput("terminals.branch.needed")
    with database.transaction() as session:
        if branch_id is not None:
            _branch(session, branch_id)
        if repository.terminal(session, terminal_id):
            raise Conflict("terminals.terminal.exists", id=terminal_id)
        position = len(repository.terminals(session)) + 1
        session.add(Terminal(id=terminal_id, kind=kind, name=name, position=position, branch_id=branch_id))
        audit.record(session, database.clock.now(), "terminals.terminal.added", actor, terminal_id, kind=kind)
        announce(session, CHANGED)


def add_department(database: Database, new: DepartmentView, actor: Actor) -> None:
    """A new department, not yet answered anywhere. Raises InvalidInput or Conflict."""
    _check_new(new.id, new.name)
    with database.transaction() as session:
        if repository.department(session, new.id):
            raise Conflict("terminals.department.exists", id=new.id)
        position = len(repository.departments(session)) + 1
        session.add(
            Department(
                id=new.id,
                name=new.name,
                examples=new.examples,
                icon=new.icon,
                phone=new.phone,
                position=position,
            )
        )
        audit.record(session, database.clock.now(), "terminals.department.added", actor, new.id)
        announce(session, CHANGED)


def set_deputy(database: Database, department_id: str, deputy_id: str | None, actor: Actor) -> None:
    """Whose desks ring too when nobody answers. Raises NotFound, InvalidInput `terminals.deputy.itself`."""
    if department_id == deputy_id:
        raise InvalidInput("terminals.deputy.itself")
    with database.transaction() as session:
        row = repository.department(session, department_id)
        if row is None or (deputy_id is not None and repository.department(session, deputy_id) is None):
            raise NotFound("terminals.department.unknown")
        row.deputy_id = deputy_id
        session.add(row)
        audit.record(
            session,
            database.clock.now(),
            "terminals.deputy.set",
            actor,
            department_id,
            deputy=deputy_id or "",
        )
        announce(session, CHANGED)


def set_phone(database: Database, branch_id: str, phone: str, actor: Actor) -> None:
    """The number by which the desks reach a branch when nothing else works; "" takes it away.

    Raises NotFound `terminals.branch.unknown`, InvalidInput `terminals.phone.shape`.
    """
    if not PHONE_SHAPE.fullmatch(phone):
        raise InvalidInput("terminals.phone.shape", phone=phone[:40])
    with database.transaction() as session:
        row = _branch(session, branch_id)
        row.phone = phone
        session.add(row)
        audit.record(session, database.clock.now(), "terminals.phone.set", actor, branch_id)
        announce(session, CHANGED)


def serve(database: Database, desk_id: str, department_id: str, actor: Actor) -> None:
    """From now on this desk answers this department too. Raises NotFound or Conflict."""
    with database.transaction() as session:
        desk = repository.terminal(session, desk_id)
        if desk is None or desk.kind != "desk":
            raise NotFound("terminals.desk.unknown", id=desk_id)
        department(session, department_id)
        if session.get(DeskDepartment, (desk_id, department_id)):
            raise Conflict("terminals.desk.serves_already", desk=desk_id, department=department_id)
        session.add(DeskDepartment(desk_id=desk_id, department_id=department_id))
        audit.record(
            session, database.clock.now(), "terminals.desk.serves", actor, desk_id, department=department_id
        )
        announce(session, CHANGED)


def issue_code(database: Database, terminal_id: str, actor: Actor) -> str:
    """A new one-time enrolment code, valid seven days. Raises NotFound `terminals.terminal.unknown`."""
    code, now = new_secret(), database.clock.now()
    with database.transaction() as session:
        if repository.terminal(session, terminal_id) is None:
            raise NotFound("terminals.terminal.unknown", id=terminal_id)
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
        if row is None:
            raise InvalidInput("terminals.code.unusable")
        for ended in repository.end_devices(session, row.id, now):
            announce(session, DEVICE_ENDED, ended)
        device = Device(terminal_id=row.id, digest=digest(secret), enrolled_at=now)
        session.add(device)
        session.flush()
        audit.record(session, now, "terminals.device.enrolled", Actor("code", row.id), row.id)
        announce(session, CHANGED)
        return Enrolment(_device_view(device, row), secret)


def revoke(database: Database, terminal_id: str, actor: Actor) -> bool:
    """End what is enrolled as this terminal; False if nothing was. Raises NotFound."""
    now = database.clock.now()
    with database.transaction() as session:
        if repository.terminal(session, terminal_id) is None:
            raise NotFound("terminals.terminal.unknown", id=terminal_id)
        ended = repository.end_devices(session, terminal_id, now)
        for device_id in ended:
            announce(session, DEVICE_ENDED, device_id)
        audit.record(session, now, "terminals.device.revoked", actor, terminal_id)
        announce(session, CHANGED)
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


def current_device_ids(session: Session) -> set[int]:
    """Ids of every device that is a terminal at this moment."""
    return {device.id for device in repository.current_devices(session) if device.id is not None}


def choice(database: Database, terminal_id: str) -> DeviceChoice:
    """The cameras, microphone and loudspeaker chosen for this terminal. Raises NotFound."""
    with database.reading() as session:
        row = repository.terminal(session, terminal_id)
        if row is None:
            raise NotFound("terminals.terminal.unknown", id=terminal_id)
        return DeviceChoice(row.face, row.paper, row.microphone, row.speaker, row.blur)


def remember_choice(database: Database, terminal_id: str, chosen: DeviceChoice, actor: Actor) -> None:
    """Keep the chosen devices by label. Raises InvalidInput `terminals.choice.too_long`, NotFound."""
    labels = (chosen.face, chosen.paper, chosen.mic, chosen.speaker)
    if any(len(label) > LABEL_LIMIT for label in labels):
        raise InvalidInput("terminals.choice.too_long", limit=LABEL_LIMIT)
    with database.transaction() as session:
        row = repository.terminal(session, terminal_id)
        if row is None:
            raise NotFound("terminals.terminal.unknown", id=terminal_id)
        row.face, row.paper, row.microphone, row.speaker = labels
        row.blur = chosen.blur
        session.add(row)
        audit.record(session, database.clock.now(), "terminals.choice.remembered", actor, terminal_id)


def department_view(row: Department) -> DepartmentView:
    return DepartmentView(row.id, row.name, row.examples, row.icon, row.phone, row.deputy_id)


def _device_view(device: Device, row: Terminal) -> DeviceView:
    return DeviceView(device.id or 0, row.id, _kind(row.kind), row.name, row.branch_id or "")


def _branch(session: Session, branch_id: str) -> Terminal:
    row = repository.terminal(session, branch_id)
    if row is None or row.kind != "branch":
        raise NotFound("terminals.branch.unknown", id=branch_id[:40])
    return row


def _kind(kind: str) -> TerminalKind:
    for known in KINDS:
        if known == kind:
            return known
    raise InvalidInput("terminals.kind.unknown", kind=kind)


def _check_new(new_id: str, name: str) -> None:
    if not ID_SHAPE.fullmatch(new_id):
        raise InvalidInput("terminals.id.shape", id=new_id[:40])
    if not 0 < len(name) <= NAME_LIMIT:
        raise InvalidInput("terminals.name.length", limit=NAME_LIMIT)
