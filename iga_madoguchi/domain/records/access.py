"""Whose record it is. Who is not of the department that answered learns not even that there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.records import repository
from iga_madoguchi.domain.records.counting.stays import PREFIX, Story, Told
from iga_madoguchi.domain.records.models import Record
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import NotFound

HIGHEST = 2**63 - 1  # what a column of the database holds; ids come from outside, too


@dataclass(frozen=True)
class Part:
    """What a department had of a call: it answered for `told.department_id`, its own or as a deputy."""

    department_id: str
    told: Told


def departments(session: Session, who: Identity) -> tuple[str, ...]:
    """The departments whose records this person reads and writes, in the city's order; none but at a desk."""
    if who.terminal_kind != "desk" or Permission.DESK_USE not in who.permissions or who.staff_id is None:
        return ()
    found = terminals.departments_of(session, who.terminal_id, retired=True)  # what it did, stays its own
    return tuple(view.id for view in found)


def story(session: Session, call_id: str, now: datetime) -> Story:
    """The call as the operation log tells it; without stays for a call that does not exist."""
    return Story(audit.of_subject(session, call_id, PREFIX), now)


def owners(session: Session, told: Told) -> tuple[str, ...]:
    """The departments that answered a stay: itself, or the first one of a deputy's desk."""
    found = []
    for desk in told.desks:
        served = [view.id for view in terminals.departments_of(session, desk, retired=True)]
        found.append(told.department_id if told.department_id in served or not served else served[0])
    return tuple(dict.fromkeys(found)) or (told.department_id,)


def parts(session: Session, who: Identity, told: Story) -> list[Part]:
    """What this person's departments had of a call, the first answer first."""
    mine = departments(session, who)
    answered = sorted((stay for stay in told.stays if stay.answered), key=lambda stay: stay.order)
    return [Part(owner, stay) for stay in answered for owner in owners(session, stay) if owner in mine]


def part(session: Session, who: Identity, told: Story, department_id: str) -> Part:
    """Raises NotFound `records.record.unknown` unless this person's department answered the call."""
    found = [one for one in parts(session, who, told) if one.department_id == department_id]
    if not found:
        raise NotFound("records.record.unknown")
    return found[-1]


def own(session: Session, who: Identity, record_id: int) -> Record:
    """A record of this person's departments. Raises NotFound `records.record.unknown`."""
    row = repository.record(session, record_id) if 0 < record_id <= HIGHEST else None
    if row is None or row.department_id not in departments(session, who):
        raise NotFound("records.record.unknown")
    return row
