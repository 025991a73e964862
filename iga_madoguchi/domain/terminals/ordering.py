"""Names that are free, ids for what is new, and the city's order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import count
from typing import TypeVar

from sqlmodel import Session

from iga_madoguchi.domain.terminals.models import Department, Terminal
from iga_madoguchi.errors import Conflict

Row = TypeVar("Row", Department, Terminal)


def free_id(prefix: str, known: Collection[str]) -> str:
    """An id that nothing had before: what is retired keeps its own for ever."""
    return next(made for number in count(1) if (made := f"{prefix}-{number}") not in known)


def name_is_free(name: str, own_id: str, used: Collection[Department] | Collection[Terminal]) -> None:
    """Two places of one name could not be told apart. Raises Conflict `terminals.name.taken`."""
    if any(row.name == name and row.id != own_id for row in used):
        raise Conflict("terminals.name.taken", name=name)


def move(session: Session, rows: Sequence[Row], among: Sequence[Row], row_id: str, by: int) -> bool:
    """Change places with the neighbour `by` steps away in `among`; False at the ends.

    `rows` are all of them in order: whoever is not in `among` stays where it is.
    """
    ids = [row.id for row in among]
    to = min(max(ids.index(row_id) + by, 0), len(ids) - 1)
    if ids[to] == row_id:
        return False
    order = [row.id for row in rows]
    a, b = order.index(row_id), order.index(ids[to])
    order[a], order[b] = order[b], order[a]
    for row in rows:
        row.position = order.index(row.id)
        session.add(row)
    session.flush()
    return True
