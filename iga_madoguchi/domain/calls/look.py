"""What each screen sees of the calls: read-only, from the seat of one terminal."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import (
    availability,
    estimate,
    itinerary,
    matter,
    planner,
    repository,
    ringing,
    vigils,
)
from iga_madoguchi.domain.calls.lifecycle import ON, Parked, State
from iga_madoguchi.domain.calls.models import Call, Participant
from iga_madoguchi.domain.calls.policy import HANDED, HELP_LIMIT_S, OBSERVER
from iga_madoguchi.domain.calls.seats import engaged
from iga_madoguchi.domain.calls.views import (
    Askable,
    BesideView,
    CallView,
    DepartmentState,
    DeskView,
    HelpView,
    KioskView,
    NoteView,
    ObserverView,
    Peer,
    PeerKind,
    PlannedStop,
    Route,
)
from iga_madoguchi.domain.power import service as power_service
from iga_madoguchi.domain.presence import service as presence_service
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import WordsByLanguage
from iga_madoguchi.errors import InvalidInput, NotFound
from iga_madoguchi.kit.clock import local

LATELY = timedelta(days=90)


def talking(database: Database) -> int:
    """How many calls are on, with a resident before the screen and a desk that owns them."""
    with database.reading() as session:
        return sum(call.state in ON for call in repository.open_calls(session))


@dataclass
class _Burst:
    """What is the same for every screen that looks because of one change; read by the first of them."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: tuple[_Names, tuple[DepartmentState, ...]] | None = None


_burst: ContextVar[_Burst | None] = ContextVar("calls.look.burst", default=None)


@contextmanager
def sharing() -> Iterator[None]:
    """Looks within share what does not depend on who looks; a change meanwhile brings another round."""
    token = _burst.set(_Burst())
    try:
        yield
    finally:
        _burst.reset(token)


def kiosk(database: Database, presence: Presence, who: Identity) -> KioskView:
    """The screens of a branch, the resident's and its staff's: the departments and its own open call."""
    with database.reading() as session:
        now = database.clock.now()
        names, everybody = _common(session, presence, now)
        seated = repository.seated_calls(session, who.branch_id)
        views = [
            _view(session, names, call, who.branch_id, minutes=_estimate(session, call, now))
            for call in seated
        ]
        own = [view for view in views if not view.guest or _joined(session, view)]
        asked = [view for view in views if view.guest and view not in own]
        return KioskView(
            who.branch_id,
            names.terminal(who.branch_id),
            everybody,
            own[0] if own else None,
            power_service.stands(session),
            asked[0] if asked else None,
            _help(session, who.branch_id, now),
            names.words(who.branch_id),
        )


def desk(database: Database, presence: Presence, who: Identity) -> DeskView:
    """The desk's screen: what rings here, what waits, what is on, and how the other departments are."""
    with database.reading() as session:
        names, everybody = _common(session, presence, database.clock.now())
        mine = [view.id for view in terminals.departments_of(session, who.terminal_id)]
        seated = {call.id for call in repository.seated_calls(session, who.terminal_id)}
        calls = [c for c in repository.open_calls(session) if c.department_id in mine or c.id in seated]
        views = [_view(session, names, call, who.terminal_id, notes=True) for call in calls]
        on = [
            view
            for view in views
            if view.desk_id == who.terminal_id or (view.guest and _joined(session, view))
        ]
        rings = [view for view in views if view.me and view not in on and view.state in (State.RINGING, *ON)]
        waiting = [view for view in views if view.state in availability.WAITING and view not in rings]
        parked = [call for call in repository.parked_calls(session) if call.department_id in mine]
        return DeskView(
            who.terminal_id,
            names.terminal(who.terminal_id),
            tuple(names.department(department_id) for department_id in mine),
            who.terminal_id in presence_service.away_desks(session),
            rings[0] if rings else None,
            on[0] if on else None,
            tuple(waiting),
            tuple(_view(session, names, call, who.terminal_id) for call in parked),
            tuple(state for state in everybody if state.id not in mine),
        )


def one(database: Database, who: Identity, call_id: str) -> CallView:
    """A call this terminal sits in, also after its end. Raises NotFound `calls.call.unknown`."""
    with database.reading() as session:
        call = repository.call(session, call_id)
        if call is None or repository.participant_at(session, call_id, who.terminal_id) is None:
            raise NotFound("calls.call.unknown")
        return _view(session, _Names(session), call, who.terminal_id)


def beside(database: Database, who: Identity) -> BesideView:
    """Who looks into this terminal's call, whom it will ring for, and its vigil."""
    with database.reading() as session:
        now = database.clock.now()
        seated = repository.seated_calls(session, who.terminal_id)
        own = [call for call in seated if who.terminal_id in (call.branch_id, call.desk_id)]
        on = next((call for call in (*own, *seated) if call.state in ON), None)
        rings = (
            call.ticket for call in own if call.state == State.RECALLED and call.parked == Parked.RING_ME
        )
        bench = repository.sitting(session, who.terminal_id)
        names = _Names(session) if bench else None
        return BesideView(
            call="" if on is None else on.id,
            observer=None if on is None else _observer(repository.participants(session, on.id)),
            decides=on in own,
            bench=tuple(
                _view(session, names, call, who.terminal_id, minutes=_estimate(session, call, now))
                for call in bench
                if names is not None
            ),
            turn=next(rings, 0),
            vigil=vigils.seen(session, who),
        )


