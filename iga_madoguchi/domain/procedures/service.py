"""What is done with the catalogue: read it, change it without losing anybody's change, retire and confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.procedures import keeping, policy, repository
from iga_madoguchi.domain.procedures.content import Known
from iga_madoguchi.domain.procedures.models import Procedure, ProcedureVersion
from iga_madoguchi.domain.procedures.reading import parse
from iga_madoguchi.domain.procedures.views import CardView, ProcedureView, VersionView
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import DepartmentView
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, WrongOrder
from iga_madoguchi.kit.clock import local

CHANGED = "procedures.changed"  # payload: procedure id, "" for several


def of_kiosk(database: Database, department_id: str = "") -> tuple[CardView, ...]:
    """What residents may choose, in the city's order; of one department if one is named."""
    with database.reading() as session:
        found = cards(session)
    return tuple(one for one in found if department_id in ("", one.department_id))


def of_admin(database: Database) -> tuple[ProcedureView, ...]:
    """Everything, also what is retired, in the city's order."""
    with database.reading() as session:
        return in_order(session)


def get(database: Database, procedure_id: str, version: int | None = None) -> ProcedureView:
    """One version, the newest if none is named; also of what is retired meanwhile.

    Raises NotFound `procedures.procedure.unknown|procedures.version.unknown`.
    """
    with database.reading() as session:
        return view(session, procedure_id, version)


def view(session: Session, procedure_id: str, version: int | None = None) -> ProcedureView:
    """As `get`, within the caller's transaction."""
    row = _row(session, procedure_id)
    found = repository.version(session, procedure_id, row.version if version is None else version)
    if found is None:
        raise NotFound("procedures.version.unknown")
    return _view(row, found, _departments(session))


def offered(session: Session, procedure_id: str) -> ProcedureView:
    """What a call that begins now gets. Raises NotFound, WrongOrder `procedures.procedure.retired`."""
    found = view(session, procedure_id)
    departments = {department.id for department in terminals.all_departments(session)}
    if found.retired or found.content.department not in departments:
        raise WrongOrder("procedures.procedure.retired")
    return found


def versions(database: Database, procedure_id: str) -> tuple[VersionView, ...]:
    """Newest first. Raises NotFound."""
    with database.reading() as session:
        _row(session, procedure_id)
        rows = repository.versions(session, procedure_id)
    return tuple(VersionView(row.number, row.saved_at, row.saved_by) for row in rows)


def add(database: Database, known: Known, actor: Actor, procedure_id: str, raw: Mapping[str, Any]) -> None:
    """A new procedure at the end of its department.

    `raw` is shaped as `content.data` makes it. Raises InvalidInput `procedures.id.shape|procedures.full`,
    `problems.Unusable` with every problem, Conflict `procedures.procedure.exists`.
    """
    if not policy.ID_SHAPE.fullmatch(procedure_id):
        raise InvalidInput("procedures.id.shape")
    now = database.clock.now()
    with database.transaction() as session:
        content = parse(raw, with_departments(session, known))
        if repository.procedure(session, procedure_id):
            raise Conflict("procedures.procedure.exists", id=procedure_id)
        if repository.count(session) >= policy.PROCEDURES:
            raise InvalidInput("procedures.full", limit=policy.PROCEDURES)
        position = repository.last_position(session) + 1
        keeping.put_new(session, procedure_id, content, now, actor, position)
        audit.record(session, now, "procedures.added", actor, procedure_id)
        _changed(session, procedure_id)


def save(
    database: Database,
    known: Known,
    actor: Actor,
    procedure_id: str,
    raw: Mapping[str, Any],
    expected: int,
) -> int:
    """A new version, if `expected` is still the newest; its number, the old one if nothing differs.

    Raises NotFound, `problems.Unusable`, Conflict `procedures.version.changed` (data: by, at, version).
    """
    now = database.clock.now()
    with database.transaction() as session:
        row = _row(session, procedure_id)
        content = parse(raw, with_departments(session, known))
        if content == view(session, procedure_id).content:
            return row.version
        _unchanged_since(session, row, expected)
        number = keeping.put_version(session, row, content, now, actor)
        audit.record(session, now, "procedures.saved", actor, procedure_id, version=number)
        _changed(session, procedure_id)
        return number


def retire(database: Database, actor: Actor, procedure_id: str) -> None:
    """No new call gets it; those that run keep it. Raises NotFound, WrongOrder."""
    now = database.clock.now()
    with database.transaction() as session:
        row = _row(session, procedure_id)
        if row.retired_at is not None:
            raise WrongOrder("procedures.procedure.retired")
        row.retired_at = now
        session.add(row)
        audit.record(session, now, "procedures.retired", actor, procedure_id)
        _changed(session, procedure_id)


