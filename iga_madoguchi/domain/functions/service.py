"""Use cases of the switches. Call, queue and paper have none: they are the window itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.functions import repository
from iga_madoguchi.domain.functions.models import FunctionOff
from iga_madoguchi.errors import NotFound

CHANGED = "functions.changed"
FunctionId = Literal[
    "matters",
    "several",
    "ring_me",
    "reservations",
    "forms",
    "covers",
    "printing",
    "survey",
    "line",
    "talk",
    "private",
    "vigil",
    "observing",
]
FUNCTIONS: Final[tuple[FunctionId, ...]] = (
    "matters",
    "several",
    "ring_me",
    "reservations",
    "forms",
    "covers",
    "printing",
    "survey",
    "line",
    "talk",
    "private",
    "vigil",
    "observing",
)


@dataclass(frozen=True)
class Switch:
    """`since` and `by` tell who switched it off, None and "" while it is on."""

    id: FunctionId
    on: bool
    since: datetime | None
    by: str


def switches(database: Database) -> tuple[Switch, ...]:
    """Every function in the order of the page."""
    with database.reading() as session:
        rows = {row.id: row for row in repository.rows(session)}
    return tuple(_switch(one, rows.get(one)) for one in FUNCTIONS)


def off(database: Database) -> frozenset[str]:
    """Ids of what is switched off."""
    with database.reading() as session:
        return frozenset(row.id for row in repository.rows(session))


def switch(database: Database, function_id: str, on: bool, actor: Actor) -> None:
    """It is there from the next touch on, or nowhere; what runs goes on.

    Raises NotFound `functions.unknown`.
    """
    if function_id not in FUNCTIONS:
        raise NotFound("functions.unknown")
    now = database.clock.now()
    with database.transaction() as session:
        row = repository.row(session, function_id)
        if on == (row is None):
            return
        if row is not None:
            session.delete(row)
        else:
            session.add(FunctionOff(id=function_id, since=now, by=actor.name))
        audit.record(session, now, "functions.switched", actor, function_id, on=on)
        announce(session, CHANGED)


def require(session: Session, function_id: FunctionId) -> None:
    """For the verbs of a function. Raises NotFound `functions.off`: what is off does not exist."""
    if repository.row(session, function_id) is not None:
        raise NotFound("functions.off")


def _switch(function_id: FunctionId, row: FunctionOff | None) -> Switch:
    if row is None:
        return Switch(function_id, True, None, "")
    return Switch(function_id, False, row.since, row.by)