def observed(database: Database, who: Identity) -> CallView | None:
    """The call that the bureau's terminal looks into, or asks to."""
    with database.reading() as session:
        seated = repository.seated_calls(session, who.terminal_id)
        return _view(session, _Names(session), seated[0], who.terminal_id) if seated else None


def branch_of(database: Database, who: Identity) -> str:
    """The branch with which this terminal talks at the moment; empty when it talks with nobody."""
    with database.reading() as session:
        call = engaged(session, who.terminal_id)
        return "" if call is None else call.branch_id


def askable(database: Database, presence: Presence, who: Identity) -> tuple[Askable, ...]:
    """Every other terminal that may be asked into a call, in the city's order."""
    with database.reading() as session:
        taken = ringing.occupied_desks(session) | {call.branch_id for call in repository.open_calls(session)}
        return tuple(
            Askable(view.id, view.name, view.kind, view.id not in taken and presence.online(view.id))
            for view in terminals.all_terminals(session)
            if (view.kind == "branch" or view.kind == "desk") and view.id != who.terminal_id
        )


def route(database: Database, departments: Sequence[str]) -> Route:
    """In which order a visitor to these departments waits least.

    Raises NotFound, InvalidInput `calls.itinerary.unusable`.
    """
    if len(departments) > itinerary.MOST_STOPS or len(set(departments)) != len(departments):
        raise InvalidInput("calls.itinerary.unusable", limit=str(itinerary.MOST_STOPS))
    with database.reading() as session:
        now = database.clock.now()
        asked = [terminals.department(session, stop).id for stop in departments]
        found = [estimate.stop(session, stop, now) for stop in asked]
        best = planner.order([stop for stop, _ in found])
        known = all(known for _, known in found)
        return Route(tuple(stop.id for stop in best), round(planner.total_wait(best) / 60) if known else None)


def taken_by(database: Database, who: Identity, call_id: str) -> tuple[str, str] | None:
    """(desk, staff) that answered a call this desk could have answered; None if nobody else did."""
    with database.reading() as session:
        call = repository.call(session, call_id)
        if call is None or call.desk_id in (None, who.terminal_id):
            return None
        if who.terminal_id not in terminals.desks_of(session, call.department_id):
            return None
        return terminals.terminal_name(session, call.desk_id or ""), call.staff_name


def open_calls(database: Database) -> tuple[CallView, ...]:
    """Every open call, first come first, without a seat in it: for the bureau's overview."""
    with database.reading() as session:
        names = _Names(session)
        return tuple(_view(session, names, call, "") for call in repository.open_calls(session))


def calls_today(database: Database) -> tuple[CallView, ...]:
    """Today's calls in Iga's time, newest first."""
    with database.reading() as session:
        names = _Names(session)
        today = local(database.clock.now()).date()
        return tuple(_view(session, names, call, "") for call in repository.calls_of_day(session, today))


def asked_most(database: Database) -> tuple[str, ...]:
    """Ids of the procedures for which people have come lately, the most frequent first."""
    with database.reading() as session:
        since = local(database.clock.now()).date() - LATELY
        return tuple(repository.asked_most(session, since))


def ended_before(session: Session, call_ids: Collection[str], moment: datetime) -> set[str]:
    """Which of these calls had ended by then."""
    return repository.ended_before(session, call_ids, moment)


def departments(database: Database, presence: Presence) -> tuple[DepartmentState, ...]:
    """Every department and whether somebody can answer there."""
    with database.reading() as session:
        return availability.of_all(session, presence, database.clock.now())


def _common(
    session: Session, presence: Presence, now: datetime
) -> tuple[_Names, tuple[DepartmentState, ...]]:
    burst = _burst.get()
    if burst is None:
        return _Names(session), availability.of_all(session, presence, now)
    with burst.lock:
        if burst.found is None:
            burst.found = _Names(session), availability.of_all(session, presence, now)
        return burst.found


class _Names:
    """Display names and telephones, read once per look."""

    def __init__(self, session: Session) -> None:
        places = terminals.all_terminals(session, retired=True)
        sections = terminals.all_departments(session, retired=True)
        self._terminals = {view.id: view.name for view in places}
        self._departments = {view.id: view.name for view in sections}
        self.branch_phones = {view.id: view.phone for view in places}
        self.department_phones = {view.id: view.phone for view in sections}

        self._words = {view.id: view.words for view in places}

    def words(self, terminal_id: str) -> WordsByLanguage:
        return self._words.get(terminal_id, {})

    def terminal(self, terminal_id: str) -> str:
        return self._terminals.get(terminal_id, terminal_id)

    def department(self, department_id: str) -> str:
        return self._departments.get(department_id, department_id)