def restore(database: Database, actor: Actor, procedure_id: str) -> None:
    """Offer it again. Raises NotFound, WrongOrder `procedures.procedure.offered`."""
    now = database.clock.now()
    with database.transaction() as session:
        row = _row(session, procedure_id)
        if row.retired_at is None:
            raise WrongOrder("procedures.procedure.offered")
        row.retired_at = None
        session.add(row)
        audit.record(session, now, "procedures.restored", actor, procedure_id)
        _changed(session, procedure_id)


def confirm(database: Database, actor: Actor, procedure_id: str, expected: int) -> None:
    """A clerk says that what this version tells is right, and 要確認 goes.

    Raises NotFound, Conflict `procedures.version.changed`, WrongOrder `procedures.procedure.confirmed`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        row = _row(session, procedure_id)
        _unchanged_since(session, row, expected)
        if not view(session, procedure_id).unconfirmed:
            raise WrongOrder("procedures.procedure.confirmed")
        row.confirmed_at = now
        session.add(row)
        audit.record(session, now, "procedures.confirmed", actor, procedure_id, version=row.version)
        _changed(session, procedure_id)


def move(database: Database, actor: Actor, procedure_id: str, by: int) -> None:
    """Up (-1) or down (+1) among those that its department offers; stops at the ends. Raises NotFound."""
    now = database.clock.now()
    with database.transaction() as session:
        row = _row(session, procedure_id)
        rows = repository.of_department(session, row.department_id)
        order = [other.id for other in rows]
        if procedure_id not in order:
            return
        place = order.index(procedure_id)
        to = min(max(place + by, 0), len(rows) - 1)
        if to == place:
            return
        places = sorted(other.position for other in rows)
        rows.insert(to, rows.pop(place))
        for other, position in zip(rows, places, strict=True):
            other.position = position
            session.add(other)
        audit.record(session, now, "procedures.moved", actor, procedure_id, place=to)
        _changed(session, procedure_id)


def in_order(session: Session) -> tuple[ProcedureView, ...]:
    """The newest versions of everything, by department and then by position."""
    departments = _departments(session)
    rank = {department_id: number for number, department_id in enumerate(departments)}
    found = [_view(row, version, departments) for row, version in repository.newest(session)]
    return tuple(sorted(found, key=lambda view: (rank[view.content.department], view.position, view.id)))


def cards(session: Session) -> tuple[CardView, ...]:
    """What is offered, by department and then by position."""
    departments = {department.id for department in terminals.all_departments(session)}
    found = (view for view in in_order(session) if view.content.department in departments)
    return tuple(card(view) for view in found if not view.retired)


def card(view: ProcedureView) -> CardView:
    return CardView(
        id=view.id,
        version=view.version,
        department_id=view.content.department,
        department_name=view.department_name,
        name=view.content.name,
        line=view.content.line,
        icon=view.icon,
        reach=view.content.reach,
        minutes=view.content.minutes,
    )


def with_departments(session: Session, known: Known) -> Known:
    """The forms and covers that the caller knows, and the departments that there are or were."""
    return replace(known, departments=frozenset(_departments(session)))


def _departments(session: Session) -> dict[str, DepartmentView]:
    return {view.id: view for view in terminals.all_departments(session, retired=True)}


def _row(session: Session, procedure_id: str) -> Procedure:
    row = repository.procedure(session, procedure_id)
    if row is None:
        raise NotFound("procedures.procedure.unknown")
    return row


def _view(
    row: Procedure, version: ProcedureVersion, departments: Mapping[str, DepartmentView]
) -> ProcedureView:
    content = keeping.content_of(version)
    department = departments[content.department]
    return ProcedureView(
        id=row.id,
        version=version.number,
        newest=row.version,
        content=content,
        department_name=department.name,
        phone=content.phone or department.phone,
        icon=content.icon or department.icon,
        retired=row.retired_at is not None,
        unconfirmed=content.source == "other" and row.confirmed_at is None,
        position=row.position,
        saved_at=version.saved_at,
        saved_by=version.saved_by,
    )


def _unchanged_since(session: Session, row: Procedure, expected: int) -> None:
    if row.version == expected:
        return
    newest = repository.version(session, row.id, row.version)
    by, at = ("", "") if newest is None else (newest.saved_by, f"{local(newest.saved_at):%H:%M}")
    raise Conflict("procedures.version.changed", by=by, at=at, version=row.version)


def _changed(session: Session, procedure_id: str) -> None:
    repository.touch(session)
    announce(session, CHANGED, procedure_id)
