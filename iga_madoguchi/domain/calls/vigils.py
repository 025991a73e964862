"""見守り: two terminals keep each other company for hours, and give way to every resident.

A vigil is not a call: it has no ticket, stands in no queue and occupies nobody. Whether it is suspended is
never stored, only read from the calls, so the two cannot disagree.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.models import Vigil
from iga_madoguchi.domain.calls.policy import RING_LIMIT_S
from iga_madoguchi.domain.calls.ringing import CHANGED
from iga_madoguchi.domain.calls.seats import taken
from iga_madoguchi.domain.calls.views import VigilView
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.domain.presence import service as presence_service
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, NotAllowed, NotFound, Unavailable
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.ids import new_id


def ask(database: Database, presence: Presence, who: Identity, terminal_id: str) -> None:
    """A desk asks a branch or another desk; it rings nowhere near a resident.

    Raises NotAllowed, NotFound, Conflict `calls.vigil.already|calls.guest.busy`,
    Unavailable `calls.guest.offline|calls.vigil.closed`.
    """
    if who.terminal_kind != "desk":
        raise NotAllowed("calls.vigil.not_a_desk")
    now = database.clock.now()
    with database.transaction() as session:
        require(session, "vigil")
        place = next((view for view in terminals.all_terminals(session) if view.id == terminal_id), None)
        if place is None or place.kind not in ("branch", "desk") or terminal_id == who.terminal_id:
            raise NotFound("calls.guest.unknown")
        if not presence_service.calendar(session).is_open(now):
            raise Unavailable("calls.vigil.closed")
        for one, name in ((who.terminal_id, who.terminal_name), (terminal_id, place.name)):
            if repository.vigil_of(session, one) is not None:
                raise Conflict("calls.vigil.already", terminal=name)
            if taken(session, one):
                raise Conflict("calls.guest.busy", terminal=name)
        if not presence.online(terminal_id):
            raise Unavailable("calls.guest.offline", terminal=place.name)
        asked = Vigil(
            id=new_id(), asker_id=who.terminal_id, asked_id=terminal_id, state="asked", asked_at=now
        )
        session.add(asked)
        session.flush()
        audit.record(session, now, "calls.vigil.asked", who.actor, asked.id, terminal=terminal_id)
        announce(session, CHANGED, asked.id)


def accept(database: Database, presence: Presence, who: Identity, vigil_id: str) -> None:
    """The asked side agrees: it begins. Raises NotFound."""
    now = database.clock.now()
    with database.transaction() as session:
        found = _own(session, who, vigil_id)
        if found.asked_id != who.terminal_id:
            raise NotFound("calls.vigil.unknown")
        if found.state == "on":
            return
        found.state, found.begun_at = "on", now
        session.add(found)
        session.flush()
        audit.record(session, now, "calls.vigil.begun", who.actor, found.id)
        announce(session, CHANGED, found.id)


def end(database: Database, presence: Presence, who: Identity, vigil_id: str) -> None:
    """Either side ends it, refuses it or takes the question back. Raises NotFound."""
    now = database.clock.now()
    with database.transaction() as session:
        found = _own(session, who, vigil_id)
        asked = "withdrawn" if found.asker_id == who.terminal_id else "refused"
        _close(session, found, "ended" if found.state == "on" else asked, who.actor, now)


def of(database: Database, who: Identity) -> VigilView | None:
    """The vigil of this terminal, as it sees it; None without one."""
    with database.reading() as session:
        return seen(session, who)


def seen(session: Session, who: Identity) -> VigilView | None:
    """As `of`, within a look."""
    found = repository.vigil_of(session, who.terminal_id)
    if found is None:
        return None
    other = found.asked_id if found.asker_id == who.terminal_id else found.asker_id
    place = next(view for view in terminals.all_terminals(session, retired=True) if view.id == other)
    return VigilView(
        id=found.id,
        me=who.terminal_id,
        other=other,
        other_name=place.name,
        other_kind="branch" if place.kind == "branch" else "desk",
        on=found.state == "on",
        asked=found.state == "asked" and found.asked_id == who.terminal_id,
        own_call=taken(session, who.terminal_id),
        suspended=suspended(session, found),
        begun_at=found.begun_at,
    )


def suspended(session: Session, vigil: Vigil) -> bool:
    """Whether a resident needs one of the two terminals now."""
    return taken(session, vigil.asker_id) or taken(session, vigil.asked_id)


def sweep(database: Database) -> None:
    """A question that nobody answers, and what outlasts the office day."""
    now = database.clock.now()
    with database.reading() as session:
        if not repository.vigils(session):
            return
    with database.transaction() as session:
        is_open = presence_service.calendar(session).is_open(now)
        for found in repository.vigils(session):
            if found.state == "asked" and (now - found.asked_at).total_seconds() >= RING_LIMIT_S:
                _close(session, found, "no_answer", SYSTEM, now)
            elif not is_open or local(found.asked_at).date() < local(now).date():
                _close(session, found, "day_over", SYSTEM, now)


def _own(session: Session, who: Identity, vigil_id: str) -> Vigil:
    """The vigil, if this terminal is one of the two and it is not over. Raises NotFound."""
    found = repository.vigil(session, vigil_id)
    if found is None or found.state == "ended" or who.terminal_id not in (found.asker_id, found.asked_id):
        raise NotFound("calls.vigil.unknown")
    return found


def _close(session: Session, found: Vigil, reason: str, actor: Actor, now: datetime) -> None:
    found.state, found.ended_at, found.end_reason = "ended", now, reason
    session.add(found)
    session.flush()
    audit.record(session, now, f"calls.vigil.{reason}", actor, found.id)
    announce(session, CHANGED, found.id)
