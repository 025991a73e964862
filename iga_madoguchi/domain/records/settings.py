"""What the bureau sets: which departments note names, and what the saving is reckoned with."""

from __future__ import annotations

import math

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.records import repository
from iga_madoguchi.domain.records.models import RecordSetting, SavingAssumption
from iga_madoguchi.domain.records.policy import (
    KM_LIMIT,
    SHARE_LIMIT,
    TRIP_MIN_LIMIT,
    USUAL_KM,
    USUAL_SHARE,
    USUAL_TRIP_MIN,
)
from iga_madoguchi.domain.records.views import Assumption
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import InvalidInput, NotFound

CHANGED = "records.settings_changed"


def departments_with_names(database: Database) -> frozenset[str]:
    """The departments whose records may hold the resident's name."""
    with database.reading() as session:
        return frozenset(row.department_id for row in repository.settings(session) if row.needs_name)


def set_needs_name(database: Database, department_id: str, needed: bool, actor: Actor) -> None:
    """Whether this department notes names; what was noted is not shown while it does not.

    Raises NotFound `terminals.department.unknown`.
    """
    with database.transaction() as session:
        terminals.department(session, department_id)
        row = repository.setting(session, department_id) or RecordSetting(department_id=department_id)
        row.needs_name = needed
        session.add(row)
        session.flush()
        now = database.clock.now()
        audit.record(session, now, "records.name.set", actor, department_id, needed=needed)
        announce(session, CHANGED)


def assumptions(database: Database) -> tuple[Assumption, ...]:
    """What is assumed for each branch, in the city's order; for a retired one its past calls still count."""
    with database.reading() as session:
        return assumed(session)


def assumed(session: Session) -> tuple[Assumption, ...]:
    known = {row.branch_id: row for row in repository.assumptions(session)}
    return tuple(
        Assumption(one.id, one.name, row.km, row.minutes, row.share)
        if (row := known.get(one.id)) is not None
        else Assumption(one.id, one.name, USUAL_KM, USUAL_TRIP_MIN, USUAL_SHARE)
        for one in terminals.all_terminals(session, retired=True)
        if one.kind == "branch"
    )


def set_assumption(
    database: Database, branch_id: str, km: float, minutes: int, share: int, actor: Actor
) -> None:
    """There and back: kilometres and minutes; and how many of a hundred answered calls save the trip.

    Raises NotFound `terminals.branch.unknown`, InvalidInput `records.assumption.km|minutes|share`.
    """
    if not math.isfinite(km) or not 0 <= km <= KM_LIMIT:
        raise InvalidInput("records.assumption.km", limit=f"{KM_LIMIT:.0f}")
    if not 0 <= minutes <= TRIP_MIN_LIMIT:
        raise InvalidInput("records.assumption.minutes", limit=TRIP_MIN_LIMIT)
    if not 0 <= share <= SHARE_LIMIT:
        raise InvalidInput("records.assumption.share", limit=SHARE_LIMIT)
    with database.transaction() as session:
        places = terminals.all_terminals(session, retired=True)
        if branch_id not in {one.id for one in places if one.kind == "branch"}:
            raise NotFound("terminals.branch.unknown", id=branch_id[:40])
        row = repository.assumption(session, branch_id) or SavingAssumption(
            branch_id=branch_id, km=km, minutes=minutes, share=share
        )
        row.km, row.minutes, row.share = km, minutes, share
        session.add(row)
        session.flush()
        now, tenths = database.clock.now(), round(10 * km)
        audit.record(
            session,
            now,
            "records.assumption.set",
            actor,
            branch_id,
            tenths=tenths,
            minutes=minutes,
            share=share,
        )
        announce(session, CHANGED)
