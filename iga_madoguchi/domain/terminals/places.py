"""What the bureau does with terminals: add, change, put in order, retire, and use again."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals import enrolment, links, ordering, policy, repository, service
from iga_madoguchi.domain.terminals.models import Terminal
from iga_madoguchi.domain.terminals.service import CHANGED, RENAMED
from iga_madoguchi.domain.terminals.views import PlaceWish, Spot
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, WrongOrder


def add(database: Database, kind: str, wish: PlaceWish, actor: Actor, branch_id: str | None = None) -> str:
    """A new place for a device at the end of its kind; its id. Staff terminals belong to a branch.

    Raises InvalidInput `terminals.kind.unknown|branch.needed` and what is wrong with the wish,
    NotFound `terminals.branch.unknown|department.unknown`, Conflict `terminals.name.taken|spot.taken|
    terminals.many`.
    """
    known = service.kind_of(kind)
    if (known == "staff") != (branch_id is not None):
        raise InvalidInput("terminals.branch.needed")
    now = database.clock.now()
    with database.transaction() as session:
        if branch_id is not None:
            service.branch(session, branch_id)
        rows = repository.terminals(session)
        _room_for_one_more(session)
        terminal_id = ordering.free_id(known, {row.id for row in rows})
        row = Terminal(id=terminal_id, kind=known, name="", position=len(rows), branch_id=branch_id)
        _fill(session, row, wish)
        session.flush()
        if known == "desk":
            links.serve(session, row, wish.serves)
        audit.record(session, now, "terminals.terminal.added", actor, row.id, kind=known, name=row.name)
        announce(session, CHANGED)
    return terminal_id


def change(database: Database, terminal_id: str, expected: int, wish: PlaceWish, actor: Actor) -> None:
    """Everything about a terminal at once; nothing happens when nothing differs.

    Raises as `add` does, Conflict `terminals.place.changed` when `expected` is not its revision any more,
    and WrongOrder `terminals.place.retired`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        row = current(session, terminal_id, expected)
        before = _told(row)
        _fill(session, row, wish)
        changed = [name for name, told in _told(row).items() if told != before[name]]
        if row.kind == "desk" and links.serve(session, row, wish.serves):
            changed.append("serves")
        if not changed:
            return
        row.revision += 1
        session.add(row)
        audit.record(
            session,
            now,
            "terminals.terminal.changed",
            actor,
            row.id,
            changed=" ".join(changed),
            name=row.name,
            before=str(before["name"]),
        )
        if "name" in changed:
            announce(session, RENAMED, [row.id, row.name])
        announce(session, CHANGED)


def move(database: Database, terminal_id: str, by: int, actor: Actor) -> None:
    """Up (-1) or down (+1) among those of its kind; stops at the ends. Raises NotFound."""
    with database.transaction() as session:
        rows = repository.terminals(session)
        own = next((row for row in rows if row.id == terminal_id and row.retired_at is None), None)
        if own is None:
            raise NotFound("terminals.terminal.unknown", id=terminal_id[:40])
        among = [row for row in rows if row.kind == own.kind and service.in_use(session, row)]
        if ordering.move(session, rows, among, terminal_id, by):
            now = database.clock.now()
            audit.record(session, now, "terminals.terminal.moved", actor, terminal_id, by=by)
            announce(session, CHANGED)


def retire(session: Session, now: datetime, terminal_id: str, expected: int, actor: Actor) -> None:
    """Its device and codes end, a branch's staff screens with it; what was, keeps its name.

    That nobody talks there is for the caller. Raises NotFound, Conflict `terminals.place.changed|
    terminals.retire.own`, WrongOrder `terminals.place.retired`.
    """
    row = current(session, terminal_id, expected)
    if actor.terminal == terminal_id:
        raise Conflict("terminals.retire.own")
    row.retired_at, row.revision = now, row.revision + 1
    session.add(row)
    session.flush()
    audit.record(session, now, "terminals.terminal.retired", actor, row.id, kind=row.kind, name=row.name)
    for ended in (row, *repository.staff_terminals(session, row.id)):
        repository.end_codes(session, ended.id, now)
        if enrolment.end_devices(session, ended.id, now):
            audit.record(session, now, "terminals.device.revoked", actor, ended.id)
    announce(session, CHANGED)


def restore(database: Database, terminal_id: str, actor: Actor) -> None:
    """Use it again; a browser has to be enrolled anew. Nothing happens when it is in use.

    A branch whose spot on the map was taken meanwhile is not on the map.
    Raises NotFound, Conflict `terminals.name.taken|terminals.many`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        row = repository.terminal(session, terminal_id)
        if row is None:
            raise NotFound("terminals.terminal.unknown", id=terminal_id[:40])
        if row.retired_at is None:
            return
        _room_for_one_more(session)
        ordering.name_is_free(row.name, row.id, _of_kind(session, row.kind))
        row.retired_at, row.revision = None, row.revision + 1
        spot = service.spot_of(row)
        if spot is not None and any(policy.overlaps(spot, other) for other, _ in _spots(session, row.id)):
            row.map_column = row.map_row = None
        session.add(row)
        session.flush()
        audit.record(session, now, "terminals.terminal.restored", actor, row.id, kind=row.kind, name=row.name)
        announce(session, CHANGED)


def current(session: Session, terminal_id: str, expected: int) -> Terminal:
    """The row, if nobody has changed it since. Raises NotFound, WrongOrder, Conflict."""
    row = repository.terminal(session, terminal_id)
    if row is None:
        raise NotFound("terminals.terminal.unknown", id=terminal_id[:40])
    if not service.in_use(session, row):
        raise WrongOrder("terminals.place.retired", name=row.name)
    if row.revision != expected:
        raise Conflict("terminals.place.changed", name=row.name)
    return row


def _fill(session: Session, row: Terminal, wish: PlaceWish) -> None:
    """Phone, words and spot are left alone where they mean nothing."""
    row.name = policy.checked_name(wish.name)
    ordering.name_is_free(row.name, row.id, _of_kind(session, row.kind))
    if row.kind == "branch":
        row.phone = policy.checked_phone(wish.phone)
        row.words = policy.checked_words(wish.words, examples=False)
        spot = policy.checked_spot(wish.spot, _spots(session, row.id))
        row.map_column, row.map_row = (None, None) if spot is None else (spot.column, spot.row)
    session.add(row)


def _of_kind(session: Session, kind: str) -> list[Terminal]:
    return [row for row in repository.terminals(session) if row.kind == kind and service.in_use(session, row)]


def _spots(session: Session, own_id: str) -> list[tuple[Spot, str]]:
    """Where the other branches lie, and their names."""
    others = (row for row in _of_kind(session, "branch") if row.id != own_id)
    return [(spot, row.name) for row in others if (spot := service.spot_of(row)) is not None]


def _room_for_one_more(session: Session) -> None:
    used = sum(row.retired_at is None for row in repository.terminals(session))
    if used >= policy.MOST_TERMINALS:
        raise Conflict("terminals.many", limit=policy.MOST_TERMINALS)


def _told(row: Terminal) -> dict[str, object]:
    """What a form can change, by name, as it is now."""
    spot = [row.map_column, row.map_row]
    return {"name": row.name, "phone": row.phone, "words": row.words, "map": spot}
