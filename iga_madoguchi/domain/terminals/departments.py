"""What the bureau does with departments: add, change, put in order, retire, and offer again."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals import links, ordering, policy, repository
from iga_madoguchi.domain.terminals.models import Department
from iga_madoguchi.domain.terminals.service import CHANGED
from iga_madoguchi.domain.terminals.views import DepartmentWish
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, WrongOrder


def add(database: Database, wish: DepartmentWish, actor: Actor) -> str:
    """A new department at the end; its id. It can be called as soon as a desk answers it.

    Raises InvalidInput, NotFound `terminals.department.unknown|terminals.desk.unknown`,
    Conflict `terminals.name.taken|terminals.departments.many`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        rows = repository.departments(session)
        if sum(row.retired_at is None for row in rows) >= policy.MOST_DEPARTMENTS:
            raise Conflict("terminals.departments.many", limit=policy.MOST_DEPARTMENTS)
        department_id = ordering.free_id("department", {row.id for row in rows})
        row = Department(id=department_id, name="", examples="", icon="", position=len(rows))
        _fill(session, row, wish)
        session.flush()
        links.answer_at(session, row, wish.desks)
        audit.record(session, now, "terminals.department.added", actor, row.id, name=row.name)
        announce(session, CHANGED)
    return department_id


def change(database: Database, department_id: str, expected: int, wish: DepartmentWish, actor: Actor) -> None:
    """Everything about a department at once; nothing happens when nothing differs.

    Raises as `add` does, Conflict `terminals.place.changed` when `expected` is not its revision any more,
    and WrongOrder `terminals.place.retired`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        row = current(session, department_id, expected)
        before = _told(row)
        _fill(session, row, wish)
        changed = [name for name, told in _told(row).items() if told != before[name]]
        if links.answer_at(session, row, wish.desks):
            changed.append("desks")
        if not changed:
            return
        row.revision += 1
        session.add(row)
        audit.record(
            session,
            now,
            "terminals.department.changed",
            actor,
            row.id,
            changed=" ".join(changed),
            name=row.name,
            before=str(before["name"]),
        )
        announce(session, CHANGED)


def move(database: Database, department_id: str, by: int, actor: Actor) -> None:
    """Up (-1) or down (+1) in the city's order; stops at the ends. Raises NotFound."""
    with database.transaction() as session:
        rows = repository.departments(session)
        used = [row for row in rows if row.retired_at is None]
        if not any(row.id == department_id for row in used):
            raise NotFound("terminals.department.unknown")
        if ordering.move(session, rows, used, department_id, by):
            now = database.clock.now()
            audit.record(session, now, "terminals.department.moved", actor, department_id, by=by)
            announce(session, CHANGED)


def retire(session: Session, now: datetime, department_id: str, expected: int, actor: Actor) -> None:
    """It is offered nowhere any more; what was, keeps its name. That nobody waits there is for the caller.

    Raises NotFound, Conflict `terminals.place.changed`, WrongOrder `terminals.place.retired`.
    """
    row = current(session, department_id, expected)
    row.retired_at, row.revision = now, row.revision + 1
    session.add(row)
    session.flush()
    audit.record(session, now, "terminals.department.retired", actor, row.id, name=row.name)
    announce(session, CHANGED)


def restore(database: Database, department_id: str, actor: Actor) -> None:
    """Offer it again, with the desks and the deputy it had; nothing happens when it is in use.

    Raises NotFound, Conflict `terminals.name.taken`, `terminals.departments.many`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        row = repository.department(session, department_id)
        if row is None:
            raise NotFound("terminals.department.unknown")
        if row.retired_at is None:
            return
        used = [other for other in repository.departments(session) if other.retired_at is None]
        if len(used) >= policy.MOST_DEPARTMENTS:
            raise Conflict("terminals.departments.many", limit=policy.MOST_DEPARTMENTS)
        ordering.name_is_free(row.name, row.id, used)
        row.retired_at, row.revision = None, row.revision + 1
        session.add(row)
        session.flush()
        audit.record(session, now, "terminals.department.restored", actor, row.id, name=row.name)
        announce(session, CHANGED)


def current(session: Session, department_id: str, expected: int) -> Department:
    """The row, if nobody has changed it since. Raises NotFound, WrongOrder, Conflict."""
    row = repository.department(session, department_id)
    if row is None:
        raise NotFound("terminals.department.unknown")
    if row.retired_at is not None:
        raise WrongOrder("terminals.place.retired", name=row.name)
    if row.revision != expected:
        raise Conflict("terminals.place.changed", name=row.name)
    return row


def _fill(session: Session, row: Department, wish: DepartmentWish) -> None:
    used = [other for other in repository.departments(session) if other.retired_at is None]
    row.name = policy.checked_name(wish.name)
    ordering.name_is_free(row.name, row.id, used)
    row.examples = policy.checked_examples(wish.examples)
    row.icon = policy.checked_icon(wish.icon)
    row.phone = policy.checked_phone(wish.phone)
    row.words = policy.checked_words(wish.words, examples=True)
    if wish.deputy_id == row.id:
        raise InvalidInput("terminals.deputy.itself")
    if wish.deputy_id is not None and wish.deputy_id not in {other.id for other in used}:
        raise NotFound("terminals.department.unknown")
    row.deputy_id = wish.deputy_id
    session.add(row)


def _told(row: Department) -> dict[str, object]:
    """What a form can change, by name, as it is now."""
    return {
        "name": row.name,
        "examples": row.examples,
        "icon": row.icon,
        "phone": row.phone,
        "words": row.words,
        "deputy": row.deputy_id,
    }