def _estimate(session: Session, call: Call, now: datetime) -> int | None:
    return estimate.wait_minutes(session, call, now) if _waits(call) else None


def _waits(call: Call) -> bool:
    """Whether its turn will come by itself: in the waiting screen or on the bench."""
    return call.state == State.PLACED or (call.state == State.PARKED and call.parked == Parked.RING_ME)


def _joined(session: Session, view: CallView) -> bool:
    seat = repository.participant_at(session, view.id, view.seat)
    return seat is not None and seat.state == "joined"


def _view(
    session: Session,
    names: _Names,
    call: Call,
    seat_of: str,
    *,
    notes: bool = False,
    minutes: int | None = None,
) -> CallView:
    seats = repository.participants(session, call.id)
    me = next((seat for seat in seats if seat.terminal_id == seat_of), None)
    came_from = names.department(call.from_department_id) if call.from_department_id else ""
    return CallView(
        id=call.id,
        ticket=call.ticket,
        state=call.state,
        me=me.id if me is not None else "",
        branch_id=call.branch_id,
        branch_name=names.terminal(call.branch_id),
        department_id=call.department_id,
        department_name=names.department(call.department_id),
        desk_id=call.desk_id or "",
        staff_name=call.staff_name,
        needs=tuple(need for need in call.needs.split(",") if need),
        language=call.language,
        placed_at=call.placed_at,
        rang_at=call.rang_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        end_reason=call.end_reason,
        decline_reason=call.decline_reason,
        ahead=_ahead(session, call) if _waits(call) else 0,
        estimate=minutes,
        peers=_peers(names, call, seats, me),
        seat=seat_of,
        kind=me.kind if me is not None else "",
        priority=call.priority,
        parked=call.parked,
        from_department=came_from,
        returned=call.rank == HANDED
        and call.from_department_id is None
        and call.state in availability.WAITING,
        notes=_notes(session, call) if notes else (),
        observer=_observer(seats),
        plan=_plan(names, call),
        branch_phone=names.branch_phones.get(call.branch_id, ""),
        department_phone=names.department_phones.get(call.department_id, ""),
        matter=matter.read(call),
    )


def _plan(names: _Names, call: Call) -> tuple[PlannedStop, ...]:
    plan = itinerary.read(call)
    return tuple(
        PlannedStop(
            stop,
            names.department(stop),
            "next" if at >= plan.stage else "now" if at == plan.stage - 1 else "done",
        )
        for at, stop in enumerate(plan.stops)
    )


def _observer(seats: Sequence[Participant]) -> ObserverView | None:
    seat = next((seat for seat in seats if seat.kind == OBSERVER), None)
    if seat is None:
        return None
    joined = seat.state == "joined"
    return ObserverView(seat.id, seat.staff_name, seat.reason, joined, seat.desk_agreed, seat.branch_agreed)


def _help(session: Session, branch_id: str, now: datetime) -> HelpView | None:
    row = repository.help_request(session, branch_id)
    # A clock that was set back must not keep a bell ringing for hours.
    if row is None or abs((now - row.at).total_seconds()) >= HELP_LIMIT_S:
        return None
    return HelpView(row.at, row.seen_at is not None)


def _notes(session: Session, call: Call) -> tuple[NoteView, ...]:
    return tuple(NoteView(n.at, n.author, n.place, n.text) for n in repository.notes(session, call.id))


_KINDS: dict[str, PeerKind] = {"branch": "branch", "interpreter": "interpreter", OBSERVER: OBSERVER}


def _peers(
    names: _Names, call: Call, seats: Sequence[Participant], me: Participant | None
) -> tuple[Peer, ...]:
    """The others, the resident first; the desk bears its officer's name, or its department's before."""
    peers = []
    for seat in sorted(seats, key=lambda seat: (seat.terminal_id != call.branch_id, seat.since is not None)):
        if (me is not None and seat.id == me.id) or (seat.kind == OBSERVER and seat.state != "joined"):
            continue
        kind = _KINDS.get(seat.kind, "desk")
        name = seat.staff_name or names.terminal(seat.terminal_id)
        if kind == "desk" and not seat.staff_name and seat.since is None:
            name = names.department(call.department_id)
        peers.append(Peer(seat.id, name, kind, seat.state == "joined"))
    return tuple(peers)


def _ahead(session: Session, call: Call) -> int:
    """People before this one at the desks that could take it: who talks there, and who came first."""
    desks = set(terminals.desks_of(session, call.department_id))
    rivals = {view.id for desk_id in desks for view in terminals.departments_of(session, desk_id)}
    return sum(
        1
        for other in repository.in_line(session)
        if other.id != call.id
        and other.department_id in rivals
        and (not _waits(other) or _order(other) < _order(call))
    )


def _order(call: Call) -> tuple[int, date, int]:
    return call.rank, call.day, call.ticket
