"""Use cases of places: list and name them; what the command line adds and sets one by one."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals import repository
from iga_madoguchi.domain.terminals.models import Department, DeskDepartment, Terminal
from iga_madoguchi.domain.terminals.policy import ID_SHAPE, NAME_LIMIT, checked_phone, read_words
from iga_madoguchi.domain.terminals.views import DepartmentView, Spot, TerminalKind, TerminalView
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound

KINDS: tuple[TerminalKind, ...] = ("branch", "staff", "desk", "admin")

RENAMED = "terminals.renamed"  # payload: [terminal id, its new name]
CHANGED = "terminals.changed"


def departments(database: Database, *, retired: bool = False) -> tuple[DepartmentView, ...]:
    """The departments in the city's order; those that are `retired` only if asked for."""
    with database.reading() as session:
        return all_departments(session, retired=retired)


def all_departments(session: Session, *, retired: bool = False) -> tuple[DepartmentView, ...]:
    """As `departments`. What was, is named with the retired ones; what is offered, without."""
    rows = repository.departments(session)
    return tuple(department_view(row) for row in rows if retired or row.retired_at is None)


def department(session: Session, department_id: str) -> DepartmentView:
    """One department that is in use. Raises NotFound `terminals.department.unknown`."""
    row = repository.department(session, department_id)
    if row is None or row.retired_at is not None:
        raise NotFound("terminals.department.unknown")
    return department_view(row)


def terminals(database: Database, *, retired: bool = False) -> tuple[TerminalView, ...]:
    """Every terminal with what it serves, in the city's order; `retired` ones only if asked for."""
    with database.reading() as session:
        return all_terminals(session, retired=retired)


def all_terminals(session: Session, *, retired: bool = False) -> tuple[TerminalView, ...]:
    """As `terminals`. What was, is named with the retired ones; what is offered, without."""
    rows = repository.terminals(session)
    closed = {row.id for row in rows if row.retired_at is not None}
    offered = {view.id: view for view in all_departments(session)}
    enrolled = {device.terminal_id: device.enrolled_at for device in repository.current_devices(session)}
    serves: dict[str, set[str]] = {}
    for link in repository.served(session):
        serves.setdefault(link.desk_id, set()).add(link.department_id)
    views = (
        TerminalView(
            row.id,
            kind_of(row.kind),
            row.name,
            tuple(view for view in offered.values() if view.id in serves.get(row.id, ())),
            enrolled.get(row.id),
            row.branch_id or "",
            row.phone,
            read_words(row.words),
            spot_of(row),
            row.revision,
            row.retired_at,
            not closed & {row.id, row.branch_id},
        )
        for row in rows
    )
    return tuple(view for view in views if retired or view.in_use)


def terminal_name(session: Session, terminal_id: str) -> str:
    row = repository.terminal(session, terminal_id)
    return terminal_id if row is None else row.name


def departments_of(session: Session, desk_id: str, *, retired: bool = False) -> tuple[DepartmentView, ...]:
    """What is answered at a desk; `retired` departments only if asked for."""
    rows = repository.departments_of(session, desk_id)
    return tuple(department_view(row) for row in rows if retired or row.retired_at is None)


def desks_of(session: Session, department_id: str, *, retired: bool = False) -> tuple[str, ...]:
    """Ids of the desks at which this department is answered; of a retired one only if asked for."""
    row = repository.department(session, department_id)
    if row is None or (row.retired_at is not None and not retired):
        return ()
    return tuple(desk.id for desk in repository.desks_of(session, department_id) if desk.retired_at is None)


def staff_terminals(session: Session, branch_id: str) -> tuple[str, ...]:
    """Ids of the screens at which this branch's own staff sit; a branch need not have one."""
    rows = repository.staff_terminals(session, branch_id)
    return tuple(row.id for row in rows if row.retired_at is None)


def in_use(session: Session, row: Terminal) -> bool:
    """Whether a terminal is neither retired itself nor at a branch that is."""
    branch = repository.terminal(session, row.branch_id) if row.branch_id else None
    return row.retired_at is None and (branch is None or branch.retired_at is None)


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
            branch(session, branch_id)
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
        if deputy_id is not None:
            department(session, deputy_id)
        row = repository.department(session, department_id)
        if row is None:
            raise NotFound("terminals.department.unknown")
        row.deputy_id, row.revision = deputy_id, row.revision + 1
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
    checked = checked_phone(phone)
    with database.transaction() as session:
        row = branch(session, branch_id)
        row.phone, row.revision = checked, row.revision + 1
        session.add(row)
        audit.record(session, database.clock.now(), "terminals.phone.set", actor, branch_id)
        announce(session, CHANGED)


def serve(database: Database, desk_id: str, department_id: str, actor: Actor) -> None:
    """From now on this desk answers this department too. Raises NotFound or Conflict."""
    with database.transaction() as session:
        desk = repository.terminal(session, desk_id)
        if desk is None or desk.kind != "desk" or desk.retired_at is not None:
            raise NotFound("terminals.desk.unknown", id=desk_id)
        department(session, department_id)
        if repository.link(session, desk_id, department_id):
            raise Conflict("terminals.desk.serves_already", desk=desk_id, department=department_id)
        session.add(DeskDepartment(desk_id=desk_id, department_id=department_id))
        audit.record(
            session, database.clock.now(), "terminals.desk.serves", actor, desk_id, department=department_id
        )
        announce(session, CHANGED)


def department_view(row: Department) -> DepartmentView:
    return DepartmentView(
        row.id,
        row.name,
        row.examples,
        row.icon,
        row.phone,
        row.deputy_id,
        read_words(row.words),
        row.revision,
        row.retired_at,
    )


def spot_of(row: Terminal) -> Spot | None:
    """Where a branch lies on the map; None when it is not on it."""
    return None if row.map_column is None or row.map_row is None else Spot(row.map_column, row.map_row)


def branch(session: Session, branch_id: str) -> Terminal:
    """The row of a branch in use. Raises NotFound `terminals.branch.unknown`."""
    row = repository.terminal(session, branch_id)
    if row is None or row.kind != "branch" or row.retired_at is not None:
        raise NotFound("terminals.branch.unknown", id=branch_id[:40])
    return row


def kind_of(kind: str) -> TerminalKind:
    for known in KINDS:
        if known == kind:
            return known
    raise InvalidInput("terminals.kind.unknown", kind=kind)


def _check_new(new_id: str, name: str) -> None:
    if not ID_SHAPE.fullmatch(new_id):
        raise InvalidInput("terminals.id.shape", id=new_id[:40])
    if not 0 < len(name) <= NAME_LIMIT:
        raise InvalidInput("terminals.name.length", limit=NAME_LIMIT)
